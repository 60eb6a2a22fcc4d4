import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeOpenAiServer } from '../../packages/contracts/src/fake-openai-server.ts';
import { Strata } from '../e2e/strata.ts';
import { launchChromium, PATIENT } from './chromium.ts';
import { describeInBrowser } from './dashboard-test.ts';
import { figures, legend, tiles } from './numbers-on-page.ts';
import { openPage, type OpenedPage } from './opened-page.ts';
import { COST_EACH, SCRIPT, sendScript, USAGE } from './scripted-traffic.ts';

const REQUESTS = Object.values(SCRIPT).reduce<number>((sum, count) => sum + count, 0);
const HITS = SCRIPT['exact-hit'] + SCRIPT['semantic-hit'];
const MISSES = SCRIPT.miss + SCRIPT.refresh;
const ASKED = HITS + MISSES + SCRIPT.coalesced;
const SAVED = HITS + SCRIPT.coalesced;
const PAID = MISSES + SCRIPT.bypass;
const TOKENS = USAGE.prompt_tokens + USAGE.completion_tokens;
const HIT_PERCENT = (HITS / ASKED) * 100;
const SAVED_PERCENT = (SAVED / (SAVED + PAID)) * 100;
const money = (answers: number): string => `$${(answers * COST_EACH).toFixed(4)}`;

