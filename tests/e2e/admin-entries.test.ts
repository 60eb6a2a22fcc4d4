import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { redisAvailable, RedisServer } from '@strata/contracts/redis-server';
import type {
  EntryDetailView,
  EntryListView,
  EntryView,
  InvalidatedView,
  ScannedView,
} from '@strata/proxy-service/routes/admin-entries.types';
import { Redis } from 'ioredis';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { strataForFile } from './strata-for-file.ts';
import { Strata } from './strata.ts';

const ADMIN_KEY = 'the-admin-key-0123456789';
const SPAIN = 'What is the capital of Spain?';
const SPAIN_AGAIN = "Which city serves as Spain's capital?";
const RUST = 'What is Rust?';

const { upstream, strata } = strataForFile();

beforeEach(async () => {
  await strata.fetch('/admin/cache/clear', { method: 'POST' });
});

async function get<T>(path: string, on = strata): Promise<T> {
  const response = await on.fetch(`/admin/cache${path}`);
  expect(response.status).toBe(200);
  return (await response.json()) as T;
}

async function post<T>(path: string, body?: unknown, on = strata): Promise<T> {
  const response = await on.fetch(`/admin/cache${path}`, { method: 'POST', body });
  const answer = (await response.json()) as T;
  expect({ status: response.status, answer }).toEqual({ status: 200, answer });
  return answer;
}

async function refusal(path: string, body?: unknown): Promise<unknown> {
  const response = await strata.fetch(`/admin/cache${path}`, body === undefined ? {} : { body });
  const { error } = (await response.json()) as { error: { type: string; param: string } };
  return [response.status, error.type, error.param];
}

async function find(query = ''): Promise<readonly EntryView[]> {
  return (await get<EntryListView>(`/entries${query}`)).entries;
}

/** JSON lines in, the last line of the answer out. */
async function sendLines<T>(path: string, lines: readonly string[], on = strata): Promise<T> {
  const response = await on.fetch(`/admin/cache${path}`, {
    body: `${lines.join('\n')}\n`,
    headers: { 'content-type': 'application/x-ndjson' },
  });
  const answers = (await response.text()).trim().split('\n');
  return JSON.parse(answers.at(-1) ?? '') as T;
}

async function exported(on = strata): Promise<string[]> {
  const response = await on.fetch('/admin/cache/export');
  return (await response.text()).trim().split('\n');
}

/** An entry like another one, under an id and a question of its own, with 30 kB that no packing makes smaller. */
function fillerLine(like: string, index: number): string {
  const line = JSON.parse(like) as { entry: { createdAt: number }; point: object };
  const content = randomBytes(22_500).toString('base64');
  const message = { role: 'assistant', content };
  const body = JSON.stringify({ choices: [{ index: 0, message, finish_reason: 'stop' }] });
  const fingerprint = String(index).padStart(64, '0');
  // It outlives what a client asked for: that goes first.
  const expiresAt = line.entry.createdAt + 2 * 86_400_000;
  const entry = { ...line.entry, fingerprint, expiresAt, pinned: undefined };
  const floats = Float32Array.from(randomBytes(384), (byte) => byte - 127.5);
  const vector = Buffer.from(floats.buffer).toString('base64');
  return JSON.stringify({ ...line, entry, body, point: { ...line.point, text: `filler ${index}`, vector } });
}

async function temporaryFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'strata-pins-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

