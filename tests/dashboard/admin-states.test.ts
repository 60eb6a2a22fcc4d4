import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchChromium, missingChromium, PATIENT } from './chromium.ts';
import { openPage, type OpenedPage } from './opened-page.ts';
import { RunningProxy } from './running-proxy.ts';

const missing = missingChromium();
const ADMIN_KEY = 'the-admin-key';
const ADMIN_API = (url: URL): boolean => url.pathname.startsWith('/admin/');

describe.skipIf(missing !== undefined)(`the views that need the admin API${note()}`, PATIENT, () => {
  let proxy: RunningProxy;
  let browser: Browser;
  let opened: OpenedPage;
  let page: Page;

  beforeAll(async () => {
    [proxy, browser] = await Promise.all([RunningProxy.start({ ADMIN_KEY }), launchChromium()]);
    await proxy.ask('What is the capital of France?');
  });
  afterAll(async () => {
    await browser?.close();
    await proxy?.stop();
  });
  beforeEach(async () => {
    opened = await openPage(browser, { reducedMotion: 'reduce' });
    ({ page } = opened);
  });
  afterEach(() => opened.close());

  const show = async (view: string): Promise<void> => {
    await page.goto(`${proxy.url}/dashboard/#/${view}`);
    await page.locator('h1').waitFor();
  };
  const signIn = async (): Promise<void> => {
    await page.getByLabel('Admin key').fill(ADMIN_KEY);
    await page.getByRole('button', { name: 'Sign in' }).click();
  };

  it('ask for the admin key once, for all of them', async () => {
    await show('history');
    await signIn();
    await page.locator('[data-chart="requests"] canvas').waitFor();
    await page.getByRole('link', { name: 'Live', exact: true }).click();
    await page.locator('.row').first().waitFor();
    await page.getByRole('link', { name: 'Near misses' }).click();
    await page.getByText('Nothing came near yet.').waitFor();
    await page.getByRole('link', { name: 'Explore' }).click();
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByText('1 entry', { exact: true }).waitFor();
    expect(await page.getByLabel('Admin key').count()).toBe(1);
    expect(await page.getByLabel('Admin key').isVisible()).toBe(false);
  });

  it('show no prompt where that is not allowed', async () => {
    await show('live');
    await signIn();
    await page.locator('.row').first().waitFor();
    expect(await page.locator('.row-question').count()).toBe(0);
    expect(await page.locator('main').textContent()).not.toContain('capital');
  });

  it.each([
    ['history', 'keeps no history'],
    ['live', 'does not tell of its latest requests'],
    ['near-misses', 'does not tell of near misses'],
  ])('say at %s that an older proxy has no such thing', async (view, words) => {
    await page.route(ADMIN_API, (route) => route.fulfill({ status: 404, json: { error: 'Not found' } }));
    await show(view);
    await page.getByRole('alert').filter({ hasText: words }).waitFor();
  });

  it('say that the proxy does not answer, and go on by themselves', async () => {
    await show('live');
    await signIn();
    await page.locator('.row').first().waitFor();
    await page.route(ADMIN_API, (route) => route.abort());
    await page.getByRole('alert').filter({ hasText: 'The proxy does not answer' }).waitFor();
    expect(await page.locator('.row').count()).toBeGreaterThan(0);
    await page.unrouteAll();
    await page.getByRole('alert').filter({ hasText: 'does not answer' }).waitFor({ state: 'hidden' });
  });
});

function note(): string {
  return missing === undefined ? '' : ` (skipped: ${missing})`;
}