describe('after 10,000 requests of known outcomes', PATIENT, () => {
  let folder: string;
  let logPath: string;
  let upstream: FakeOpenAiServer;
  let strata: Strata;
  let tally: Readonly<Record<string, number>>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'strata-agreement-'));
    logPath = join(folder, 'requests.log');
    upstream = await FakeOpenAiServer.start();
    strata = await Strata.before(upstream, { LOG_PATH: logPath });
    tally = await sendScript(strata.url, upstream);
  }, 300_000);
  afterAll(async () => {
    await strata?.[Symbol.asyncDispose]();
    await upstream?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** Adds up the samples of a family of `/metrics` whose labels have this among them. */
  const counters = async (): Promise<(name: string, label?: string) => number> => {
    const text = await (await strata.fetch('/metrics')).text();
    return (name, label = '') =>
      [...text.matchAll(new RegExp(`^${name}(?:\\{[^}]*${label}[^}]*\\})? (\\S+)$`, 'gm'))].reduce(
        (total, [, value]) => total + Number(value),
        0,
      );
  };
  const json = async (path: string): Promise<Json> => (await (await strata.fetch(path)).json()) as Json;

  it('the answers themselves said what the script foresaw', () => {
    const { error, ...answered } = SCRIPT;
    expect(tally).toEqual({ ...answered, 400: 100, 500: error - 100 });
    expect(REQUESTS).toBe(10_000);
  });

  it('the admin’s statistics agree', async () => {
    const { cache_stats: stats } = await json('/admin/stats');
    expect(stats).toMatchObject({
      exact_hits: SCRIPT['exact-hit'],
      semantic_hits: SCRIPT['semantic-hit'],
      misses: MISSES,
      total_requests: ASKED,
      coalesced: SCRIPT.coalesced,
      bypassed: SCRIPT.bypass,
      errors: SCRIPT.error,
      hit_rate: Number(HIT_PERCENT.toFixed(2)),
    });
  });

  it('the JSON metrics agree', async () => {
    const metrics = await json('/metrics.json');
    expect(metrics['cache_performance']).toEqual({
      exact_hits: SCRIPT['exact-hit'],
      semantic_hits: SCRIPT['semantic-hit'],
      total_hits: HITS,
      misses: MISSES,
      total_requests: ASKED,
      hit_rate_percent: `${HIT_PERCENT.toFixed(2)}%`,
      coalesced: SCRIPT.coalesced,
      refreshed: SCRIPT.refresh,
      bypassed: SCRIPT.bypass,
      errors: SCRIPT.error,
    });
    expect(metrics['token_usage']).toEqual({
      tokens_saved: SAVED * TOKENS,
      tokens_used: PAID * TOKENS,
      total_tokens_without_cache: (SAVED + PAID) * TOKENS,
    });
    expect(metrics['cost_analysis']).toMatchObject({
      cost_saved_usd: money(SAVED),
      cost_spent_usd: money(PAID),
      total_cost_without_cache_usd: money(SAVED + PAID),
      savings_percent: `${SAVED_PERCENT.toFixed(2)}%`,
      unpriced_requests: 0,
    });
  });

  it('Prometheus’ metrics agree', async () => {
    const sum = await counters();
    const outcomes = Object.keys(SCRIPT).map((name) => [
      name,
      sum('strata_requests_total', `outcome="${name}"`),
    ]);
    expect(Object.fromEntries(outcomes)).toEqual(SCRIPT);
    expect(sum('strata_request_duration_seconds_count')).toBe(REQUESTS);
    expect(sum('strata_request_errors_total', 'cause="upstream"')).toBe(50);
    expect(sum('strata_request_errors_total', 'cause="caller"')).toBe(100);
    expect(sum('strata_coalesced_total')).toBe(SCRIPT.coalesced);
    for (const [type, each] of [
      ['prompt', USAGE.prompt_tokens],
      ['completion', USAGE.completion_tokens],
    ] as const) {
      expect(sum('strata_tokens_saved_total', `type="${type}"`)).toBe(SAVED * each);
      expect(sum('strata_tokens_used_total', `type="${type}"`)).toBe(PAID * each);
    }
    expect(sum('strata_cost_saved_dollars_total')).toBeCloseTo(SAVED * COST_EACH, 6);
    expect(sum('strata_cost_spent_dollars_total')).toBeCloseTo(PAID * COST_EACH, 6);
  });

  it('the request log agrees, line by line', async () => {
    // It is written behind the answers.
    const lines = await vi.waitFor(
      async () => {
        const all = (await readFile(logPath, 'utf8')).trimEnd().split('\n');
        if (all.length < REQUESTS) throw new Error(`${all.length} lines so far`);
        return all.map((line) => line.split(' | '));
      },
      { timeout: 50_000, interval: 100 },
    );
    const counted = Map.groupBy(lines, ([, status = '']) => status.trim().toLowerCase().replace('_', '-'));
    expect(Object.fromEntries([...counted].map(([status, all]) => [status, all.length]))).toEqual(SCRIPT);
    const spent = lines.reduce((sum, line) => sum + Number(line.at(-1)?.slice(1)), 0);
    expect(spent).toBeCloseTo(PAID * COST_EACH, 6);
    const tokens = Object.entries(Object.groupBy(lines, ([, status = '']) => status.trim())).map(
      ([status, all = []]) => [
        status,
        all.reduce((sum, line) => sum + Number(/\d+/.exec(line.at(-2) ?? '')?.[0]), 0),
      ],
    );
    const counts = Object.entries(SCRIPT).map(([name, count]) => [
      name.toUpperCase().replace('-', '_'),
      name === 'error' ? 0 : count * TOKENS,
    ]);
    expect(Object.fromEntries(tokens)).toEqual(Object.fromEntries(counts));
  });

  it('the history agrees', async () => {
    const { requests, tokens } = (await json('/admin/history')) as Readonly<
      Record<string, Readonly<Record<string, readonly (number | null)[]>>>
    >;
    const total = (values: readonly (number | null)[] = []): number =>
      values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
    const outcomes = Object.entries(requests ?? {}).map(([name, values]) => [name, total(values)]);
    expect(Object.fromEntries(outcomes)).toEqual(SCRIPT);
    expect(total(tokens?.['saved'])).toBe(SAVED * TOKENS);
    expect(total(tokens?.['used'])).toBe(PAID * TOKENS);
  });

  describeInBrowser('the dashboard agrees', () => {
    let browser: Browser;
    let opened: OpenedPage;
    let page: Page;

    beforeAll(async () => {
      browser = await launchChromium();
    });
    afterAll(() => browser?.close());
    beforeEach(async () => {
      opened = await openPage(browser);
      ({ page } = opened);
      await page.goto(`${strata.url}/dashboard/`);
      await page.locator('.ranges tbody tr').first().waitFor();
    });
    afterEach(() => opened.close());

    it('at a glance and in the doughnut’s legend', async () => {
      expect(await figures(page)).toMatchObject({
        'total-requests': written(ASKED),
        'hit-rate': `${HIT_PERCENT.toFixed(1)}%`,
        'cost-saved': dollars(SAVED),
        'savings-percent': `${SAVED_PERCENT.toFixed(1)}% saved`,
        'tokens-saved': `${(Math.floor((SAVED * TOKENS) / 1e5) / 10).toFixed(1)}M`,
      });
      expect(await factsOf(page)).toMatchObject({
        hits: written(HITS),
        misses: written(MISSES),
        coalesced: written(SCRIPT.coalesced),
        exact: `${((SCRIPT['exact-hit'] / ASKED) * 100).toFixed(1)}%`,
        semantic: `${((SCRIPT['semantic-hit'] / ASKED) * 100).toFixed(1)}%`,
        spent: dollars(PAID),
        without: dollars(SAVED + PAID),
        used: `${(Math.floor((PAID * TOKENS) / 100) / 10).toFixed(1)}k`,
      });
      expect(await legend(page)).toEqual([
        ['Exact hit', written(SCRIPT['exact-hit'])],
        ['Semantic hit', written(SCRIPT['semantic-hit'])],
        ['Miss', written(MISSES)],
        ['Coalesced', written(SCRIPT.coalesced)],
        ['Bypassed', written(SCRIPT.bypass)],
      ]);
    });

    it('in every tile below', async () => {
      expect(await tiles(page)).toEqual({
        'Exact hits': written(SCRIPT['exact-hit']),
        'Semantic hits': written(SCRIPT['semantic-hit']),
        'Total hits': written(HITS),
        Misses: written(MISSES),
        'Total requests': written(ASKED),
        'Hit rate': `${HIT_PERCENT.toFixed(1)}%`,
        Coalesced: written(SCRIPT.coalesced),
        Bypassed: written(SCRIPT.bypass),
        Errors: written(SCRIPT.error),
        'Tokens saved': written(SAVED * TOKENS),
        'Tokens used': written(PAID * TOKENS),
        // Of tokens; the tile of the same name below tells of money.
        'Without cache': written((SAVED + PAID) * TOKENS),
        'Cost saved': dollars(SAVED),
        'Cost spent': dollars(PAID),
        Savings: `${SAVED_PERCENT.toFixed(1)}%`,
      });
    });

    it('by model, by tier and by guard, with the metrics', async () => {
      const sum = await counters();
      const rowsOf = (title: string): Promise<readonly string[][]> =>
        page.evaluate(
          `[...[...document.querySelectorAll('.fold')].find((fold) => fold.textContent.startsWith('${title}'))
            .querySelectorAll('tbody tr')].map((row) => [...row.cells].map((cell) => cell.textContent))`,
        );
      expect(await rowsOf('Savings by Model')).toEqual([
        ['gpt-4o-mini', dollars(SAVED), dollars(PAID), `${SAVED_PERCENT.toFixed(1)}%`],
      ]);
      const stored = (await rowsOf('Storage')).map(([tier, entries]) => [tier, entries]);
      const tiers = ['exact', 'semantic'];
      expect(stored).toEqual(tiers.map((tier) => [tier, written(sum('strata_entries', `tier="${tier}"`))]));
      const answered = await page.evaluate<readonly string[]>(
        `[...document.querySelectorAll('.range-cell[title]')].map((cell) => cell.title)`,
      );
      expect(answered).toEqual(
        [...tiers, 'upstream'].map(
          (tier) => `${sum('strata_request_duration_seconds_count', `tier="${tier}"`)} requests`,
        ),
      );
      const vetoes = sum('strata_guard_vetoes_total', 'guard="below-threshold"');
      expect(await page.locator('[data-fact="guards"]').textContent()).toContain(
        `below-threshold ${written(vetoes)}`,
      );
      const { cache_stats: stats } = (await json('/admin/stats')) as { cache_stats: Json };
      expect(await page.locator('[data-fact="mean-similarity"]').textContent()).toBe(
        `Hits by meaning: ${Number(stats['avg_hit_similarity']).toFixed(4)} on average.`,
      );
    });

    it('over time', async () => {
      await page.evaluate(`location.hash = '#/history'`);
      await page.locator('[data-line="error"] b', { hasText: written(SCRIPT.error) }).waitFor();
      const linesOf = (chart: string): Promise<unknown> =>
        page.evaluate(
          `Object.fromEntries([...document.querySelectorAll('[data-chart="${chart}"] [data-line]')]
            .map((line) => [line.dataset.line, line.querySelector('b').textContent]))`,
        );
      const outcomes = Object.entries(SCRIPT).map(([name, count]) => [name, written(count)]);
      expect(await linesOf('requests')).toEqual(Object.fromEntries(outcomes));
      expect(await linesOf('tokens')).toEqual({
        saved: written(SAVED * TOKENS),
        used: written(PAID * TOKENS),
      });
      expect(await linesOf('cost')).toEqual({ saved: dollars(SAVED), spent: dollars(PAID) });
      expect(await linesOf('errors')).toMatchObject({ upstream: '50', caller: '100' });
    });

    it('in the list of the latest requests, as far as it goes back', async () => {
      const { requests } = (await json('/admin/recent?limit=200')) as {
        requests: readonly { seq: number; outcome: string }[];
      };
      await page.evaluate(`location.hash = '#/live'`);
      await page.locator('.row').nth(199).waitFor();
      const rows = await page.evaluate(
        `[...document.querySelectorAll('.row')].map((row) => [Number(row.dataset.seq), row.dataset.outcome])`,
      );
      expect(rows).toEqual(requests.map(({ seq, outcome }) => [seq, outcome]));
    });
  });
});

type Json = Readonly<Record<string, unknown>>;

/** What so many answers cost, as the page writes it. */
function dollars(answers: number): string {
  const cost = answers * COST_EACH;
  return `$${cost.toFixed(cost < 1 ? 4 : 2)}`;
}

/** The small numbers below the large ones. */
async function factsOf(page: Page): Promise<unknown> {
  return await page.evaluate(
    `Object.fromEntries([...document.querySelectorAll('.cards [data-fact]')]
      .map((fact) => [fact.dataset.fact, fact.textContent]))`,
  );
}

/** As the page writes whole numbers. */
function written(count: number): string {
  return count.toLocaleString('en-US');
}
