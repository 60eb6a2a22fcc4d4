import { deferred } from '@strata/contracts/deferred';
import { fakeChunks } from '@strata/contracts/fake-openai-completion';
import { answer, sse, type FakeReply } from '@strata/contracts/fake-openai-replies';
import { FakeOpenAiServer } from '@strata/contracts/fake-openai-server';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { bearer, ConfigFolder } from './keys-setup.ts';
import { Strata } from './strata.ts';

// Whole proxies start here, on whatever machine.
vi.setConfig({ testTimeout: 120_000 });

let upstream: FakeOpenAiServer;
beforeAll(async () => {
  upstream = await FakeOpenAiServer.start();
});
beforeEach(() => upstream.reset());
afterAll(() => upstream.stop());

/** What one call costs is more than any key has. */
const MILLION = 1_000_000;
const usage = { prompt_tokens: MILLION, completion_tokens: 0, total_tokens: MILLION };
const dear = answer({ usage });
const PATIENT = { timeout: 15_000 };

/** A dear answer that is not given before the promise settles: after its first event, where it streams. */
function dearAfter(gate: Promise<void>): FakeReply {
  return async (request, response) => {
    if (!request.text.includes('"stream":true')) {
      await gate;
      return await dear(request, response);
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const [first, ...rest] = fakeChunks({ usage }, { includeUsage: true }).map((event) => sse(event));
    response.write(first);
    await gate;
    response.end(`${rest.join('')}data: [DONE]\n\n`);
  };
}

async function start(folder: ConfigFolder, settings: object = {}): Promise<Strata> {
  const master_keys = ['first', 'second'].map((name) => ({
    name,
    key: `sk-${name}`,
    tenant: 'team',
    monthly_budget: 0.1,
  }));
  const CONFIG_PATH = await folder.write({ master_keys, ...settings });
  const variables = { SEMANTIC_ENABLED: 'false', CONFIG_PATH, DATA_DIR: folder.dataDir };
  return await Strata.before(upstream, variables);
}

/** Asks the one question of these tests, and may hang up. */
function asking(strata: Strata, key: string, stream = false, headers: Record<string, string> = {}) {
  const client = new AbortController();
  const messages = [{ role: 'user', content: 'What is Rust?' }];
  const text = fetch(`${strata.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...bearer(`sk-${key}`), ...headers },
    body: JSON.stringify({ model: 'gpt-4o-mini', messages, stream }),
    signal: client.signal,
  }).then(async (response) => `${response.headers.get('x-cache')}: ${await response.text()}`);
  text.catch(() => {});
  return { text, hangUp: () => client.abort() };
}

/** Which keys have spent their budget. */
async function spent(strata: Strata): Promise<readonly string[]> {
  const keys = ['first', 'second'];
  const statuses = keys.map(
    async (key) => (await strata.fetch('/v1/models', { headers: bearer(`sk-${key}`) })).status,
  );
  const all = await Promise.all(statuses);
  return keys.filter((_key, index) => all[index] === 429);
}

async function tokens(strata: Strata): Promise<{ readonly used: number; readonly saved: number }> {
  const metrics = (await (await strata.fetch('/metrics.json')).json()) as {
    token_usage: { tokens_used: number; tokens_saved: number };
  };
  const { tokens_used: used, tokens_saved: saved } = metrics.token_usage;
  const total = (await strata.samples('llm_proxy_tokens_total'))
    .filter(({ labels }) => labels.includes('token_type="total"'))
    .reduce((sum, { value }) => sum + value, 0);
  expect(total).toBe(used);
  return { used: used / MILLION, saved: saved / MILLION };
}

const coalesced = async (strata: Strata): Promise<boolean> =>
  (await (await strata.fetch('/metrics')).text()).includes('strata_coalesced_total 1\n');
const failed = async (strata: Strata): Promise<boolean> =>
  (await (await strata.fetch('/metrics')).text()).includes('outcome="error"} 1\n');

test.each([true, false])(
  'who is left pays when the leader of a run hangs up (stream: %s)',
  async (stream) => {
    await using folder = await ConfigFolder.create();
    await using strata = await start(folder);
    const gate = deferred();
    upstream.respond(dearAfter(gate.promise));
    const leader = asking(strata, 'first', stream);
    await upstream.nextRequest();
    const follower = asking(strata, 'second', stream);
    await expect.poll(() => coalesced(strata), PATIENT).toBe(true);
    leader.hangUp();
    await expect.poll(() => failed(strata), PATIENT).toBe(true);
    gate.resolve();
    expect(await follower.text).toMatch(/^coalesced: /);
    await expect.poll(() => spent(strata), PATIENT).toEqual(['second']);
    expect(await tokens(strata)).toEqual({ used: 1, saved: 0 });
    expect(upstream.requests.filter(({ path }) => path.includes('chat'))).toHaveLength(1);
  },
);

test('who hangs up pays for the answer that is finished for the cache', async () => {
  await using folder = await ConfigFolder.create();
  await using strata = await start(folder, { cache: { keep_abandoned: true } });
  const gate = deferred();
  upstream.respond(dearAfter(gate.promise));
  const caller = asking(strata, 'first');
  await upstream.nextRequest();
  caller.hangUp();
  await expect.poll(() => failed(strata), PATIENT).toBe(true);
  gate.resolve();
  await strata.settled();
  expect(await asking(strata, 'second').text).toMatch(/^exact-hit: /);
  expect(await spent(strata)).toEqual(['first']);
  await expect.poll(() => tokens(strata), PATIENT).toEqual({ used: 1, saved: 1 });
});

test('a stream past the cache costs what its upstream counts, which only who asks for it is told', async () => {
  await using folder = await ConfigFolder.create();
  await using strata = await start(folder);
  upstream.respond(dear);
  const told = await asking(strata, 'first', true, { 'x-bypass-cache': 'true' }).text;
  expect(told).toMatch(/^bypass: [^]*\[DONE\]\n\n$/);
  expect(told).not.toContain('usage');
  expect(await spent(strata)).toEqual(['first']);
  expect(await tokens(strata)).toEqual({ used: 1, saved: 0 });
});

test('who is given a stale answer pays for the one that is fetched behind it', async () => {
  await using folder = await ConfigFolder.create();
  const cache_policies = [{ ttl: '1ms', stale_while_revalidate: '1h' }];
  await using strata = await start(folder, { cache_policies });
  upstream.respond(dear);
  expect(await asking(strata, 'first').text).toMatch(/^miss: /);
  await strata.settled();
  expect(await spent(strata)).toEqual(['first']);
  let hits = -1;
  const behind = async (): Promise<string> => {
    hits += 1;
    return await asking(strata, 'second').text;
  };
  // Its life of a millisecond may not be over yet.
  await expect.poll(behind, PATIENT).toMatch(/^stale: /);
  await strata.settled();
  expect(await spent(strata)).toEqual(['first', 'second']);
  expect(await tokens(strata)).toEqual({ used: 2, saved: hits });
});

test('what is answered while the process ends is booked', async () => {
  await using folder = await ConfigFolder.create();
  const gate = deferred();
  upstream.respond(dearAfter(gate.promise));
  const strata = await start(folder, { cache: { keep_abandoned: true } });
  const caller = asking(strata, 'first');
  await upstream.nextRequest();
  caller.hangUp();
  await expect.poll(() => failed(strata), PATIENT).toBe(true);
  const stopped = strata[Symbol.asyncDispose]();
  await expect.poll(() => strata.fetch('/health').catch(() => 'closed'), PATIENT).toBe('closed');
  gate.resolve();
  await stopped;
  await using again = await start(folder);
  expect(await spent(again)).toEqual(['first']);
});
