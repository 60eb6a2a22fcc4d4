import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { openAiError } from '../../packages/contracts/src/fake-openai-replies.ts';
import { dashboardTest, describeInBrowser, variablesFor } from './dashboard-test.ts';
import { sendKnownTraffic } from './known-traffic.ts';
import { lowContrast, overflow, unfold } from './looks.ts';

/** Brings each view into the state with the most in it. */
const FILLED: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  '': async (page) => {
    await page.locator('.ranges tbody tr').first().waitFor();
    await unfold(page);
  },
  history: async (page) => {
    await page.locator('[data-chart="bytes"] canvas').waitFor();
    await page.locator('[data-chart="requests"] .chart').focus();
    await page.keyboard.press('ArrowLeft');
    await page.locator('[data-chart="requests"] .chart-when', { hasText: ':' }).waitFor();
  },
  live: (page) => page.locator('[data-outcome="error"]').first().waitFor(),
  'near-misses': (page) => page.locator('.tally .chip').first().click(),
  explore: async (page) => {
    const entry = page.locator('.entry').first();
    await entry.getByRole('button', { name: 'Open' }).click();
    await entry.getByRole('button', { name: 'Mark wrong' }).click();
  },
  playground: async (page) => {
    for (const question of ['What is the capital of France?', 'Who refuses this?']) {
      // oxlint-disable no-await-in-loop -- one after the other
      const before = await page.locator('.exchange').count();
      await page.getByLabel('Question').fill(question);
      await page.getByRole('button', { name: 'Ask', exact: true }).click();
      await page.locator('.exchange').nth(before).waitFor();
      // oxlint-enable no-await-in-loop
    }
  },
  explain: async (page) => {
    await page.getByLabel('Request').fill('How would I reverse a list in Python?');
    await page.getByRole('button', { name: 'Explain' }).click();
    await page.locator('.candidate').first().waitFor();
  },
};

const PHONE = { width: 360, height: 740 };

const it = dashboardTest((upstream) => ({ ...variablesFor(upstream), SHOW_PROMPTS: 'true' }));

describeInBrowser('the views in use', () => {
  it.beforeAll(async ({ upstream, proxy }) => {
    await sendKnownTraffic(proxy, upstream);
    await proxy.ask('How do I reverse a list in Python 3?');
    upstream.respond(openAiError(500));
  });

  const themes = ['light', 'dark'] as const;
  const each = themes.flatMap((theme) => Object.keys(FILLED).map((view) => [view, theme] as const));

  it.for(each)(
    '#/%s keeps the contrasts of WCAG AA in the %s theme, and fits a phone',
    async ([view, colorScheme], { proxy, openWith }) => {
      const { page } = await openWith({ colorScheme, reducedMotion: 'reduce', viewport: PHONE });
      await page.goto(`${proxy.url}/dashboard/#/${view}`);
      await FILLED[view]?.(page);
      expect(await lowContrast(page)).toEqual([]);
      expect(await overflow(page)).toEqual([]);
    },
  );

  it.for(themes)('so does the sign-in in the %s theme', async (colorScheme, { proxy, openWith }) => {
    const { page } = await openWith({ colorScheme, viewport: PHONE });
    await page.route(
      (url) => url.pathname.startsWith('/admin/'),
      (route) =>
        route.fulfill({ status: 401, json: { error: { message: 'The admin API needs the admin key.' } } }),
    );
    await page.goto(`${proxy.url}/dashboard/#/live`);
    await page.getByLabel('Admin key').waitFor();
    expect(await lowContrast(page)).toEqual([]);
    expect(await overflow(page)).toEqual([]);
  });
});