describe('finding entries', () => {
  test('shows each with its question, scope, tags and tiers, and an alias with its origin', async () => {
    await strata.ask(SPAIN, { headers: { 'x-cache-tags': 'geo, spain', 'x-cache-namespace': 'atlas' } });
    await strata.ask(SPAIN_AGAIN, { headers: { 'x-cache-namespace': 'atlas' } });
    const [first, alias, ...others] = await find();
    expect(first).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f]{64}$/),
      question: SPAIN,
      model: 'gpt-4o-mini',
      protocol: 'chat',
      namespace: 'atlas',
      tenant: expect.stringMatching(/^[0-9a-f]{16}$/),
      tags: ['geo', 'spain'],
      pinned: false,
      origin: null,
      tiers: ['exact', 'semantic'],
    });
    expect(alias).toMatchObject({ question: SPAIN_AGAIN, origin: first?.id, tiers: ['exact'] });
    expect(others).toEqual([]);
  });

  test('finds words of the question or the answer in any case, and filters by tag and namespace', async () => {
    await strata.ask(SPAIN, { headers: { 'x-cache-tags': 'geo' } });
    await strata.ask(RUST, { headers: { 'x-cache-namespace': 'code' } });
    const questions = async (query: string): Promise<unknown> =>
      (await find(query)).map(({ question }) => question);
    expect(await questions('?query=CAPITAL%20spain')).toEqual([SPAIN]);
    expect(await questions('?query=no%20such%20words')).toEqual([]);
    expect(await questions('?tag=geo')).toEqual([SPAIN]);
    expect(await questions('?namespace=code')).toEqual([RUST]);
    expect(await questions('?namespace=')).toEqual([SPAIN]);
    expect(await questions('?model=another')).toEqual([]);
  });

  test('finds by meaning across partitions, the most alike first', async () => {
    await strata.ask(RUST, { headers: { 'x-cache-namespace': 'code' } });
    await strata.ask(SPAIN, { body: { temperature: 0.5 } });
    const [best, other] = await find('?mode=meaning&query=Spanish%20capital%20city');
    expect([best?.question, other?.question]).toEqual([SPAIN, RUST]);
    expect(best?.score).toBeGreaterThan(other?.score ?? 1);
  });

  test('turns pages without losing or repeating an entry', async () => {
    const questions = Array.from({ length: 7 }, (_, i) => `What is the meaning of the number ${i + 11}?`);
    for (const question of questions) {
      // oxlint-disable-next-line no-await-in-loop -- each would be a miss on its own
      await strata.ask(question, { headers: { 'x-cache-mode': 'exact' } });
      // oxlint-disable-next-line no-await-in-loop
      await strata.ask(question, { headers: { 'x-cache-namespace': 'both' } });
    }
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const given = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      // oxlint-disable-next-line no-await-in-loop -- page after page
      const page: EntryListView = await get(`/entries?limit=3${given}`);
      expect(page.entries.length).toBeLessThanOrEqual(3);
      seen.push(...page.entries.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(seen).toHaveLength(14);
    expect(new Set(seen).size).toBe(14);
  });

  test('shows one with its answer, its partition and the questions it answered', async () => {
    const asked = await strata.ask(SPAIN);
    await strata.ask(SPAIN_AGAIN);
    const [entry] = await find('?query=capital%20of%20spain');
    const detail = await get<EntryDetailView>(`/entries/${entry?.id}`);
    expect(detail.completion).toEqual(JSON.parse(asked.text));
    expect(detail.answer).toContain('Spain');
    expect(detail.partition).toMatch(/^[0-9a-f]{64}$/);
    // The one that was answered by meaning.
    expect(detail.hits).toBe(1);
    expect(detail.aliases.map(({ question }) => question)).toEqual([SPAIN_AGAIN]);
    expect(detail.aliasesComplete).toBe(true);
  });

  test.each([
    ['chat', '/v1/chat/completions', {}],
    ['completions', '/v1/completions', { prompt: RUST }],
    ['responses', '/v1/responses', { input: RUST }],
    ['messages', '/v1/messages', { max_tokens: 100 }],
  ])('shows the text of an answer of %s', async (protocol, path, body) => {
    await strata.ask(RUST, { path, body });
    const [entry] = await find('?query=Rust');
    const detail = await get<EntryDetailView>(`/entries/${entry?.id}`);
    expect([detail.protocol, detail.answer]).toEqual([protocol, expect.stringMatching(/^[^{[]*Rust/)]);
  });

  test.each([
    ['/entries?limit=0', 'limit'],
    ['/entries?limit=1000', 'limit'],
    ['/entries?mode=magic', 'mode'],
    ['/entries?mode=meaning', 'query'],
    ['/entries?cursor=nonsense', 'cursor'],
    ['/entries?colour=red', 'colour'],
    ['/entries/not-an-id', 'id'],
  ])('refuses %s, naming %s', async (path, param) => {
    expect(await refusal(path)).toEqual([400, 'invalid_request_error', param]);
  });

  test('says 404 for an entry that nobody has', async () => {
    expect(await refusal(`/entries/${'0'.repeat(64)}`)).toEqual([404, 'invalid_request_error', 'id']);
  });
});

describe('taking entries back', () => {
  test('deletes an entry from all tiers, and what its aliases answered', async () => {
    await strata.ask(SPAIN);
    await strata.ask(SPAIN_AGAIN);
    expect((await strata.ask(SPAIN_AGAIN)).cache).toBe('exact-hit');
    const alias = (await find()).find(({ origin }) => origin !== null);
    const response = await strata.fetch(`/admin/cache/entries/${alias?.id}`, { method: 'DELETE' });
    expect(await response.json()).toEqual({
      deleted: true,
      id: alias?.origin,
      tiers: ['exact', 'semantic'],
    });
    expect(await find()).toEqual([]);
    expect((await strata.ask(SPAIN_AGAIN)).cache).toBe('miss');
  });

  test.each([
    ['tag', { tag: 'geo' }],
    ['namespace', { namespace: 'atlas' }],
    ['model', { model: 'gpt-4o-mini', tag: 'geo' }],
    ['likeness', { similarTo: 'Which town is the capital of Spain?', threshold: 0.8 }],
    ['age', { newerThan: '1h', tag: 'geo' }],
  ])('invalidates by %s what meets it, in both tiers, and nothing else', async (_name, selector) => {
    const headers = { 'x-cache-namespace': 'atlas', 'x-cache-tags': 'geo' };
    await strata.ask(SPAIN, { headers });
    await strata.ask(SPAIN_AGAIN, { headers });
    await strata.ask(RUST);
    const counts = { matched: 2, aliases: 1, exact: 2, semantic: 1, examined: 3 };
    expect(await post<InvalidatedView>('/invalidate', { ...selector, dryRun: true })).toEqual({
      dryRun: true,
      ...counts,
    });
    expect((await strata.ask(SPAIN_AGAIN, { headers })).cache).toBe('exact-hit');
    expect(await post<InvalidatedView>('/invalidate', selector)).toEqual({ dryRun: false, ...counts });
    expect((await find()).map(({ question }) => question)).toEqual([RUST]);
    expect((await strata.ask(SPAIN_AGAIN, { headers })).cache).toBe('miss');
    expect((await strata.ask(RUST)).cache).toBe('exact-hit');
  });

  test('knows a tenant by the hash that entries show, and none by another', async () => {
    await strata.ask(RUST);
    const [entry] = await find();
    expect((await post<InvalidatedView>('/invalidate', { tenant: 'somebody else' })).matched).toBe(0);
    expect((await post<InvalidatedView>('/invalidate', { olderThan: '1h' })).matched).toBe(0);
    expect((await post<InvalidatedView>('/invalidate', { tenant: entry?.tenant })).matched).toBe(1);
  });

  test.each([
    [{}, 'selector'],
    [{ dryRun: true }, 'selector'],
    [{ tga: 'geo' }, 'tga'],
    [{ tag: 5 }, 'tag'],
    [{ olderThan: 'yesterday' }, 'olderThan'],
    [{ similarTo: 'text' }, 'threshold'],
    [{ similarTo: 'text', threshold: 2 }, 'threshold'],
    [{ tag: 'geo', threshold: 0.5 }, 'threshold'],
    [{ tag: 'geo', dryRun: 'yes' }, 'dryRun'],
  ])('refuses %j, naming %s, and deletes nothing', async (body, param) => {
    await strata.ask(RUST, { headers: { 'x-cache-tags': 'geo' } });
    expect(await refusal('/invalidate', body)).toEqual([400, 'invalid_request_error', param]);
    expect(await find()).toHaveLength(1);
  });

  test.each([
    ['too many', Array.from({ length: 17 }, (_, i) => `t${i}`).join(',')],
    ['too long', 'x'.repeat(65)],
    ['of other characters', 'a b'],
  ])('refuses tags that are %s', async (_name, tags) => {
    const { status, text } = await strata.ask(RUST, { headers: { 'x-cache-tags': tags } });
    expect(status).toBe(400);
    expect(text).toContain('x-cache-tags');
  });
});

describe('pins', () => {
  test('keep an entry beyond its time, until it is unpinned', async () => {
    const headers = { 'x-cache-ttl': '3600' };
    await strata.ask(SPAIN, { headers });
    const [before] = await find();
    const pinned = await post<EntryView>(`/entries/${before?.id}/pin`);
    expect(pinned).toMatchObject({ pinned: true, expiresAt: null, tiers: ['exact', 'semantic'] });
    const again = await strata.ask(SPAIN, { headers });
    expect([again.cache, again.headers.get('cache-status')]).toEqual([
      'exact-hit',
      expect.stringMatching(/^strata-exact; hit; key="[0-9a-f]{64}"$/),
    ]);
    expect((await strata.ask(SPAIN_AGAIN)).cache).toBe('semantic-hit');
    const unpinned = await post<EntryView>(`/entries/${before?.id}/unpin`);
    expect(unpinned).toMatchObject({ pinned: false, expiresAt: before?.expiresAt });
  });

  test('say of their answers no time to live, however they are asked for', async () => {
    await strata.ask(SPAIN);
    const [entry] = await find();
    await post(`/entries/${entry?.id}/pin`);
    const heard = [];
    // By meaning, by its alias, and from the hot lane; then the same of the entry itself.
    for (const question of [SPAIN_AGAIN, SPAIN_AGAIN, SPAIN_AGAIN, SPAIN, SPAIN]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      heard.push(await strata.ask(question));
    }
    const [first, ...others] = heard.map(({ cache }) => cache);
    expect([first, new Set(others)]).toEqual(['semantic-hit', new Set(['exact-hit'])]);
    for (const { headers } of heard)
      expect(headers.get('cache-status')).toMatch(/^strata-\w+; hit[;,](?!.*ttl)/);
  });

  test('keep an entry while others go for want of room, and through a restart', async () => {
    await using folder = await temporaryFolder();
    const room = { DATA_DIR: folder.path, SQLITE_MAX_BYTES: '1MB', SEMANTIC_MAX_POINTS: '20' };
    {
      await using small = await Strata.before(upstream, room);
      await small.ask(RUST);
      await small.ask(SPAIN);
      const { entries } = await get<EntryListView>('/entries?query=spain', small);
      await post(`/entries/${entries[0]?.id}/pin`, undefined, small);
      const [header = '', line = ''] = await exported(small);
      const fillers = Array.from({ length: 100 }, (_, index) => fillerLine(line, index));
      expect(await sendLines('/import', [header, ...fillers], small)).toMatchObject({ imported: 100 });
    }
    await using small = await Strata.before(upstream, room);
    const onlyCached = { headers: { 'cache-control': 'only-if-cached' } };
    expect((await small.ask(RUST, onlyCached)).status).toBe(504);
    expect((await small.ask(SPAIN, onlyCached)).cache).toBe('exact-hit');
    expect((await small.ask(SPAIN_AGAIN, onlyCached)).cache).toBe('semantic-hit');
    const { entries } = await get<EntryListView>('/entries?query=spain', small);
    expect(entries.find(({ origin }) => origin === null)).toMatchObject({ pinned: true, expiresAt: null });
    const audit = await readFile(join(folder.path, 'audit.jsonl'), 'utf8');
    expect(audit.match(/"action":"[^"]+"/g)).toEqual([
      '"action":"POST /admin/cache/entries/{id}/pin"',
      '"action":"GET /admin/cache/export"',
      '"action":"POST /admin/cache/import"',
    ]);
  });

  test('end with an invalidation like any entry', async () => {
    await strata.ask(SPAIN, { headers: { 'x-cache-tags': 'geo' } });
    const [entry] = await find();
    await post(`/entries/${entry?.id}/pin`);
    expect((await post<InvalidatedView>('/invalidate', { tag: 'geo' })).matched).toBe(1);
    expect(await find()).toEqual([]);
  });
});

