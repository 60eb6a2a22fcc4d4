import { expect } from 'vitest';
import { ADMIN_KEY, dashboardTest, describeInBrowser } from './dashboard-test.ts';

const it = dashboardTest(() => ({ ADMIN_KEY }));
const ADMIN_API = (url: URL): boolean => url.pathname.startsWith('/admin/');

describeInBrowser('the views that need the admin API', () => {
  it.beforeAll(async ({ proxy }) => void (await proxy.ask('What is the capital of France?')));

  it('ask for the admin key once, for all of them', async ({ page, show, signIn }) => {
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

  it('ask for it once, also those that had asked for it before', async ({ page, show, signIn }) => {
    await show('explore');
    for (const view of ['Near misses', 'Live']) {
      // oxlint-disable no-await-in-loop -- one view after the other
      await page.getByLabel('Admin key').waitFor();
      await page.getByRole('link', { name: view, exact: true }).click();
      // oxlint-enable no-await-in-loop
    }
    await page.getByRole('heading', { name: 'Live' }).waitFor();
    await signIn();
    await page.locator('.row').first().waitFor();
    expect(await page.evaluate(`document.activeElement.id`)).toBe('content');
    await page.getByRole('link', { name: 'Near misses' }).click();
    await page.getByText('Nothing came near yet.').waitFor();
    await page.getByRole('link', { name: 'Explore' }).click();
    await page.getByText('1 entry', { exact: true }).waitFor();
    expect(await page.getByLabel('Admin key').isVisible()).toBe(false);
  });

  it('say that a key is wrong, and ask again', async ({ page, show, signIn }) => {
    await show('live');
    await page.getByLabel('Admin key').fill('another key');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('status').filter({ hasText: 'That is not the admin key of this proxy.' }).waitFor();
    await signIn();
    await page.locator('.row').first().waitFor();
  });

  it('explore asks again at the next visit where the first one got no answer', async ({
    page,
    show,
    signIn,
  }) => {
    await show('live');
    await signIn();
    await page.locator('.row').first().waitFor();
    await page.route(ADMIN_API, (route) => route.abort());
    await page.getByRole('link', { name: 'Explore' }).click();
    await page.getByRole('alert').filter({ hasText: 'The proxy does not answer' }).waitFor();
    await page.unrouteAll();
    await page.getByRole('link', { name: 'Live', exact: true }).click();
    await page.getByRole('link', { name: 'Explore' }).click();
    await page.getByText('1 entry', { exact: true }).waitFor();
  });

  it('show no prompt where that is not allowed', async ({ page, show, signIn }) => {
    await show('live');
    await signIn();
    await page.locator('.row').first().waitFor();
    expect(await page.locator('.row-question').count()).toBe(0);
    expect(await page.locator('main').textContent()).not.toContain('capital');
  });

  it.for([
    ['history', 'keeps no history'],
    ['live', 'does not tell of its latest requests'],
    ['near-misses', 'does not tell of near misses'],
  ] as const)('say at %s that an older proxy has no such thing', async ([view, words], { page, show }) => {
    await page.route(ADMIN_API, (route) => route.fulfill({ status: 404, json: { error: 'Not found' } }));
    await show(view);
    await page.getByRole('alert').filter({ hasText: words }).waitFor();
  });

  it('say that the proxy does not answer, and go on by themselves', async ({ page, show, signIn }) => {
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
