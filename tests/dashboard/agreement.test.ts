import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { FakeOpenAiServer } from '../../packages/contracts/src/fake-openai-server.ts';
import { Strata } from '../e2e/strata.ts';
import { launchChromium, missingChromium, PATIENT } from './chromium.ts';
import { legend, tiles } from './numbers-on-page.ts';
import { openPage } from './opened-page.ts';
import { COST_EACH, SCRIPT, sendScript, USAGE } from './scripted-traffic.ts';

const missing = missingChromium();
const REQUESTS = Object.values(SCRIPT).reduce<number>((sum, count) => sum + count, 0);
const HITS = SCRIPT['exact-hit'] + SCRIPT['semantic-hit'];
const MISSES = SCRIPT.miss + SCRIPT.refresh;
const ASKED = HITS + MISSES + SCRIPT.coalesced;
const SAVED = HITS + SCRIPT.coalesced;
const PAID = MISSES + SCRIPT.bypass;
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

  const json = async (path: string): Promise<Json> => (await (await strata.fetch(path)).json()) as Json;

  it('the answers themselves said what the script foresaw', () => {
    const { error, ...answered } = SCRIPT;
    expect(tally).toEqual({ ...answered, 400: 100, 500: error - 100 });
    expect(REQUESTS).toBe(10_000);
  });

  it('the admin’s statistics and the JSON metrics agree', async () => {
    const { cache_stats: stats } = await json('/admin/stats');
    expect(stats).toMatchObject({
      exact_hits: SCRIPT['exact-hit'],
      semantic_hits: SCRIPT['semantic-hit'],
      misses: MISSES,
      total_requests: ASKED,
      coalesced: SCRIPT.coalesced,
      bypassed: SCRIPT.bypass,
      errors: SCRIPT.error,
    });
    const tokens = USAGE.prompt_tokens + USAGE.completion_tokens;
    const metrics = await json('/metrics.json');
    expect(metrics['token_usage']).toMatchObject({
      tokens_saved: SAVED * tokens,
      tokens_used: PAID * tokens,
    });
    expect(metrics['cost_analysis']).toMatchObject({
      cost_saved_usd: money(SAVED),
      cost_spent_usd: money(PAID),
    });
  });

  it('Prometheus’ metrics agree', async () => {
    const text = await (await strata.fetch('/metrics')).text();
    const sum = (name: string, label = ''): number =>
      [...text.matchAll(new RegExp(`^${name}(?:\\{[^}]*${label}[^}]*\\})? (\\S+)$`, 'gm'))].reduce(
        (total, [, value]) => total + Number(value),
        0,
      );
    const outcomes = Object.keys(SCRIPT).map((name) => [
      name,
      sum('strata_requests_total', `outcome="${name}"`),
    ]);
    expect(Object.fromEntries(outcomes)).toEqual(SCRIPT);
    expect(sum('strata_request_duration_seconds_count')).toBe(REQUESTS);
    expect(sum('strata_request_errors_total', 'cause="upstream"')).toBe(50);
    expect(sum('strata_request_errors_total', 'cause="caller"')).toBe(100);
    expect(sum('strata_tokens_saved_total', 'type="prompt"')).toBe(SAVED * USAGE.prompt_tokens);
    expect(sum('strata_tokens_used_total', 'type="completion"')).toBe(PAID * USAGE.completion_tokens);
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
  });

  it('the history agrees', async () => {
    const { requests, tokens } = (await json('/admin/history')) as Readonly<
      Record<string, Readonly<Record<string, readonly (number | null)[]>>>
    >;
    const total = (values: readonly (number | null)[] = []): number =>
      values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
    const outcomes = Object.entries(requests ?? {}).map(([name, values]) => [name, total(values)]);
    expect(Object.fromEntries(outcomes)).toEqual(SCRIPT);
    expect(total(tokens?.['saved'])).toBe(SAVED * (USAGE.prompt_tokens + USAGE.completion_tokens));
  });

  it.skipIf(missing !== undefined)(`the dashboard agrees${note()}`, async () => {
    await using browser = await launchChromium();
    const { page } = await openPage(browser);
    await page.goto(`${strata.url}/dashboard/`);
    await page.locator('.cards').waitFor();
    expect(await legend(page)).toEqual([
      ['Exact hit', written(SCRIPT['exact-hit'])],
      ['Semantic hit', written(SCRIPT['semantic-hit'])],
      ['Miss', written(MISSES)],
      ['Coalesced', written(SCRIPT.coalesced)],
      ['Bypassed', written(SCRIPT.bypass)],
    ]);
    const tokens = USAGE.prompt_tokens + USAGE.completion_tokens;
    expect(await tiles(page)).toMatchObject({
      'Total requests': written(ASKED),
      'Total hits': written(HITS),
      Errors: written(SCRIPT.error),
      'Tokens saved': written(SAVED * tokens),
      'Tokens used': written(PAID * tokens),
      'Cost spent': money(PAID),
    });
    await page.evaluate(`location.hash = '#/history'`);
    await page.locator('[data-line="error"] b', { hasText: written(SCRIPT.error) }).waitFor();
    const outcomes = await page.evaluate<readonly (readonly [string, string])[]>(
      `[...document.querySelectorAll('[data-chart="requests"] [data-line]')]
        .map((line) => [line.dataset.line, line.querySelector('b').textContent])`,
    );
    const expected = Object.entries(SCRIPT).map(([name, count]) => [name, written(count)]);
    expect(Object.fromEntries(outcomes)).toEqual(Object.fromEntries(expected));
  });
});

type Json = Readonly<Record<string, unknown>>;

/** As the page writes whole numbers. */
function written(count: number): string {
  return count.toLocaleString('en-US');
}

function note(): string {
  return missing === undefined ? '' : ` (skipped: ${missing})`;
}