describe('export, import and warm', () => {
  test('bring every hit over to another Strata: exact, by meaning, and those of aliases', async () => {
    await using other = await Strata.before(upstream);
    await strata.ask(SPAIN);
    await strata.ask(SPAIN_AGAIN);
    await strata.ask(RUST, { headers: { 'x-cache-namespace': 'code' }, body: { tools: [] } });
    const lines = await exported();
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ strata: 'export', version: 1 });
    expect(JSON.parse(lines.at(-1) ?? '')).toEqual({ strata: 'end', entries: 3 });
    const result = { done: true, lines: 5, imported: 3, unchanged: 0, expired: 0, complete: true };
    expect(await sendLines('/import', lines, other)).toEqual(result);
    expect((await other.ask(SPAIN)).cache).toBe('exact-hit');
    expect((await other.ask(SPAIN_AGAIN)).cache).toBe('exact-hit');
    expect((await other.ask('Tell me the capital city of Spain.')).cache).toBe('semantic-hit');
    const same = { headers: { 'x-cache-namespace': 'code' }, body: { tools: [] } };
    expect((await other.ask(RUST, same)).cache).toBe('exact-hit');
    expect((await strata.ask(RUST, same)).text).toBe((await other.ask(RUST, same)).text);
    expect(await sendLines('/import', lines, other)).toEqual({ ...result, imported: 0, unchanged: 3 });
  });

  test('say which line cannot be read, and which export is cut', async () => {
    await strata.ask(RUST);
    const lines = await exported();
    const problem = async (given: readonly string[]): Promise<unknown> =>
      ((await sendLines<{ error?: { param: string } }>('/import', given)).error ?? {}).param;
    expect(await problem(['{"something":"else"}'])).toBe('line 1');
    expect(await problem([lines[0] ?? '', 'no json'])).toBe('line 2');
    expect(await problem([lines[0] ?? '', '{"strata":"end","entries":7}'])).toBe('line 2');
    expect(await problem(['', lines[0] ?? '', ' ', lines[1] ?? '', '\r', 'no json'])).toBe('line 6');
    expect(await problem(['', '{"something":"else"}'])).toBe('line 2');
    expect(await sendLines('/import', lines.slice(0, -1))).toMatchObject({ done: true, complete: false });
  });

  test('warm asks each request once, under the controls given, and tells which line of the file failed', async () => {
    const request = (content: string): string =>
      JSON.stringify({ model: 'gpt-4o-mini', messages: [{ role: 'user', content }] });
    const response = await strata.fetch('/admin/cache/warm?concurrency=2', {
      body: [request(SPAIN), '', request(RUST), request(RUST), ' \r', '{"model":""}', ''].join('\n'),
      headers: { 'x-cache-tags': 'warm', 'content-type': 'application/x-ndjson' },
    });
    const last = JSON.parse((await response.text()).trim().split('\n').at(-1) ?? '') as object;
    expect(last).toMatchObject({ done: true, asked: 4, failed: 1, failures: [{ line: 6 }] });
    expect((await find('?tag=warm')).map(({ question }) => question)).toEqual(
      expect.arrayContaining([SPAIN, RUST]),
    );
    expect((await strata.ask(RUST)).cache).toBe('exact-hit');
  });
});

