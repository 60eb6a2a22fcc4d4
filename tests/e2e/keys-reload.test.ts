import * as replies from '@strata/contracts/fake-openai-replies';
import { FakeOpenAiServer } from '@strata/contracts/fake-openai-server';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { bearer, ConfigFolder } from './keys-setup.ts';
import { Strata } from './strata.ts';

// Whole proxies start here, on whatever machine.
vi.setConfig({ testTimeout: 120_000 });

let upstream: FakeOpenAiServer;
let folder: ConfigFolder;

beforeAll(async () => {
  upstream = await FakeOpenAiServer.start();
  folder = await ConfigFolder.create();
});
beforeEach(() => upstream.reset());
afterAll(async () => {
  await folder[Symbol.asyncDispose]();
  await upstream.stop();
});

/** With these keys, and a way to ask with each. */
async function strataWith(...keys: readonly object[]) {
  const CONFIG_PATH = await folder.write({ master_keys: keys });
  const strata = await Strata.before(upstream, { SEMANTIC_ENABLED: 'false', CONFIG_PATH });
  const ask = async (key: string, body: object = {}) =>
    (await strata.ask('Hello', { headers: bearer(key), body })).status;
  return { strata, ask };
}

/** So slow that nothing comes back while a test runs. */
const TWO = { rate_limit: { requests_per_second: 0.0001, burst: 2 } };

test('a reload brings keys, takes keys away, and gives nobody back what is used up', async () => {
  const { strata, ask } = await strataWith(
    { name: 'stays', key: 'sk-stays', ...TWO },
    { name: 'goes', key: 'sk-goes' },
  );
  await using _strata = strata;
  expect([await ask('sk-stays'), await ask('sk-goes'), await ask('sk-comes')]).toEqual([200, 200, 401]);

  // Another key under the same name: what was counted goes by the name.
  const replaced = { name: 'stays', key: 'sk-replaced', ...TWO };
  await folder.write({ master_keys: [replaced, { name: 'comes', key: 'sk-comes' }] });
  expect(strata.reload()).toBe('applied');
  expect([await ask('sk-goes'), await ask('sk-stays'), await ask('sk-comes')]).toEqual([401, 401, 200]);
  expect([await ask('sk-replaced'), await ask('sk-replaced')]).toEqual([200, 429]);

  const allowed = { name: 'stays', key: 'sk-replaced', rate_limit: { requests_per_second: 1_000 } };
  await folder.write({ master_keys: [allowed] });
  expect(strata.reload()).toBe('applied');
  expect(await ask('sk-replaced')).toBe(200);
});

test('a key that is named as one without a name would be is another one, and a reload gives it nothing back', async () => {
  const named = { name: 'key-1', key: 'sk-named', ...TWO };
  const CONFIG_PATH = await folder.write({ master_keys: [named] });
  const variables = { SEMANTIC_ENABLED: 'false', CONFIG_PATH, MASTER_KEYS: 'sk-plain' };
  await using strata = await Strata.before(upstream, variables);
  const ask = async (key: string) => (await strata.ask('Hello', { headers: bearer(key) })).status;
  expect([await ask('sk-named'), await ask('sk-named'), await ask('sk-plain')]).toEqual([200, 200, 200]);

  await folder.write({ master_keys: [named, { name: 'comes', key: 'sk-comes' }] });
  expect(strata.reload()).toBe('applied');
  expect([await ask('sk-named'), await ask('sk-plain')]).toEqual([429, 200]);
  const askers = (await strata.samples('llm_proxy_requests_total')).map(
    ({ labels }) => /api_key_name="([^"]*)"/.exec(labels)?.[1],
  );
  expect(new Set(askers)).toEqual(new Set(['key-1', 'key-1 (MASTER_KEYS)']));
});

test('a reload that closes the API holds for the next request', async () => {
  const { strata, ask } = await strataWith();
  await using _strata = strata;
  // The last one from the hot lane: not any more a moment later.
  expect([await ask('sk-other'), await ask('sk-other'), await ask('sk-other')]).toEqual([200, 200, 200]);
  await folder.write({ master_keys: [{ name: 'only', key: 'sk-only', enabled: false }] });
  expect(strata.reload()).toBe('applied');
  expect([await ask('sk-other'), await ask('sk-only')]).toEqual([401, 401]);
});

test.each([
  ['is empty', ''],
  ['is cut off before its keys', 'prices_path:\n'],
  ['has none', 'master_keys: []\nlog: {level: debug}\n'],
])('no reload opens the API: a file that %s changes nothing', async (_what, text) => {
  const { strata, ask } = await strataWith({ name: 'only', key: 'sk-only' });
  await using _strata = strata;
  await folder.writeText(text);
  expect(strata.reload()).toBe('refused');
  expect([await ask('sk-only'), await ask('sk-other')]).toEqual([200, 401]);
  const anybody = await strata.fetch('/v1/models');
  expect(anybody.status).toBe(401);
  const told = await strata.fetch('/admin/v1/config/reload', { method: 'POST' });
  expect([told.status, await told.text()]).toEqual([400, expect.stringContaining('needs a restart')]);
  expect(await (await strata.fetch('/metrics')).text()).toContain(
    'strata_config_reload_total{result="refused"} 2',
  );

  await folder.write({ master_keys: [{ name: 'only', key: 'sk-only', enabled: false }] });
  expect(strata.reload()).toBe('applied');
  expect([await ask('sk-only'), await ask('sk-other')]).toEqual([401, 401]);
});

test('tokens of streams count as their last event says', async () => {
  const { strata, ask } = await strataWith({ name: 'tokens', key: 'sk-tokens', tokens_per_minute: 10 });
  await using _strata = strata;
  const usage = { prompt_tokens: 90_000, completion_tokens: 10_000, total_tokens: 100_000 };
  upstream.respond(replies.answer({ usage }));
  expect(await ask('sk-tokens', { stream: true })).toBe(200);
  expect(await ask('sk-tokens', { stream: true })).toBe(429);
  expect(upstream.requests[0]?.json).toMatchObject({ stream_options: { include_usage: true } });
});
