import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as replies from '@strata/contracts/fake-openai-replies';
import { FakeOpenAiServer } from '@strata/contracts/fake-openai-server';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { bearer } from './keys-setup.ts';
import { Strata } from './strata.ts';

// Whole proxies start here, on whatever machine.
vi.setConfig({ testTimeout: 120_000 });

let upstream: FakeOpenAiServer;
let folder: string;

beforeAll(async () => {
  upstream = await FakeOpenAiServer.start();
  folder = mkdtempSync(join(tmpdir(), 'strata-prices-'));
});
beforeEach(() => upstream.reset());
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await upstream.stop();
});

function written(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

/** A budget of a dollar, before a provider with a nickname for a known model. */
async function start(variables: Record<string, string> = {}, settings: object = {}): Promise<Strata> {
  const file = {
    semantic: { enabled: false },
    providers: [
      { name: 'work', preset: 'openai', base_url: upstream.baseUrl, model_mapping: { smart: 'gpt-4o' } },
      { name: 'own', base_url: upstream.baseUrl, models: ['house-model'] },
    ],
    master_keys: [{ name: 'app', key: 'sk-app', monthly_budget: 1 }],
    ...settings,
  };
  return await Strata.start({ CONFIG_PATH: written('strata.yaml', JSON.stringify(file)), ...variables });
}

async function statusOf(strata: Strata, model: string, question: string): Promise<number> {
  return (await strata.ask(question, { headers: bearer('sk-app'), body: { model } })).status;
}

const MILLION = { prompt_tokens: 1_000_000, completion_tokens: 0, total_tokens: 1_000_000 };

test('a nickname costs what the model behind it costs: budgets hold for it', async () => {
  await using strata = await start();
  upstream.respond(replies.answer({ usage: MILLION }));
  // 2.50 dollars of 1.
  expect(await statusOf(strata, 'smart', 'One')).toBe(200);
  expect(await statusOf(strata, 'smart', 'Two')).toBe(429);
  const metrics = await (await strata.fetch('/metrics')).text();
  expect(metrics).toMatch(/strata_cost_spent_dollars_total\{model="smart"\} 2.5\n/);
});

test.each([
  { fallback: 'gpt-4o', dollars: 2.5 },
  { fallback: 'house-model', dollars: undefined },
])(
  'an answer of the fallback $fallback costs its own price, never nothing',
  async ({ fallback, dollars }) => {
    const providers = [
      { name: 'away', base_url: 'http://127.0.0.1:1/v1', models: ['gpt-4-turbo', 'gpt-4o-mini'] },
      { name: 'there', base_url: upstream.baseUrl, models: ['gpt-4o', 'house-model'] },
    ];
    // The first costs 0.15 dollars, of which the budget has six; the other ten.
    const asked = dollars === undefined ? 'gpt-4-turbo' : 'gpt-4o-mini';
    await using strata = await start({}, { providers, fallbacks: { [asked]: [fallback] } });
    upstream.respond(replies.answer({ usage: MILLION }));
    expect(await statusOf(strata, asked, 'One')).toBe(200);
    expect(await statusOf(strata, asked, 'Two')).toBe(429);
    const spent = await strata.samples('strata_cost_spent_dollars_total');
    expect(spent.filter(({ value }) => value > 0)).toEqual(
      dollars === undefined ? [] : [{ labels: `model="${fallback}"`, value: dollars }],
    );
  },
);

test('a model that nobody priced has a price with PRICES_PATH', async () => {
  await using without = await start();
  expect(await statusOf(without, 'house-model', 'One')).toBe(403);
  const PRICES_PATH = written('prices.yaml', 'own: { house-model: { input: 0.25, output: 1 } }\n');
  await using strata = await start({ PRICES_PATH });
  upstream.respond(replies.answer({ usage: MILLION }));
  expect(await statusOf(strata, 'house-model', 'One')).toBe(200);
  const metrics = await (await strata.fetch('/metrics')).text();
  expect(metrics).toMatch(/strata_cost_spent_dollars_total\{model="house-model"\} 0.25\n/);
});

test.each([
  ['own: { m: { input: -1, output: 1 } }', 'PRICES_PATH must be a price list (own.m.input: '],
  ['own: [', 'PRICES_PATH must be a price list ('],
])('a price list that says %j is told of at the start', async (text, problem) => {
  await expect(start({ PRICES_PATH: written('bad.yaml', text) })).rejects.toThrow(problem);
});