describe('the scan for poison', () => {
  test('S1-10 finds errors, cut and empty answers that came in somehow, and purges them', async () => {
    await strata.ask(RUST);
    const [header = '', good = ''] = await exported();
    const choice = (fields: object): string =>
      JSON.stringify({
        choices: [{ index: 0, finish_reason: 'stop', message: { content: 'x' }, ...fields }],
      });
    const bodies = {
      'error-body': '{"error":{"message":"overloaded"}}',
      'not-json': '<html>502</html>',
      length: choice({ finish_reason: 'length' }),
      empty: choice({ message: { content: '' } }),
    };
    const lines = Object.values(bodies).map((body, index) => {
      const line = JSON.parse(good) as { entry: object };
      const entry = { ...line.entry, fingerprint: String(index).repeat(64) };
      return JSON.stringify({ ...line, entry, body });
    });
    await sendLines('/import', [header, ...lines]);
    const report = await post<ScannedView>('/scan');
    expect(report).toMatchObject({ examined: 5, poisoned: 4, purged: 0 });
    expect(report.reasons).toEqual({ 'error-body': 1, 'not-json': 1, length: 1, empty: 1 });
    expect(await post<ScannedView>('/scan', { purge: true })).toMatchObject({ poisoned: 4, purged: 4 });
    expect(await post<ScannedView>('/scan')).toMatchObject({ examined: 1, poisoned: 0 });
    expect((await strata.ask(RUST)).cache).toBe('exact-hit');
  });

  test('knows what is no answer of each endpoint, and leaves alone what is one', async () => {
    await strata.ask(RUST, { path: '/v1/messages', body: { max_tokens: 100 } });
    await strata.ask(RUST, { path: '/v1/responses', body: { input: RUST } });
    await strata.ask(RUST, { path: '/v1/embeddings', body: { input: [RUST, SPAIN] } });
    const [header = '', good = ''] = await exported();
    const poison = {
      messages: { type: 'message', content: [], stop_reason: 'end_turn' },
      responses: { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' }, output: [] },
      embeddings: { model: 'm', value: { index: 0, embedding: null } },
    };
    const lines = Object.entries(poison).map(([protocol, body], index) => {
      const line = JSON.parse(good) as { entry: object };
      const entry = { ...line.entry, protocol, fingerprint: String(index).repeat(64) };
      return JSON.stringify({ ...line, entry, body: JSON.stringify(body) });
    });
    await sendLines('/import', [header, ...lines]);
    const report = await post<ScannedView>('/scan', { purge: true });
    expect(report).toMatchObject({ examined: 7, purged: 3, reasons: { empty: 2, length: 1 } });
  });
});

test('every admin action leaves a line in the audit log; looking leaves none; no prompt, answer or key is in it', async () => {
  await using folder = await temporaryFolder();
  {
    await using audited = await Strata.before(upstream, { ADMIN_KEY, DATA_DIR: folder.path });
    const act = async (path: string, body?: unknown, method = 'POST'): Promise<string> => {
      const headers = { authorization: `Bearer ${ADMIN_KEY}`, 'x-request-id': `the-${path}` };
      const response = await audited.fetch(`/admin${path}`, { method, headers, body });
      return await response.text();
    };
    const asked = await audited.ask(SPAIN, { headers: { authorization: 'Bearer a-secret-of-a-client' } });
    expect(asked.cache).toBe('miss');
    const { entries } = JSON.parse(await act('/cache/entries', undefined, 'GET')) as EntryListView;
    const id = entries[0]?.id ?? '';
    const request = { model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'A secret prompt?' }] };
    await act('/cache/explain', request);
    await act('/stats', undefined, 'GET');
    await act(`/cache/entries/${id}/pin`);
    const lines = await act('/cache/export', undefined, 'GET');
    await act('/cache/import', lines);
    await act('/cache/warm', JSON.stringify(request));
    await act('/cache/scan', {});
    await act('/cache/invalidate', { similarTo: 'a secret prompt', threshold: 0.99, tag: 'audited' });
    await act('/cache/feedback', { entry: id, query: SPAIN_AGAIN, verdict: 'wrong' });
    await act(`/cache/entries/${id}`, undefined, 'DELETE');
    await act('/cache/invalidate', { nonsense: 1 });
    await act('/cache/clear');
    expect((await audited.fetch('/admin/cache/clear', { method: 'POST' })).status).toBe(401);
  }
  const text = await readFile(join(folder.path, 'audit.jsonl'), 'utf8');
  expect(text).not.toMatch(/secret|Spain|admin-key/i);
  const records = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(records.map(({ action, status }) => `${String(action)} ${String(status)}`)).toEqual([
    'POST /admin/cache/entries/{id}/pin 200',
    'GET /admin/cache/export 200',
    'POST /admin/cache/import 200',
    'POST /admin/cache/warm 200',
    'POST /admin/cache/scan 200',
    'POST /admin/cache/invalidate 200',
    'POST /admin/cache/feedback 200',
    'DELETE /admin/cache/entries/{id} 200',
    'POST /admin/cache/invalidate 400',
    'POST /admin/cache/clear 200',
  ]);
  expect(records[5]).toMatchObject({
    source: '127.0.0.1',
    selector: { tag: 'audited', similarTo: { threshold: 0.99 } },
    matched: 0,
  });
  expect(records[6]).toMatchObject({
    verdict: 'wrong',
    effect: 'banned',
    minScore: expect.any(Number),
  });
  expect(records[7]).toMatchObject({ tiers: ['exact', 'semantic'] });
  expect(records.at(-1)).toMatchObject({ requestId: 'the-/cache/clear' });
});

