import { FakeOpenAiServer } from '@strata/contracts/fake-openai-server';
import type { RequestExplanation } from '@strata/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bearer, ConfigFolder } from './keys-setup.ts';
import { Strata } from './strata.ts';

const ADMIN_KEY = 'the-admin-key-0123456789';
const ANNA = 'sk-strata-anna-0123456789';
const BORIS = 'sk-strata-boris-0123456789';
const RUST = 'What is Rust?';
const BODY = { model: 'gpt-4o-mini', messages: [{ role: 'user', content: RUST }] };

let upstream: FakeOpenAiServer;

beforeAll(async () => {
  upstream = await FakeOpenAiServer.start();
});
afterAll(() => upstream.stop());

/** What the operator sends: the admin key, and whom it is about. */
function about(client?: string): Record<string, string> {
  return {
    ...bearer(ADMIN_KEY),
    ...(client === undefined ? {} : { 'x-cache-authorization': `Bearer ${client}` }),
  };
}

async function explained(on: Strata, client?: string): Promise<RequestExplanation['decision']> {
  const response = await on.fetch('/admin/cache/explain', { headers: about(client), body: BODY });
  return ((await response.json()) as RequestExplanation).decision;
}

async function warm(on: Strata, client?: string): Promise<unknown> {
  const response = await on.fetch('/admin/cache/warm', {
    headers: about(client),
    body: JSON.stringify(BODY),
  });
  return JSON.parse((await response.text()).trim().split('\n').at(-1) ?? '');
}

/** Everything that went upstream, as text: a key in it would show. */
function sentUpstream(): string {
  return JSON.stringify(upstream.requests.map(({ headers }) => headers));
}

describe.each<[string, Record<string, string>]>([
  ['Strata’s own key upstream', { OPENAI_API_KEY: 'sk-upstream' }],
  ['the clients’ credentials upstream', {}],
])('for clients with keys, with %s', (_name, variables) => {
  test('an operator warms and explains what one of them would get, and no other', async () => {
    await using folder = await ConfigFolder.create();
    const keys = [
      { name: 'anna', key: ANNA },
      { name: 'boris', key: BORIS },
    ];
    const CONFIG_PATH = await folder.write({ master_keys: keys });
    await using strata = await Strata.start({
      OPENAI_BASE_URL: upstream.baseUrl,
      ADMIN_KEY,
      CONFIG_PATH,
      SEMANTIC_ENABLED: 'false',
      ...variables,
    });
    expect(await explained(strata, ANNA)).toBe('miss');
    expect(await warm(strata, ANNA)).toMatchObject({ done: true, misses: 1, failed: 0 });
    expect(await explained(strata, ANNA)).toBe('exact-hit');
    expect(await explained(strata, BORIS)).toBe('miss');
    expect(await explained(strata)).toBe('miss');
    for (const unknown of ['Bearer sk-of-nobody', ANNA]) {
      const headers = { ...about(), 'x-cache-authorization': unknown };
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const refused = await strata.fetch('/admin/cache/explain', { headers, body: BODY });
      // oxlint-disable-next-line no-await-in-loop -- as above
      expect([refused.status, await refused.text()]).toEqual([
        400,
        expect.stringContaining('a key in force'),
      ]);
    }
    expect((await strata.ask(RUST, { headers: bearer(ANNA) })).cache).toBe('exact-hit');
    expect((await strata.ask(RUST, { headers: bearer(BORIS) })).cache).toBe('miss');
    expect(await explained(strata, BORIS)).toBe('exact-hit');
    for (const key of [ADMIN_KEY, ANNA, BORIS]) expect(sentUpstream()).not.toContain(key);
  });
});

test('an operator hears that a client’s key may not ask for the model, and nothing is counted of it', async () => {
  await using folder = await ConfigFolder.create();
  const keys = [
    { name: 'anna', key: ANNA, models: ['other-*'] },
    { name: 'boris', key: BORIS, monthly_budget: 1 },
  ];
  const CONFIG_PATH = await folder.write({ master_keys: keys });
  await using strata = await Strata.before(upstream, { ADMIN_KEY, CONFIG_PATH, SEMANTIC_ENABLED: 'false' });
  for (const [client, model, expected] of [
    [ANNA, 'gpt-4o-mini', [403, 'model_not_allowed']],
    [ANNA, 'other-model', [200, undefined]],
    [BORIS, 'gpt-4o-mini', [200, undefined]],
    [BORIS, 'of-unknown-price', [403, 'model_price_unknown']],
  ] as const) {
    // oxlint-disable no-await-in-loop -- one after the other
    const response = await strata.fetch('/admin/cache/explain', {
      headers: about(client),
      body: { ...BODY, model },
    });
    const { error } = (await response.json()) as { error?: { code: string } };
    expect([response.status, error?.code]).toEqual(expected);
    const asked = await strata.fetch('/v1/chat/completions', {
      headers: bearer(client),
      body: { ...BODY, model },
    });
    await asked.arrayBuffer();
    expect(asked.status).toBe(expected[0]);
    // oxlint-enable no-await-in-loop
  }
  const metrics = await (await strata.fetch('/metrics')).text();
  const refusals = metrics.split('\n').filter((line) => /reason="(?:model|price)"/.test(line));
  expect(refusals.map((line) => line.split(' ').at(-1))).toEqual(['1', '1']);
});

test('where clients bring their own credentials, a warm-up goes upstream with the one it is for', async () => {
  await using strata = await Strata.start({
    OPENAI_BASE_URL: upstream.baseUrl,
    ADMIN_KEY,
    SEMANTIC_ENABLED: 'false',
  });
  expect(await warm(strata, 'sk-of-anna')).toMatchObject({ misses: 1 });
  expect(upstream.requests.at(-1)?.headers['authorization']).toBe('Bearer sk-of-anna');
  expect(await explained(strata, 'sk-of-anna')).toBe('exact-hit');
  expect((await strata.ask(RUST, { headers: bearer('sk-of-anna') })).cache).toBe('exact-hit');
  expect(await explained(strata, 'sk-of-boris')).toBe('miss');
  expect(sentUpstream()).not.toContain(ADMIN_KEY);
});

test('explains and warms under the policy of the client’s key', async () => {
  await using folder = await ConfigFolder.create();
  const CONFIG_PATH = await folder.write({
    master_keys: [
      { name: 'anna', key: ANNA },
      { name: 'boris', key: BORIS, tenant: 'b' },
    ],
    cache_policies: [{ keys: ['boris'], mode: 'off' }],
  });
  await using strata = await Strata.before(upstream, { ADMIN_KEY, CONFIG_PATH, SEMANTIC_ENABLED: 'false' });
  expect(await explained(strata, ANNA)).toBe('miss');
  expect(await explained(strata, BORIS)).toBe('bypass');
  expect(await warm(strata, BORIS)).toMatchObject({ bypassed: 1 });
});
