/**
 * Makes the pictures of `docs/images/`: `node_modules/.bin/node tests/dashboard/take-screenshots.ts`. The traffic is made
 * up and always the same; the upstream is a fake that takes a second.
 */
import { mkdir } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { after, answer } from '../../packages/contracts/src/fake-openai-replies.ts';
import { FakeOpenAiServer } from '../../packages/contracts/src/fake-openai-server.ts';
import { launchChromium } from './chromium.ts';
import { openPage } from './opened-page.ts';
import { RunningProxy } from './running-proxy.ts';

const IMAGES = fileURLToPath(new URL('../../docs/images/', import.meta.url));
const THEMES = ['light', 'dark'] as const;

const UPSTREAM_MS = 900;
/** In the traffic before: a few answers take this long, most a part of it. */
const SLOWEST_MS = 600;

const REVERSE =
  'Use slicing for a reversed copy: numbers[::-1]. To reverse the list in place, call numbers.reverse().';

const WORDINGS = ['How do I', 'How can I', 'How do I', 'How do you', 'Please tell me how to', 'How would I'];

const TASKS = [
  'reverse a list in Python',
  'read a file line by line in Node.js',
  'center a div with CSS',
  'remove duplicates from an array in JavaScript',
  'rename a git branch',
  'parse JSON in Go',
  'join two tables in SQL',
  'write a for loop in Rust',
  'merge two dictionaries in Python',
  'cancel a fetch request in the browser',
  'find the largest file in a folder on Linux',
  'create a virtual environment in Python',
  'convert a string to a number in Java',
  'schedule a job with cron',
  'copy a folder over ssh',
  'format a date in Excel',
];

await mkdir(IMAGES, { recursive: true });
const browser = await launchChromium();
try {
  await usedProxy();
  await freshProxy();
} finally {
  await browser.close();
}

/** The overview with numbers, and the playground. */
async function usedProxy(): Promise<void> {
  await using upstream = await FakeOpenAiServer.start();
  await using proxy = await RunningProxy.start({
    OPENAI_BASE_URL: upstream.baseUrl,
    OPENAI_API_KEY: 'sk-test',
  });
  await sendTraffic(proxy, upstream);
  upstream.respond((request, response) => {
    const slow = after(delay(UPSTREAM_MS), answer({ choices: [{ content: REVERSE }] }));
    return slow(request, response);
  });
  for (const theme of THEMES) {
    await picture(browser, theme, async (page) => {
      await page.goto(`${proxy.url}/dashboard/`);
      await page.locator('.cards').waitFor();
      await page.locator('.part').first().waitFor();
      await save(page, `overview-${theme}`);
      await page.setViewportSize({ width: 360, height: 740 });
      await save(page, `overview-phone-${theme}`);
    });
  }
  for (const theme of THEMES) {
    await fetch(`${proxy.url}/admin/cache/clear`, { method: 'POST' });
    await picture(browser, theme, async (page) => {
      await page.goto(`${proxy.url}/dashboard/#/playground`);
      await askThrice(page);
      await save(page, `playground-${theme}`);
    });
    await proxy.ask('How do I reverse a list in Java?');
    await proxy.ask('How do I reverse a string in Python?');
    await picture(browser, theme, async (page) => {
      await page.goto(`${proxy.url}/dashboard/#/explain`);
      await explained(page);
      await save(page, `explain-${theme}`);
    });
  }
}

/** What a new user sees. */
async function freshProxy(): Promise<void> {
  await using proxy = await RunningProxy.start({});
  for (const theme of THEMES) {
    await picture(browser, theme, async (page) => {
      await page.goto(`${proxy.url}/dashboard/`);
      await page.getByText('Waiting for the first request').waitFor();
      await page.locator('.part').first().waitFor();
      await save(page, `first-start-${theme}`);
    });
  }
}

/** Some questions are asked often, most seldom, many in other words, as in life. */
async function sendTraffic(proxy: RunningProxy, upstream: FakeOpenAiServer): Promise<void> {
  const usage = { prompt_tokens: 1_840, completion_tokens: 620, total_tokens: 2_460 };
  const reply = answer({ choices: [{ content: REVERSE }], usage });
  upstream.respond((request, response) => {
    const part = (upstream.requests.length % 7) / 7;
    return after(delay(SLOWEST_MS * (0.2 + 0.8 * part)), reply)(request, response);
  });
  for (const [rank, task] of TASKS.entries()) {
    const times = Math.ceil(120 / (rank + 2));
    for (let time = 0; time < times; time += 1) {
      // oxlint-disable-next-line no-await-in-loop -- a repeat must find the first answer stored
      await proxy.ask(`${WORDINGS[time % WORDINGS.length]} ${task}?`);
    }
  }
  for (let code = 400; code < 440; code += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one by one, as questions of their own
    await proxy.ask(`What does HTTP status ${code} mean?`);
  }
  await Promise.all(Array.from({ length: 12 }, () => proxy.ask('How do I undo the last commit in git?')));
  for (let time = 0; time < 5; time += 1) {
    // oxlint-disable-next-line no-await-in-loop -- a few, one after the other
    await proxy.ask('What is the weather like today?', { 'x-bypass-cache': 'true' });
  }
}

/** The explanation of a question that one stored question answers and others do not. */
async function explained(page: Page): Promise<void> {
  await page.getByLabel('Request').fill('How would I reverse a list in Python?');
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

async function picture(
  on: Browser,
  colorScheme: (typeof THEMES)[number],
  draw: (page: Page) => Promise<void>,
): Promise<void> {
  const opened = await openPage(on, { colorScheme, reducedMotion: 'reduce' });
  await draw(opened.page);
  await opened.close();
}

async function save(page: Page, name: string): Promise<void> {
  await page.evaluate('document.activeElement.blur()');
  await page.screenshot({ path: `${IMAGES}${name}.png`, fullPage: true });
}