test('asks for the admin key like the rest of the admin API', async () => {
  await using guarded = await Strata.before(upstream, { ADMIN_KEY });
  for (const path of ['/entries', '/export', `/entries/${'0'.repeat(64)}`]) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    expect((await guarded.fetch(`/admin/cache${path}`)).status).toBe(401);
  }
  const headers = { authorization: `Bearer ${ADMIN_KEY}` };
  expect((await guarded.fetch('/admin/cache/entries', { headers })).status).toBe(200);
});

describe.runIf(redisAvailable('entries on two replicas'))('on two replicas over Redis', () => {
  test('what one deletes, invalidates or unpins, the other does not answer any more', async () => {
    await using redis = await RedisServer.start();
    const variables = { REDIS_URL: redis.url, SEMANTIC_ENABLED: 'false' };
    await using one = await Strata.before(upstream, variables);
    await using other = await Strata.before(upstream, variables);
    const forgotten = async (take: () => Promise<unknown>): Promise<void> => {
      await one.ask(SPAIN, { headers: { 'x-cache-tags': 'geo' } });
      // Twice: the second is answered from its memory.
      await other.ask(SPAIN);
      expect((await other.ask(SPAIN)).cache).toBe('exact-hit');
      await take();
      await vi.waitUntil(
        async () =>
          (await other.ask(SPAIN, { headers: { 'cache-control': 'only-if-cached' } })).status === 504,
        { timeout: 15_000, interval: 20 },
      );
    };
    await forgotten(async () => {
      const { entries } = await get<EntryListView>('/entries', one);
      await one.fetch(`/admin/cache/entries/${entries[0]?.id}`, { method: 'DELETE' });
    });
    await forgotten(() => post('/invalidate', { tag: 'geo' }, one));
  });

  test('refuses a pin where Redis may evict any key', async () => {
    await using redis = await RedisServer.start();
    await using one = await Strata.before(upstream, { REDIS_URL: redis.url, SEMANTIC_ENABLED: 'false' });
    await one.ask(SPAIN);
    const { entries } = await get<EntryListView>('/entries', one);
    await post(`/entries/${entries[0]?.id}/pin`, undefined, one);
    await post(`/entries/${entries[0]?.id}/unpin`, undefined, one);
    const raw = new Redis(redis.url);
    await raw.config('SET', 'maxmemory-policy', 'allkeys-lru');
    raw.disconnect();
    const response = await one.fetch(`/admin/cache/entries/${entries[0]?.id}/pin`, { method: 'POST' });
    expect([response.status, await response.text()]).toEqual([409, expect.stringContaining('allkeys-lru')]);
  });
});
