/**
 * Makes the pictures of `docs/images/`, every view in both themes:
 * `node_modules/.bin/node tests/dashboard/take-screenshots.ts [folder]`. The traffic is made up and always the same; the
 * upstream is a fake that takes its time, and the history before it is made up too.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { after } from '../../packages/contracts/src/fake-openai-replies.ts';
import { FakeOpenAiServer } from '../../packages/contracts/src/fake-openai-server.ts';
import { launchChromium } from './chromium.ts';
import { openPage } from './opened-page.ts';
import { RunningProxy } from './running-proxy.ts';
import { sendTraffic, taught } from './screenshot-traffic.ts';
import { seedHistory } from './seeded-history.ts';

const IMAGES = process.argv[2] ?? fileURLToPath(new URL('../../docs/images/', import.meta.url));
const THEMES = ['light', 'dark'] as const;
const HISTORY_HOURS = 25;
const UPSTREAM_MS = 900;
const PHONE = { width: 360, height: 740 };
/** Lists go on and on: of these views as much as fits a screen. */
const CUT = ['live', 'near-misses', 'explore'];
const QUESTION = 'How would I reverse a list in Python?';

/** Of a proxy that has been used, by the address of the view. The playground comes last: it starts with an empty cache. */
const VIEWS: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  '': overview,
  history: lastDay,
  live: (page) => page.locator('.row').nth(10).waitFor(),
  'near-misses': (page) => page.locator('.entry').nth(3).waitFor(),
  explore: explored,
  explain: explained,
};

await mkdir(IMAGES, { recursive: true });
const browser = await launchChromium();
try {
  await usedProxy();
  await freshProxy();
} finally {
  await browser.close();
}

async function usedProxy(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'strata-screenshots-'));
  seedHistory(join(folder, 'history.sqlite'), { now: Date.now(), hours: HISTORY_HOURS });
  await using upstream = await FakeOpenAiServer.start();
  await using proxy = await RunningProxy.start({
    OPENAI_BASE_URL: upstream.baseUrl,
    OPENAI_API_KEY: 'sk-test',
    DATA_DIR: folder,
    SHOW_PROMPTS: 'true',
    // Every hit by meaning is asked again, so that there is an estimate to show.
    SHADOW_SHARE: '1',
    SHADOW_BUDGET_PER_HOUR: '10000',
  });
  await sendTraffic(proxy, upstream);
  upstream.respond((request, response) => after(delay(UPSTREAM_MS), taught())(request, response));
  for (const theme of THEMES) {
    for (const [view, draw] of Object.entries(VIEWS)) {
      // oxlint-disable-next-line no-await-in-loop -- one picture after the other
      await picture(`${proxy.url}/dashboard/#/${view}`, { theme, name: view || 'overview', draw });
    }
    await picture(`${proxy.url}/dashboard/`, {
      theme,
      name: 'overview-phone',
      draw: async (page) => {
        await page.setViewportSize(PHONE);
        await overview(page);
      },
    });
  }
  for (const theme of THEMES) {
    await fetch(`${proxy.url}/admin/cache/clear`, { method: 'POST' });
    await picture(`${proxy.url}/dashboard/#/playground`, { theme, name: 'playground', draw: askThrice });
  }
  await rm(folder, { recursive: true, force: true });
}

/** What a new user sees. */
async function freshProxy(): Promise<void> {
  await using proxy = await RunningProxy.start({});
  for (const theme of THEMES) {
    await picture(`${proxy.url}/dashboard/`, {
      theme,
      name: 'first-start',
      draw: async (page) => {
        await page.getByText('Waiting for the first request').waitFor();
        await page.locator('.part').first().waitFor();
      },
    });
  }
}

type Picture = {
  readonly theme: (typeof THEMES)[number];
  readonly name: string;
  readonly draw: (page: Page) => Promise<unknown>;
};

async function picture(url: string, { theme, name, draw }: Picture): Promise<void> {
  const opened = await openPage(browser, { colorScheme: theme, reducedMotion: 'reduce' });
  const { page } = opened;
  await page.goto(url);
  await draw(page);
  await page.evaluate('document.activeElement.blur()');
  await page.screenshot({ path: join(IMAGES, `${name}-${theme}.png`), fullPage: !CUT.includes(name) });
  await opened.close();
}

async function overview(page: Page): Promise<void> {
  await page.locator('.cards').waitFor();
  await page.locator('.part').first().waitFor();
  await page.locator('.ranges tbody tr').first().waitFor();
}

async function lastDay(page: Page): Promise<void> {
  await page.getByLabel('24 h').check();
  await page.getByText('The last 24 hours').waitFor();
  await page.locator('[data-strip]', { hasText: 'was open' }).waitFor();
  await page.locator('[data-chart="bytes"] canvas').waitFor();
}

async function explored(page: Page): Promise<void> {
  await page.getByLabel('Question').fill(QUESTION);
  await page.getByLabel('Compared').selectOption('meaning');
  await page.getByRole('button', { name: 'Search' }).click();
  await page
    .locator('.entry', { hasText: 'Similarity' })
    .first()
    .getByRole('button', { name: 'Open' })
    .click();
  await page.locator('.exchange-answer').waitFor();
}

/** The explanation of a question that one stored question answers and others do not. */
async function explained(page: Page): Promise<void> {
  await page.getByLabel('Request').fill('What is a way to reverse a list in Python?');
  await page.getByRole('button', { name: 'Explain' }).click();
  await page.locator('.verdict').waitFor();
}

async function askThrice(page: Page): Promise<void> {
  const sent = async (count: number): Promise<void> => {
    await page
      .locator('.exchange')
      .nth(count - 1)
      .waitFor();
  };
  await page.getByRole('button', { name: 'How do I reverse a list in Python?' }).click();
  await page.getByRole('button', { name: 'Ask', exact: true }).click();
  await sent(1);
  await page.getByRole('button', { name: 'Ask again' }).click();
  await sent(2);
  await page.getByRole('button', { name: 'Ask in other words' }).first().click();
  await page.getByRole('button', { name: 'Ask', exact: true }).click();
  await sent(3);
}
