import {
  encodeEntry,
  NEVER_EXPIRES,
  OnlyIfCachedError,
  PLAIN_POLICY,
  UpstreamError,
  type CacheEntry,
} from '@strata/core';
import { decodeEntry } from '@strata/core/cache-entry';
import { describe, expect, test } from 'vitest';
import { Pipeline, type PipelineOptions } from './pipeline.ts';
import { semanticTierOf } from './semantic-tier-of.ts';

const HOUR_MS = 3_600_000;
const QUESTION = 'What is the capital of France?';

/** An answer is stored, and then the clock is found to have been ahead. */
async function storedAhead(aheadMs: number, options: PipelineOptions = {}): Promise<Pipeline> {
  const pipeline = new Pipeline(options);
  await pipeline.ask(QUESTION);
  await pipeline.cache.drain();
  pipeline.clock.advance(-aheadMs);
  return pipeline;
}

async function outcomeOf(pipeline: Pipeline, cacheControl?: string): Promise<string> {
  const headers = cacheControl === undefined ? {} : { 'cache-control': cacheControl };
  return (await pipeline.ask(QUESTION, { headers })).outcome;
}

describe('an answer from a time that is yet to come', () => {
  test.each([{ withoutMemory: false }, { withoutMemory: true }])(
    'is asked for anew, and the new one lives as long as it should: %o',
    async (options) => {
      const pipeline = await storedAhead(HOUR_MS, options);
      expect(await outcomeOf(pipeline)).toBe('miss');
      await pipeline.cache.drain();
      pipeline.clock.advance(24 * HOUR_MS - 1);
      expect(await outcomeOf(pipeline)).toBe('exact-hit');
      pipeline.clock.advance(1);
      expect(await outcomeOf(pipeline)).toBe('miss');
    },
  );

  test('does not answer by meaning either', async () => {
    const pipeline = await storedAhead(HOUR_MS, { semantic: (parts) => semanticTierOf(parts) });
    await pipeline.exact.clear();
    await expect(outcomeOf(pipeline, 'only-if-cached')).rejects.toThrow(OnlyIfCachedError);
    expect(pipeline.count('candidate', { guard: 'too-old' })).toBe(1);
    pipeline.clock.advance(HOUR_MS);
    expect(await outcomeOf(pipeline, 'only-if-cached')).toBe('semantic-hit');
  });

  test('answers where the clocks of two machines may differ so much, as one of this moment', async () => {
    const pipeline = await storedAhead(5_000);
    expect(await outcomeOf(pipeline, 'max-age=1')).toBe('exact-hit');
    await expect(outcomeOf(pipeline, 'max-age=0, only-if-cached')).rejects.toThrow(OnlyIfCachedError);
    pipeline.clock.advance(-1);
    await expect(outcomeOf(pipeline, 'only-if-cached')).rejects.toThrow(OnlyIfCachedError);
  });

  test('is not served as a stale one: nobody knows how old it is', async () => {
    const policy = { ...PLAIN_POLICY, staleIfErrorMs: HOUR_MS, staleWhileRevalidateMs: HOUR_MS };
    const pipeline = await storedAhead(HOUR_MS, { settings: { policyOf: () => policy } });
    pipeline.upstream.replyError(new UpstreamError('Gone.', { code: 'connect' }));
    await expect(outcomeOf(pipeline)).rejects.toBeInstanceOf(UpstreamError);
  });

  test('that is pinned answers all but those who say how old it may be', async () => {
    const pipeline = await storedAhead(HOUR_MS, { withoutMemory: true });
    const entry = decodeEntry((await pipeline.stored(QUESTION)) ?? new Uint8Array()) as CacheEntry;
    const pinned = { ...entry, expiresAt: NEVER_EXPIRES };
    await pipeline.store.set(entry.fingerprint, encodeEntry(pinned), NEVER_EXPIRES);
    expect(await outcomeOf(pipeline)).toBe('exact-hit');
    await expect(outcomeOf(pipeline, 'max-age=10, only-if-cached')).rejects.toThrow(OnlyIfCachedError);
  });
});
