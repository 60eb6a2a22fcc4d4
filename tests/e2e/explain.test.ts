import type { RequestExplanation } from '@strata/core';
import { beforeEach, describe, expect, test } from 'vitest';
import { strataForFile } from './strata-for-file.ts';

const SPAIN = 'What is the capital of Spain?';
const SPAIN_AGAIN = "Which city serves as Spain's capital?";
const RUST = 'What is Rust?';

const { upstream, strata } = strataForFile();

beforeEach(async () => {
  await strata.fetch('/admin/cache/clear', { method: 'POST' });
  await strata.ask(SPAIN);
});

test('says that it wants JSON where a client forgets to say that it sends it', async () => {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const body = { model: 'gpt-4o-mini', messages: [{ role: 'user', content: SPAIN }] };
  const response = await strata.fetch('/admin/cache/explain', { headers, body });
  expect([response.status, await response.text()]).toEqual([
    400,
    expect.stringContaining('application/json'),
  ]);
});

test.each<[string, string, Record<string, string>, object?]>([
  ['exact-hit', SPAIN, {}],
  ['exact-hit', SPAIN, {}, { stream: true }],
  ['semantic-hit', SPAIN_AGAIN, {}],
  ['miss', RUST, {}],
  ['semantic-hit', SPAIN, { 'x-cache-mode': 'semantic' }],
  ['miss', SPAIN_AGAIN, { 'x-cache-mode': 'exact' }],
  ['exact-hit', SPAIN, { 'x-cache-mode': 'exact' }],
  ['miss', SPAIN, { 'cache-control': 'max-age=0' }],
  ['exact-hit', SPAIN, { 'cache-control': 'max-age=600' }],
  ['miss', SPAIN_AGAIN, { 'x-cache-threshold': '1' }],
  ['miss', SPAIN, { 'x-cache-namespace': 'another' }],
  ['refresh', SPAIN, { 'cache-control': 'no-cache' }],
  ['bypass', SPAIN, { 'x-bypass-cache': 'true' }],
  ['bypass', SPAIN, { 'cache-control': 'no-store' }],
  ['miss', SPAIN, {}, { temperature: 0.5 }],
  ['bypass', SPAIN, {}, { n: 2 }],
])(
  'explains %s for "%s" with %j %j before it comes, and asks nobody',
  async (expected, question, headers, fields = {}) => {
    const calls = upstream.requests.length;
    const body = { model: 'gpt-4o-mini', messages: [{ role: 'user', content: question }], ...fields };
    const response = await strata.fetch('/admin/cache/explain', { headers, body });
    const { decision } = (await response.json()) as RequestExplanation;
    expect(upstream.requests.length).toBe(calls);
    const asked = await strata.ask(question, { headers, body: fields });
    expect([decision, asked.cache]).toEqual([expected, expected]);
  },
);

test('tells how old the entry of an equal request is, and no expiry of one that is pinned, nor of its alias', async () => {
  const exactOf = async (content: string): Promise<RequestExplanation['exact']> => {
    const body = { model: 'gpt-4o-mini', messages: [{ role: 'user', content }] };
    const response = await strata.fetch('/admin/cache/explain', { body });
    return ((await response.json()) as RequestExplanation).exact;
  };
  const { fingerprint, createdAt = 0, ageMs = -1, expiresAt = 0 } = { ...(await exactOf(SPAIN)) };
  expect(ageMs).toBeGreaterThanOrEqual(0);
  expect(expiresAt).toBeGreaterThan(createdAt + ageMs);
  await strata.fetch(`/admin/cache/entries/${fingerprint}/pin`, { method: 'POST' });
  await strata.ask(SPAIN_AGAIN);
  await strata.settled();
  expect(await exactOf(SPAIN)).toMatchObject({ expiresAt: null });
  expect(await exactOf(SPAIN_AGAIN)).toMatchObject({ origin: fingerprint, expiresAt: null });
  const listed = await strata.fetch('/admin/cache/entries');
  const { entries } = (await listed.json()) as { entries: readonly { expiresAt: number | null }[] };
  expect(entries.map((each) => each.expiresAt)).toEqual([null, null]);
});

describe('a request of another endpoint', () => {
  const messages = (content: string): object => ({ max_tokens: 9, messages: [{ role: 'user', content }] });
  const version = { 'anthropic-version': '2023-06-01' };

  test.each<[string, object, Record<string, string>?]>([
    ['/v1/messages', messages(RUST), version],
    ['/v1/messages?beta=true', messages(RUST), version],
    ['/v1/responses', { input: RUST }],
    ['/v1/completions', { prompt: RUST }],
    ['/completions', { prompt: RUST }],
    ['/v1/embeddings', { input: RUST }],
    ['/v1/embeddings', { input: [RUST], encoding_format: 'base64' }],
    ['/v1/chat/completions?api-version=1', { messages: [{ role: 'user', content: RUST }] }],
  ])('is explained as %s would answer %j', async (target, fields, headers = {}) => {
    const body = { model: 'any-model', ...fields };
    for (const expected of ['miss', 'exact-hit']) {
      // oxlint-disable no-await-in-loop -- each depends on the one before
      expect(await decisionAt(target, body, headers)).toBe(expected);
      const asked = await strata.fetch(target, { headers, body });
      await asked.arrayBuffer();
      await strata.settled();
      expect(asked.headers.get('x-cache')).toBe(expected);
      // oxlint-enable no-await-in-loop
    }
    expect(
      await decisionAt('/v1/chat/completions', { ...body, messages: [{ role: 'user', content: RUST }] }, {}),
    ).toBe('miss');
  });

  test('is compared by meaning where its endpoint is, and says why not where it is not', async () => {
    const body = (content: string): object => ({ model: 'any-model', ...messages(content) });
    await (await strata.fetch('/v1/messages', { headers: version, body: body(SPAIN) })).arrayBuffer();
    await strata.settled();
    expect(await decisionAt('/v1/messages', body(SPAIN_AGAIN), version)).toBe('semantic-hit');
    // Another version of the API is another request.
    expect(await decisionAt('/v1/messages', body(SPAIN_AGAIN), {})).toBe('miss');
    const response = await strata.fetch('/admin/cache/explain?endpoint=/v1/responses', {
      body: { model: 'any-model', input: SPAIN },
    });
    expect(await response.json()).toMatchObject({ decision: 'miss', semantic: { refusal: 'endpoint' } });
  });

  test.each([
    ['/v1/models', { input: SPAIN }, 'endpoint must be one of /v1/chat/completions, '],
    ['/v1/responses', { messages: [] }, ''],
    ['/v1/embeddings', { input: [SPAIN, RUST] }, 'explain one at a time'],
    ['/v1/messages', { input: SPAIN }, 'messages'],
  ])('at %s with %j is 400 where nothing could be said of it', async (target, fields, message) => {
    const response = await strata.fetch(`/admin/cache/explain?endpoint=${target}`, {
      body: { ...(message !== '' && { model: 'any-model' }), ...fields },
    });
    expect([response.status, await response.text()]).toEqual([400, expect.stringContaining(message)]);
  });
});

async function decisionAt(target: string, body: object, headers: Record<string, string>): Promise<string> {
  const path = `/admin/cache/explain?endpoint=${encodeURIComponent(target)}`;
  const response = await strata.fetch(path, { headers, body });
  return ((await response.json()) as RequestExplanation).decision;
}
