import type { BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';
import { dashboardTest, describeInBrowser } from './dashboard-test.ts';
import { lowContrast, overflow, unfold } from './looks.ts';
import type { OpenedPage } from './opened-page.ts';

const it = dashboardTest(() => ({}), {}).extend(
  'open',
  ({ proxy, openWith }) =>
    async (options: BrowserContextOptions = {}): Promise<OpenedPage> => {
      const opened = await openWith({ reducedMotion: 'reduce', ...options });
      await opened.page.goto(`${proxy.url}/dashboard/`);
      await opened.page.locator('.cards').waitFor();
      return opened;
    },
);

describeInBrowser('the page of the dashboard', () => {
  it.beforeAll(async ({ proxy }) => {
    await proxy.ask('What is the capital of France?');
    await proxy.ask('What is the capital of France?');
  });

  it('follows the theme of the system until the reader chooses, and remembers the choice', async ({
    open,
  }) => {
    const { page } = await open({ colorScheme: 'dark' });
    expect(await darkGround(page)).toBe(true);
    await page.getByRole('button', { name: 'Switch to the light theme' }).click();
    expect(await darkGround(page)).toBe(false);

    await page.reload();
    expect(await darkGround(page)).toBe(false);
    await page.getByRole('button', { name: 'Switch to the dark theme' }).click();
    expect(await page.evaluate(`localStorage.getItem('strata-theme')`)).toBe(null);
    await page.emulateMedia({ colorScheme: 'light' });
    expect(await darkGround(page)).toBe(false);
  });

  it.for(['light', 'dark'] as const)(
    'keeps the contrasts of WCAG AA in the %s theme',
    async (colorScheme, { open }) => {
      const { page } = await open({ colorScheme });
      await unfold(page);
      expect(await lowContrast(page)).toEqual([]);
      await page.route('**/metrics', (route) => route.fulfill({ status: 503 }));
      await page.evaluate(`document.dispatchEvent(new Event('visibilitychange'))`);
      await page.getByText('HTTP 503').waitFor();
      expect(await lowContrast(page)).toEqual([]);
    },
  );

  it.for(['light', 'dark'] as const)(
    'keeps the contrasts of WCAG AA in its other views in the %s theme',
    async (colorScheme, { open }) => {
      const { page } = await open({ colorScheme });
      for (const [hash, ready] of Object.entries(VIEWS)) {
        // oxlint-disable no-await-in-loop -- one view after the other
        await page.evaluate(`location.hash = '#/${hash}'`);
        await page.locator(ready).first().waitFor();
        expect({ hash, low: await lowContrast(page) }).toEqual({ hash, low: [] });
        // oxlint-enable no-await-in-loop
      }
    },
  );

  it('can be used with the keyboard alone', async ({ open }) => {
    const { page } = await open();
    await page.getByRole('heading', { name: 'Savings by Model' }).waitFor();
    const focused = (): Promise<unknown> =>
      page.evaluate(
        `document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent`,
      );
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Skip to content');
    await page.keyboard.press('Enter');
    expect(new URL(page.url()).hash).toBe('');
    await page.keyboard.press('Tab');
    expect(await focused()).toContain('Savings by Model');
    await page.keyboard.press('Enter');
    expect(await page.locator('details').first().getAttribute('open')).toBe(null);
    await page.keyboard.press('Shift+Tab');
    expect(await focused()).toMatch(/^Switch to the/);
  });

  it('writes numbers short and honest', async ({ open }) => {
    const { page } = await open();
    expect(await page.evaluate(FORMATTED)).toEqual({
      short: ['0', '999', '1.0k', '12.3k', '999.9k', '1.2M', '3.0B'],
      percent: ['0%', '<0.1%', '33.3%', '99.9%', '100%', '–'],
      dollars: ['$0.00', '<$0.0001', '$0.0025', '$1.50', '$12,345.68', '–'],
      ms: ['<0.01 ms', '0.21 ms', '14.6 ms', '999 ms', '1.00 s', '12.4 s', '1,000 s'],
    });
  });

  it('reads the Prometheus text format and estimates quantiles as Prometheus does', async ({ open }) => {
    const { page } = await open();
    expect(await page.evaluate(PROMETHEUS)).toEqual({
      labels: { model: 'a "b", c\\d', tier: 'x' },
      quantiles: [0.05, 0.1, 0.55, 1],
      none: null,
    });
  });

  it.for(['#/', '#/history', '#/live', '#/near-misses', '#/explore', '#/playground', '#/explain'])(
    'fits a phone of 360 pixels without scrolling sideways at %s',
    async (hash, { open }) => {
      const { page } = await open({ viewport: { width: 360, height: 740 } });
      await page.evaluate(`location.hash = '${hash}'`);
      await page.locator('h1').waitFor();
      await unfold(page);
      expect(await overflow(page)).toEqual([]);
    },
  );

  it('shows its other views even when the proxy goes away before they are looked at', async ({
    proxy,
    page,
  }) => {
    // The last of each view: what a module imports is asked for after it.
    const last = ['cache-status.js', 'server-timing.js', 'parse-explanation.js', 'report.js'];
    const fetched = last.map((name) =>
      page.waitForEvent('requestfinished', (request) => request.url().endsWith(name)),
    );
    await page.goto(`${proxy.url}/dashboard/`);
    await Promise.all(fetched);
    await page.context().setOffline(true);
    await page.getByRole('link', { name: 'Playground' }).click();
    await page.getByRole('heading', { name: 'Playground' }).waitFor();
    await page.getByRole('link', { name: 'Explain' }).click();
    await page.getByRole('heading', { name: 'Explain' }).waitFor();
  });

  it('stands still for readers who want no motion', async ({ open }) => {
    const { page } = await open();
    expect(await page.evaluate(`document.getAnimations().length`)).toBe(0);
  });

  it('names the modules of its first view up front, so that they load in one round', async ({ open }) => {
    const { page, requested } = await open();
    const preloaded = await page.evaluate<readonly string[]>(
      `[...document.querySelectorAll('link[rel=modulepreload], script')].map(({ href, src }) => href ?? src)`,
    );
    const loaded = requested.filter((url) => url.endsWith('.js') && !LATER.test(url));
    expect(preloaded.toSorted()).toEqual([...new Set(loaded)].toSorted());
  });

  it('weighs less than 250 kB with all its views and charts, all of it from the proxy', async ({
    proxy,
    opened,
    page,
  }) => {
    let bytes = 0;
    page.on('requestfinished', (request) => {
      void request.sizes().then(({ responseBodySize }) => (bytes += responseBodySize));
    });
    const charts = page.waitForEvent('requestfinished', (request) => request.url().endsWith('uplot.js'));
    await page.goto(`${proxy.url}/dashboard/#/history`);
    await charts;
    await page.locator('[data-chart="requests"] canvas').waitFor();
    expect(bytes).toBeGreaterThan(10_000);
    expect(bytes).toBeLessThan(250_000);
    expect(opened.requested.filter((url) => !url.startsWith(proxy.url))).toEqual([]);
    expect(opened.complaints).toEqual([]);
  });
});

async function darkGround(page: Page): Promise<boolean> {
  const colour = await page.evaluate<string>(`getComputedStyle(document.body).backgroundColor`);
  return Number(/\d+/.exec(colour)?.[0]) < 128;
}

const FORMATTED = `import('/dashboard/src/format.js').then((format) => ({
  short: [0, 999, 1000, 12345, 999999, 1234567, 3e9].map(format.formatShort),
  percent: [0, 0.01, 33.333, 99.99, 100, undefined].map(format.formatPercent),
  dollars: [0, 0.00001, 0.0025, 1.5, 12345.678, undefined].map(format.formatDollars),
  ms: [0.001, 0.214, 14.62, 999.2, 999.6, 12_360, 999_960].map(format.formatMs),
}))`;

/** Ten observations up to 0.1 and ten more up to 1. */
const PROMETHEUS = `import('/dashboard/src/prometheus.js').then(({ parsePrometheus, bucketsOf, quantile }) => {
  const families = parsePrometheus([
    '# HELP d Durations',
    'd_bucket{le="0.1",t="x"} 10',
    'd_bucket{le="1",t="x"} 20',
    'd_bucket{le="+Inf",t="x"} 20',
    'd_bucket{le="0.1",t="y"} 7',
    ${JSON.stringify(String.raw`c_total{model="a \"b\", c\\d",tier="x"} 3`)},
    'nonsense',
  ].join('\\n'));
  const buckets = bucketsOf(families, 'd', { t: 'x' });
  return {
    labels: families.get('c_total')[0].labels,
    quantiles: [0.25, 0.5, 0.75, 1].map((share) => Number(quantile(buckets, share).toFixed(4))),
    none: quantile(bucketsOf(families, 'd', { t: 'z' }), 0.5) ?? null,
  };
})`;

/** The other views, and what stands in them when they are ready. */
const VIEWS = {
  history: '[data-chart="requests"] canvas',
  live: '.row',
  'near-misses': '.lede',
  explore: '#entry-query',
  playground: '#question',
  explain: '#request',
};

/** Modules of the other views, loaded when the browser is idle. */
const LATER =
  /\/(playground|explain|history|live|near-misses|explore)\/|polled-view|with-sign-in|entry-button|outcome-words|score-bar|(time-chart|plot-options|state-strips|load-uplot)\.js|vendor/;
