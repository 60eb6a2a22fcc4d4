import { MemoryExactStore } from '@strata/adapters/exact-store/memory';
import { settle } from '@strata/contracts/deferred';
import { MemoryVectorStore } from '@strata/contracts/memory-vector-store';
import {
  DependencyError,
  type ExactStore,
  type SemanticTier,
  type VectorPoint,
  type VectorStore,
} from '@strata/core';
import { describe, expect, test } from 'vitest';
import { completion, Pipeline, textOf } from './pipeline.ts';
import { semanticTierOf } from './semantic-tier-of.ts';

/** What fits into a store: larger values are refused, as by a disk that is full. */
type Room = { bytes: number };

function inRoom(room: Room, bytes: Uint8Array): void {
  if (bytes.length > room.bytes) throw new DependencyError('database or disk is full');
}

function exactWithin(room: Room, inner: ExactStore): ExactStore {
  const set: ExactStore['set'] = async (key, value, expiresAt, signal) => {
    inRoom(room, value);
    await inner.set(key, value, expiresAt, signal);
  };
  return overriding(inner, { set });
}

function vectorsWithin(room: Room): VectorStore {
  const inner = new MemoryVectorStore();
  const upsert = async (point: VectorPoint): Promise<void> => {
    inRoom(room, point.entry);
    await inner.upsert(point);
  };
  return overriding(inner, { upsert });
}

function overriding<T extends object>(inner: T, changes: Partial<T>): T {
  return new Proxy(inner, {
    get(target, name): unknown {
      const value: unknown = Reflect.get(name in changes ? changes : target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

function crowded(room: Room) {
  let semantic: SemanticTier | undefined;
  const pipeline = new Pipeline({
    withoutMemory: true,
    store: (clock) =>
      exactWithin(room, new MemoryExactStore({ clock, maxBytes: 1_000_000, maxEntries: 1_000 })),
    semantic: (parts) => {
      semantic = semanticTierOf(parts, { vectors: vectorsWithin(room) });
      return semantic;
    },
  });
  const problems = (): (string | undefined)[] => [pipeline.exact.writeProblem, semantic?.writeProblem];
  return { pipeline, problems };
}

async function ask(pipeline: Pipeline, question: string, answer = 'Paris.'): Promise<string> {
  pipeline.upstream.replyWhole(completion(answer));
  const given = await pipeline.ask(question);
  await textOf(given);
  await pipeline.cache.drain();
  return given.outcome;
}

async function pass(pipeline: Pipeline, ms: number): Promise<void> {
  pipeline.clock.advance(ms);
  await settle();
}

describe('a store that is full', () => {
  test('says so until it has room again, with or without new answers', async () => {
    const room = { bytes: 1_000_000 };
    const { pipeline, problems } = crowded(room);
    await ask(pipeline, 'What is the capital of France?');
    expect(problems()).toEqual([undefined, undefined]);

    room.bytes = 0;
    expect(await ask(pipeline, 'What is the capital of Spain?')).toBe('miss');
    expect(problems()).toEqual(['database or disk is full', 'database or disk is full']);
    for (const dependency of ['exact', 'vectors']) {
      expect(pipeline.count('writable', { dependency, writable: false })).toBe(1);
    }
    await pass(pipeline, 10_000);
    expect(problems()).toEqual(['database or disk is full', 'database or disk is full']);

    room.bytes = 1_000_000;
    await pass(pipeline, 2_000);
    expect(problems()).toEqual([undefined, undefined]);
    for (const dependency of ['exact', 'vectors']) {
      expect(pipeline.count('writable', { dependency, writable: true })).toBe(1);
    }
  });

  test('is still read, and keeps its breaker closed', async () => {
    const room = { bytes: 1_000_000 };
    const { pipeline } = crowded(room);
    await ask(pipeline, 'What is the capital of France?');
    room.bytes = 0;
    for (const country of ['Spain', 'Italy', 'Norway', 'Chile', 'Ghana', 'Nepal']) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect(await ask(pipeline, `What is the capital of ${country}?`)).toBe('miss');
    }
    expect(await ask(pipeline, 'What is the capital of France?')).toBe('exact-hit');
    expect(pipeline.count('breaker')).toBe(0);
  });

  test('is not called well because something smaller still fits', async () => {
    const room = { bytes: 800 };
    const { pipeline, problems } = crowded(room);
    await ask(pipeline, 'What is the capital of France?', 'Paris. '.repeat(200));
    expect(problems()).toEqual(['database or disk is full', 'database or disk is full']);
    await ask(pipeline, 'What is the capital of Spain?');
    await pass(pipeline, 2_000);
    expect(problems()).toEqual(['database or disk is full', 'database or disk is full']);
  });

  test('leaves nothing behind of what it tries', async () => {
    const room = { bytes: 0 };
    const { pipeline } = crowded(room);
    await ask(pipeline, 'What is the capital of France?');
    room.bytes = 1_000_000;
    await pass(pipeline, 2_000);
    const kept = (await pipeline.store.scan({ limit: 10 })).items;
    await pass(pipeline, 2_000);
    expect(kept).toHaveLength(1);
    expect((await pipeline.store.scan({ limit: 10 })).items).toEqual([]);
    expect(await ask(pipeline, 'What is the capital of France?')).toBe('miss');
  });
});
