import { expect } from 'vitest';
import { dashboardTest, describeInBrowser } from './dashboard-test.ts';

const HOUR_MS = 3_600_000;
const QUESTION = 'What is the capital of France?';

const it = dashboardTest(() => ({}));

describeInBrowser('the dashboard where the clock goes otherwise than the proxy’s', () => {
  it.beforeAll(async ({ proxy }) => void (await proxy.ask(QUESTION)));

  it.for([
    ['three hours ahead', 3 * HOUR_MS],
    ['two days behind', -48 * HOUR_MS],
  ] as const)('%s: shows the history and how long entries are fresh', async ([, by], { page, show }) => {
    await page.clock.install({ time: Date.now() + by });
    await show('history');
    await page.getByLabel('15 min').check();
    await page.getByText('The last 15 minutes').waitFor();
    await page.locator('[data-chart="requests"] [data-line="miss"]', { hasText: 'Miss 1' }).waitFor();

    await show('explore');
    await page.locator('.entry-facts', { hasText: 'fresh for 23 h' }).waitFor();

    await show('explain');
    await page.getByLabel('Request').fill(QUESTION);
    await page.getByRole('button', { name: 'Explain' }).click();
    const exact = await page.locator('[data-ground="Exact tier"] dd').textContent();
    expect(exact).toMatch(/^stored \d+ s ago, fresh for 23 h$/);
  });

  it('explain says that an entry is pinned', async ({ page, proxy, show }) => {
    const { entries } = (await fetch(`${proxy.url}/admin/cache/entries`).then((response) =>
      response.json(),
    )) as { entries: readonly { id: string }[] };
    await fetch(`${proxy.url}/admin/cache/entries/${entries[0]?.id}/pin`, { method: 'POST' });
    await show('explain');
    await page.getByLabel('Request').fill(QUESTION);
    await page.getByRole('button', { name: 'Explain' }).click();
    await page.locator('[data-ground="Exact tier"] dd', { hasText: /ago, pinned$/ }).waitFor();
  });
});
