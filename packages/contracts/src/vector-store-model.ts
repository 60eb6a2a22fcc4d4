import type { VectorMatch, VectorPoint, VectorQuery } from '@strata/core';
import * as fc from 'fast-check';
import { expect } from 'vitest';
import type { VectorStoreHarness } from './vector-store-harness.ts';

type Command =
  | {
      readonly kind: 'upsert';
      readonly point: Omit<VectorPoint, 'createdAt' | 'expiresAt'>;
      readonly ttlMs: number;
    }
  | { readonly kind: 'delete' | 'read'; readonly space: string; readonly id: string }
  | { readonly kind: 'setMinScore'; readonly space: string; readonly id: string; readonly minScore: number }
  | { readonly kind: 'search'; readonly query: Omit<VectorQuery, 'now'> }
  | { readonly kind: 'pass'; readonly ms: number };

/** The points by space and id: what a store must behave like. */
type Model = Map<string, VectorPoint>;

const DIMENSIONS = 6;
const MINUTE_MS = 60_000;
/** Two scores closer than this may come in either order. */
const TOLERANCE = 1e-3;

/** For any series of commands, the store answers as a scan of all points does. */
export function checkAgainstModel(on: VectorStoreHarness): fc.IAsyncProperty<[Command[]]> {
  return fc.asyncProperty(fc.array(commandArbitrary(), { maxLength: 40 }), async (series) => {
    await on.store.clear();
    const model: Model = new Map();
    for (const command of series) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other is what is tested
      await apply(command, on, model);
    }
  });
}

function commandArbitrary(): fc.Arbitrary<Command> {
  // Few of each, so that commands meet on the same points.
  const space = fc.constantFrom('one', 'two');
  const partition = fc.constantFrom('p', 'q');
  const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
  const vector = fc
    .array(fc.integer({ min: -3, max: 3 }), { minLength: DIMENSIONS, maxLength: DIMENSIONS })
    .map(toUnit);
  const entry = fc.uint8Array({ maxLength: 20 });
  const minScore = fc.constantFrom(0, 0.5, 0.95);
  const point = fc.record({ space, partition, id, vector, text: fc.string(), minScore, entry });
  const ttlMs = fc.constantFrom(1, MINUTE_MS, 60 * MINUTE_MS);
  const query = fc.record({ space, partition, vector, limit: fc.integer({ min: 1, max: 7 }) });
  return fc.oneof(
    { weight: 5, arbitrary: fc.record({ kind: fc.constant('upsert'), point, ttlMs }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('delete', 'read'), space, id }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('setMinScore'), space, id, minScore }) },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('search'), query }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('pass'), ms: fc.constantFrom(1, 2 * MINUTE_MS) }) },
  );
}

async function apply(command: Command, on: VectorStoreHarness, model: Model): Promise<void> {
  switch (command.kind) {
    case 'upsert': {
      const point = { ...command.point, createdAt: on.now, expiresAt: on.now + command.ttlMs };
      model.set(nameOf(point), point);
      return await on.store.upsert(point);
    }
    case 'delete': {
      const wasLive = live(model, command, on.now) !== undefined;
      model.delete(nameOf(command));
      return expect(await on.store.delete(command.space, command.id)).toBe(wasLive);
    }
    case 'read': {
      const entry = await on.store.read(command.space, command.id);
      return expect(hex(entry)).toBe(hex(live(model, command, on.now)?.entry));
    }
    case 'setMinScore': {
      const point = live(model, command, on.now);
      if (point !== undefined) model.set(nameOf(point), { ...point, minScore: command.minScore });
      return await on.store.setMinScore(command.space, command.id, command.minScore);
    }
    case 'search': {
      const query = { ...command.query, now: on.now };
      return expectNearest(await on.store.search(query), model, query);
    }
    case 'pass':
      return await on.backing.pass(command.ms);
  }
}

function expectNearest(matches: readonly VectorMatch[], model: Model, query: VectorQuery): void {
  const { space, partition, limit, now } = query;
  const inside = [...model.values()].filter(
    (point) => point.space === space && point.partition === partition,
  );
  const expected = inside
    .filter((point) => point.expiresAt > now)
    .map((point) => ({ point, score: cosine(point.vector, query.vector) }))
    .toSorted((left, right) => right.score - left.score)
    .slice(0, limit);
  expect(matches).toHaveLength(expected.length);
  expect(new Set(matches.map((match) => match.id)).size).toBe(matches.length);
  for (const [rank, { score, ...match }] of matches.entries()) {
    expect(Math.abs(score - (expected[rank]?.score ?? 9))).toBeLessThan(TOLERANCE);
    const { id, text, createdAt, expiresAt, minScore, vector } = model.get(
      nameOf({ space, id: match.id }),
    ) as VectorPoint;
    expect(match).toEqual({ id, text, createdAt, expiresAt, minScore });
    expect(Math.abs(score - cosine(vector, query.vector))).toBeLessThan(TOLERANCE);
  }
}

function live(model: Model, at: { space: string; id: string }, now: number): VectorPoint | undefined {
  const point = model.get(nameOf(at));
  return point !== undefined && point.expiresAt > now ? point : undefined;
}

function nameOf({ space, id }: { readonly space: string; readonly id: string }): string {
  return `${space} ${id}`;
}

function toUnit(numbers: readonly number[]): Float32Array {
  const length = Math.hypot(...numbers);
  return length === 0
    ? toUnit([1, ...numbers.slice(1)])
    : Float32Array.from(numbers, (value) => value / length);
}

function cosine(left: Float32Array, right: Float32Array): number {
  return left.reduce((sum, value, index) => sum + value * (right[index] ?? 0), 0);
}

function hex(value: Uint8Array | undefined): string | undefined {
  return value === undefined ? undefined : Buffer.from(value).toString('hex');
}
