import type { RequestExplanation } from '@strata/core';
import { beforeEach, expect, test } from 'vitest';
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
