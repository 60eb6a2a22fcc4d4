import { spawnSync } from 'node:child_process';
import { openAiError } from '@strata/contracts/fake-openai-replies';
import { FakeOpenAiServer } from '@strata/contracts/fake-openai-server';
import { startTestService, type TestService } from '@strata/embedding-service/start-test-service';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { referencePages } from '../../scripts/reference.ts';
import { Strata } from '../e2e/strata.ts';
import { familiesIn, queries } from './queries.ts';

let upstream: FakeOpenAiServer;
let embedding: TestService;
let strata: Strata;

beforeAll(async () => {
  upstream = await FakeOpenAiServer.start();
  embedding = await startTestService();
  strata = await Strata.before(upstream, { EMBEDDING_URL: embedding.url });
});
afterAll(async () => {
  await strata[Symbol.asyncDispose]();
  await embedding[Symbol.asyncDispose]();
  await upstream.stop();
});

const metricsOf = async (url: string): Promise<string> => await (await fetch(`${url}/metrics`)).text();
const typed = (text: string): readonly string[] =>
  [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name = '']) => name);

/** One request of each kind. */
async function traffic(): Promise<void> {
  const ask = async (question: string, extra: object = {}) => (await strata.ask(question, extra)).cache;
  const seen = [
    await ask('What is the capital of France?'),
    await ask('What is the capital of France?'),
    await ask('What is the capital city of France?'),
    await ask('What is the capital of France?', { headers: { 'x-bypass-cache': 'true' } }),
    await ask('What is the capital of France?', { headers: { 'cache-control': 'no-cache' } }),
    await ask('What is the capital of Germany?', { body: { stream: true } }),
  ];
  expect(seen).toEqual(['miss', 'exact-hit', 'semantic-hit', 'bypass', 'refresh', 'miss']);
  await strata.fetch('/v1/chat/completions', { body: '{' });
}

test('a proxy and an embedding service under traffic have every family that a rule or a panel asks for', async () => {
  await traffic();
  const there = [...typed(await metricsOf(strata.url)), ...typed(await metricsOf(embedding.url))];
  const asked = new Set(queries.flatMap(([, query]) => familiesIn(query)));
  expect(asked.size).toBeGreaterThan(40);
  const missing = [...asked].filter((name) => !there.includes(name.replace(/_(bucket|sum|count)$/, '')));
  // Of the scrape itself, not of what is scraped.
  expect(missing).toEqual(['up']);
});

test('what alerts compare with a number is there before anything happened', async () => {
  await using fresh = await Strata.before(upstream);
  const text = await metricsOf(fresh.url);
  for (const dep of ['exact', 'vectors', 'embedder', 'feedback'])
    expect(text).toContain(`strata_breaker_state{dep="${dep}"} 0\n`);
  // A counter that began with its first event would not have increased by it.
  for (const result of ['refused', 'applied'])
    expect(text).toContain(`strata_config_reload_total{result="${result}"} 0\n`);
});

test('a provider that fails call after call is not well until it answers again', async () => {
  await using alone = await Strata.before(upstream, { SEMANTIC_ENABLED: 'false', UPSTREAM_MAX_RETRIES: '0' });
  const health = async (): Promise<string | undefined> =>
    /^llm_proxy_provider_health\{provider="openai"\} (\d)$/m.exec(await metricsOf(alone.url))?.[1];
  expect(await health()).toBe('1');
  upstream.reset();
  for (const word of ['one', 'two', 'three', 'four', 'five']) {
    upstream.enqueue(openAiError(503));
    // oxlint-disable-next-line no-await-in-loop -- failures in a row
    expect((await alone.ask(`Is anybody there, number ${word}?`)).status).toBe(503);
  }
  expect(await health()).toBe('0');
  expect((await alone.ask('And now?')).status).toBe(200);
  expect(await health()).toBe('1');
});

test('families are named by Prometheus’ conventions, and no label says who asked what', () => {
  const page = referencePages()['metrics.md'] ?? '';
  const rows = [...page.matchAll(/^\| `(\w+)` \| (\w+) \| ([^|]*) \|/gm)];
  expect(rows.length).toBeGreaterThan(40);
  for (const [, name = '', type = '', labels = ''] of rows) {
    expect([name, name.endsWith('_total')]).toEqual([name, type === 'counter']);
    expect(name).not.toMatch(/_(ms|milliseconds?|kb|mb|percent)(_|$)/);
    if (/duration|latency|age|ttft|time_to/.test(name)) expect(name).toMatch(/_seconds$/);
    expect(labels).not.toMatch(/tenant|prompt|question|session|user/);
  }
});

const promtool = spawnSync('promtool', ['--version']).error === undefined;
if (!promtool)
  process.stderr.write('promtool is not installed: what /metrics answers is not linted by it.\n');

test.skipIf(!promtool)('promtool finds nothing to say of either /metrics', async () => {
  for (const { url } of [strata, embedding]) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const input = await metricsOf(url);
    const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], {
      input,
      encoding: 'utf8',
    });
    expect([`${stdout}${stderr}`, status]).toEqual(['', 0]);
  }
});
