import { expect } from 'vitest';
import { dashboardTest, describeInBrowser, variablesFor } from './dashboard-test.ts';
import { sendKnownTraffic, TOKENS_EACH, type Tally } from './known-traffic.ts';
import { figures, legend, sliceLengths, tiles } from './numbers-on-page.ts';
import type { RunningProxy } from './running-proxy.ts';

const it = dashboardTest(variablesFor, {});

describeInBrowser('the dashboard after known traffic', () => {
  let tally: Tally;

  it.beforeAll(async ({ proxy, upstream }) => {
    tally = await sendKnownTraffic(proxy, upstream);
  });
  it.beforeEach(async ({ proxy, page }) => {
    await page.goto(`${proxy.url}/dashboard/`);
    await page.getByText('Connected', { exact: true }).waitFor();
    await page.locator('.ranges tbody tr').first().waitFor();
  });

  const count = (outcome: string): number => tally[outcome] ?? 0;
  const hits = (): number => count('exact-hit') + count('semantic-hit');
  const requests = (): number => hits() + count('miss') + count('coalesced');

  it('has seen every outcome, so that the next tests compare something', () => {
    expect(Object.keys(tally).toSorted()).toEqual(
      ['bypass', 'coalesced', 'exact-hit', 'failed', 'miss', 'semantic-hit'].toSorted(),
    );
  });

  it('shows in its cards what the answers said', async ({ proxy, page }) => {
    const saved = hits() + count('coalesced');
    const { cost_analysis: cost } = await metricsOf(proxy);
    const each = (TOKENS_EACH.prompt * 0.15 + TOKENS_EACH.completion * 0.6) / 1e6;
    const tokens = (TOKENS_EACH.prompt + TOKENS_EACH.completion) * saved;
    expect(await figures(page)).toEqual({
      'exact-median': await page.locator('[data-tier="exact"] td').first().textContent(),
      // Nobody checks hits here.
      'wrong-hits': '–',
      'total-requests': String(requests()),
      'hit-rate': `${((hits() / requests()) * 100).toFixed(1)}%`,
      'cost-saved': `$${(each * saved).toFixed(4)}`,
      'savings-percent': `${parseFloat(String(cost?.['savings_percent'])).toFixed(1)}% saved`,
      'tokens-saved': `${(tokens / 1000).toFixed(1)}k`,
    });
  });

  it('shows in its legend each outcome with its count', async ({ page }) => {
    expect(await legend(page)).toEqual([
      ['Exact hit', String(count('exact-hit'))],
      ['Semantic hit', String(count('semantic-hit'))],
      ['Miss', String(count('miss'))],
      ['Coalesced', String(count('coalesced'))],
      ['Bypassed', String(count('bypass'))],
    ]);
    expect(await page.locator('.doughnut-number').textContent()).toBe(String(hits()));
  });

  it('shows in its folded sections the counters of the metrics, every one', async ({ proxy, page }) => {
    const metrics = await metricsOf(proxy);
    const shown = await tiles(page);
    expect(shown).toMatchObject({
      'Exact hits': String(count('exact-hit')),
      'Semantic hits': String(count('semantic-hit')),
      'Total hits': String(hits()),
      Misses: String(count('miss')),
      'Total requests': String(requests()),
      Coalesced: String(count('coalesced')),
      Bypassed: String(count('bypass')),
      Errors: String(count('failed')),
    });
    expect(shown['Tokens saved']?.replaceAll(',', '')).toBe(String(metrics['token_usage']?.['tokens_saved']));
    expect(shown['Tokens used']?.replaceAll(',', '')).toBe(String(metrics['token_usage']?.['tokens_used']));
    expect(shown['Cost saved']).toBe(metrics['cost_analysis']?.['cost_saved_usd']);
    expect(shown['Cost spent']).toBe(metrics['cost_analysis']?.['cost_spent_usd']);
  });

  it('shows from the Prometheus view how fast each tier is, what stopped candidates and what is stored', async ({
    proxy,
    page,
  }) => {
    const text = await fetch(`${proxy.url}/metrics`).then((response) => response.text());
    const sample = (line: string): string | undefined => new RegExp(`^${line} (\\S+)$`, 'm').exec(text)?.[1];
    const tiers = await page.locator('.ranges tbody th').allTextContents();
    expect(tiers).toEqual(['exact', 'semantic', 'upstream']);
    const vetoes = sample('strata_guard_vetoes_total\\{guard="below-threshold"\\}');
    expect(await page.locator('[data-fact="guards"]').textContent()).toContain(`below-threshold ${vetoes}`);
    const stored = page.locator('.fold', { hasText: 'Storage' }).locator('tbody tr');
    expect(await stored.locator('td:nth-child(2)').allTextContents()).toEqual(
      ['exact', 'semantic'].map((tier) => sample(`strata_entries\\{tier="${tier}"\\}`)),
    );
    const models = page.locator('.fold', { hasText: 'Savings by Model' }).locator('tbody th');
    expect(await models.allTextContents()).toEqual(['gpt-4o-mini']);
  });

  it('draws slices whose lengths are the shares of the outcomes', async ({ page }) => {
    const all = requests() + count('bypass');
    const lengths = await sliceLengths(page);
    const shares = ['exact-hit', 'semantic-hit', 'miss', 'coalesced', 'bypass'].map(
      (name) => (count(name) / all) * 100,
    );
    expect(lengths).toHaveLength(shares.length);
    for (const [at, share] of shares.entries()) expect(lengths[at]).toBeCloseTo(share - 0.7, 5);
  });

  it('complains about nothing and asks nobody but the proxy', ({ proxy, opened }) => {
    expect(opened.complaints).toEqual([]);
    expect(opened.requested.filter((url) => !url.startsWith(proxy.url))).toEqual([]);
  });
});

type MetricsJson = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

async function metricsOf(proxy: RunningProxy): Promise<MetricsJson> {
  return (await fetch(`${proxy.url}/metrics.json`).then((response) => response.json())) as MetricsJson;
}
