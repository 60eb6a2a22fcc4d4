import { hash } from 'node:crypto';
import type { Answer, CacheEntry } from '@strata/core';
import { expect, test } from 'vitest';
import { HotLane } from './hot-lane.ts';

const ENTRY: CacheEntry = {
  fingerprint: 'f'.repeat(64),
  createdAt: 0,
  expiresAt: 1_000,
  model: 'm',
  usage: undefined,
  body: Buffer.from('{"id":"c"}'),
};

type Prepared = Parameters<HotLane['keep']>[1];

test('keeps the bytes it sends and what it says of the entry, and not the entry’s own bytes', () => {
  const lane = new HotLane({ maxBytes: 1_000_000 });
  const prepared = { request: { text: '{}', body: {} } } as unknown as Prepared;
  const body = { kind: 'whole', bytes: ENTRY.body };
  const answer = { outcome: 'exact-hit', body, report: { entry: ENTRY } } as unknown as Answer;
  lane.keep('key', prepared, { answer, generation: 1 });

  const ready = lane.find('key', 0, 1)?.ready;
  expect(ready).toMatchObject({ body: '{"id":"c"}', entry: { fingerprint: ENTRY.fingerprint } });
  expect(ready?.entry).not.toHaveProperty('body');
  expect(lane.find('key', 1_000, 1)?.ready).toBeUndefined();
  expect(lane.find('key', 0, 2)?.ready).toBeUndefined();
  // The clock went back: what was kept ready then is from a time that is yet to come.
  expect(lane.find('key', -3_600_000, 1)?.ready).toBeUndefined();
});

test('takes a body that is the hash of another one for no other', () => {
  const lane = new HotLane({ maxBytes: 1_000_000 });
  const headers = { 'content-type': 'application/json' };
  const long = Buffer.from(`{"model":"m","prompt":"${'x'.repeat(5_000)}"}`);
  const short = Buffer.from(hash('sha256', long, 'base64'));
  expect(lane.keyOf(headers, 't', short)).not.toBe(lane.keyOf(headers, 't', long));
});
