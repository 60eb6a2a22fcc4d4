import type { Route } from 'playwright-core';
import { expect } from 'vitest';
import { deferred } from '../../packages/contracts/src/deferred.ts';
import { dashboardTest, describeInBrowser } from './dashboard-test.ts';
import { figures, legend, tiles } from './numbers-on-page.ts';
import { RunningProxy } from './running-proxy.ts';

const POLL_MS = 5_000;
const HISTORY_POLL_MS = 10_000;

const it = dashboardTest(() => ({}), {})
  .extend('open', ({ page, proxy }) => async (): Promise<void> => {
    await page.goto(`${proxy.url}/dashboard/`);
  })
  .extend('nextPoll', ({ page }) => async (): Promise<void> => {
    await page.clock.runFor(POLL_MS);
  });

describeInBrowser('the states of the dashboard', () => {
  it.beforeEach(async ({ page }) => await page.clock.install());

  it('shows before the first request how to make one, and its numbers after it without a reload', async ({
    proxy,
    page,
    open,
    nextPoll,
  }) => {
    await open();
    await page.getByRole('heading', { name: 'Waiting for the first request' }).waitFor();
    expect(await page.locator('pre').textContent()).toContain(`curl -i ${proxy.url}/v1/chat/completions`);
    expect(await page.locator('.cards').isVisible()).toBe(false);

    await proxy.ask('What is the capital of France?');
    await nextPoll();

    await page.locator('.cards').waitFor();
    expect(await figures(page)).toMatchObject({ 'total-requests': '1', 'hit-rate': '0%' });
    expect(await page.locator('.empty').first().isVisible()).toBe(false);
  });

  it('keeps the last numbers, marked as stale, when the proxy stops, and says so', async ({
    page,
    nextPoll,
  }) => {
    await using mortal = await RunningProxy.start({});
    await mortal.ask('What is the capital of France?');
    await page.goto(`${mortal.url}/dashboard/`);
    await page.getByText('Connected', { exact: true }).waitFor();
    const updated = await page.locator('.status-time').textContent();
    expect(updated).toMatch(/^Updated \d\d:\d\d:\d\d$/);

    await mortal.stop();
    await nextPoll();

    await page.getByText('Proxy unreachable').waitFor();
    expect(await page.locator('.status-word').textContent()).toBe('Stale');
    expect(await page.locator('.status-time').textContent()).toBe(updated);
    expect(await page.locator('.view.is-stale').count()).toBe(1);
    expect(await figures(page)).toMatchObject({ 'total-requests': '1' });
  });

  it('names the status of a failing proxy and goes on by itself when it is back', async ({
    page,
    open,
    nextPoll,
  }) => {
    await open();
    await page.getByText('Connected', { exact: true }).waitFor();
    await page.route('**/metrics', (route) => route.fulfill({ status: 503, body: '{}' }));
    await nextPoll();
    await page.getByText('HTTP 503').waitFor();

    await page.unrouteAll();
    await nextPoll();

    await page.getByText('Connected', { exact: true }).waitFor();
    expect(await page.locator('.error-badge').isVisible()).toBe(false);
  });

  it('says what is wrong when no numbers ever came, and asks again on demand', async ({ page, open }) => {
    await page.route('**/metrics', (route) => route.fulfill({ status: 502, body: 'Bad gateway' }));
    await open();
    await page.getByRole('heading', { name: 'No numbers from the proxy' }).waitFor();
    expect(await page.locator('.cards').isVisible()).toBe(false);

    await page.unrouteAll();
    await page.getByRole('button', { name: 'Try now' }).click();

    await page.getByText('Connected', { exact: true }).waitFor();
    expect(await page.getByRole('heading', { name: 'No numbers' }).isVisible()).toBe(false);
  });

  it('gives up on a proxy that accepts the question and never answers', async ({ page, open }) => {
    await page.route('**/metrics', () => undefined);
    await open();
    await page.getByText('Connecting').waitFor();
    await page.clock.runFor(4_000);
    await page.getByText('No answer', { exact: true }).waitFor();
  });

  it.for(['<html>a login page</html>', '[]', '{"cache_performance":3}'])(
    'does not take %s for metrics',
    async (body, { page, open }) => {
      await page.route('**/metrics', (route) => route.fulfill({ body }));
      await open();
      await page.getByText('Unreadable').waitFor();
    },
  );

  it('shows which parts are up and which are down, without touching the numbers', async ({ page, open }) => {
    const released = deferred();
    await page.route('**/health', async (route) => {
      await released.promise;
      await respond(route, {
        status: 'degraded',
        services: { redis: { status: 'down' }, embedded_index: { status: 'up' } },
      });
    });
    await open();
    await page.getByText('Connected', { exact: true }).waitFor();
    released.resolve();
    await page.locator('.part').first().waitFor();
    expect(await page.locator('.part').allTextContents()).toEqual([
      'redis down',
      'embedded index up',
      'demo up',
    ]);
    expect(await page.locator('.status-word').textContent()).toBe('Connected');
    expect(await page.locator('.cards').isVisible()).toBe(true);
  });

  it('shows a dash for what the proxy does not report', async ({ page, open }) => {
    await page.route('**/metrics', (route) =>
      respond(route, { cache_performance: { exact_hits: 3, misses: 1, total_requests: 4 } }),
    );
    await open();
    await page.locator('.cards').waitFor();
    expect(await figures(page)).toMatchObject({
      'total-requests': '4',
      'cost-saved': '–',
      'tokens-saved': '–',
    });
    expect(await tiles(page)).toMatchObject({ 'Exact hits': '3', 'Semantic hits': '–', Errors: '–' });
    expect(await legend(page)).toHaveLength(3);
  });

  it('shows a dash, and no empty charts, where the proxy’s Prometheus metrics lack families', async ({
    page,
    open,
  }) => {
    await page.route('**/metrics', async (route) => {
      if (route.request().headers()['accept'] !== 'text/plain')
        return await respond(route, { cache_performance: { exact_hits: 3, misses: 1, total_requests: 4 } });
      return await route.fulfill({ contentType: 'text/plain', body: 'strata_entries{tier="exact"} 1\n' });
    });
    await open();
    await page.locator('.fold', { hasText: 'Storage' }).waitFor();
    expect(await figures(page)).toMatchObject({ 'exact-median': '–', 'wrong-hits': '–' });
    expect(await page.getByRole('heading', { name: 'Latency by tier' }).isVisible()).toBe(false);
    await page.getByText('No stored question was near enough to be judged yet.').waitFor();
  });

  it('says of a history that cannot be read what is wrong, and not that it reads on', async ({
    page,
    proxy,
  }) => {
    await proxy.ask('What is the capital of France?');
    await page.route('**/admin/history?*', (route) =>
      route.fulfill({ status: 500, json: { error: 'It cannot be read.' } }),
    );
    await page.goto(`${proxy.url}/dashboard/#/history`);
    await page.getByRole('alert').filter({ hasText: 'It cannot be read.' }).waitFor();
    expect(await page.getByText('Reading the history…').isVisible()).toBe(false);

    await page.unrouteAll();
    await page.clock.runFor(HISTORY_POLL_MS);
    await page.locator('[data-chart="requests"] canvas').waitFor();
    expect(await page.getByRole('alert').isVisible()).toBe(false);
  });

  it('says where the charts cannot be loaded, and draws them when they can', async ({ page, proxy }) => {
    await proxy.ask('What is the capital of France?');
    await page.route('**/vendor/uplot.js', (route) => route.abort());
    await page.goto(`${proxy.url}/dashboard/#/history`);
    const chart = page.locator('[data-chart="requests"]');
    await chart.getByText('The charts could not be loaded.').waitFor();

    await page.unrouteAll();
    await page.clock.runFor(HISTORY_POLL_MS);
    await chart.locator('canvas').waitFor();
    expect(await chart.getByText('The charts could not be loaded.').isVisible()).toBe(false);
  });

  it('shows markup from the network as the text it is', async ({ page, open }) => {
    const markup = '<img src="x" onerror="document.title=1"><b>bold</b>';
    await page.route('**/metrics', (route) =>
      respond(route, {
        cache_performance: { exact_hits: 1, total_requests: 1 },
        cost_analysis: { note: markup },
        pricing: { model_assumed: markup, supported_models: [markup] },
      }),
    );
    await open();
    await page.getByText('Cost Analysis').click();
    await page.getByText(markup, { exact: true }).waitFor();
    expect(await page.locator('.fold-note img, .fold-note b').count()).toBe(0);
    expect(await page.title()).toBe('Overview · Strata');
  });
});

function respond(route: Route, body: object): Promise<void> {
  return route.fulfill({ contentType: 'application/json', body: JSON.stringify(body) });
}
