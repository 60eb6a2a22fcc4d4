import type { Clock, ExactStore } from '@strata/core';
import * as fc from 'fast-check';
import { expect } from 'vitest';

type Command =
  | { readonly kind: 'set'; readonly key: string; readonly value: Uint8Array; readonly ttlMs: number }
  | { readonly kind: 'get' | 'delete'; readonly key: string }
  | { readonly kind: 'clear' }
  | { readonly kind: 'pass'; readonly ms: number };

type Model = Map<string, { readonly value: Uint8Array; readonly expiresAt: number }>;

type Surroundings = {
  readonly clock: Clock;
  readonly time: 'fake' | 'real';
  readonly pass: (ms: number) => Promise<void>;
};

const MINUTE_MS = 60_000;
/** Few, so that commands meet on the same key; odd ones, since an engine may give them a meaning. */
const KEYS = ['', 'a', 'A', 'a:b', '*', 'a*', 'ключ'];

/** For any series of commands, the store answers as a map with expiry does. */
export function checkAgainstModel(
  store: ExactStore,
  surroundings: Surroundings,
): fc.IAsyncProperty<[Command[]]> {
  const commands = fc.array(commandArbitrary(surroundings.time), { maxLength: 40 });
  return fc.asyncProperty(commands, async (series) => {
    await store.clear();
    const model: Model = new Map();
    for (const command of series) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other is what is tested
      await apply(command, { store, model, ...surroundings });
    }
    for (const key of KEYS) {
      // oxlint-disable-next-line no-await-in-loop
      expect(hex(await store.get(key))).toBe(hex(live(model, key, surroundings.clock)));
    }
  });
}

function commandArbitrary(time: 'fake' | 'real'): fc.Arbitrary<Command> {
  const key = fc.constantFrom(...KEYS);
  const value = fc.oneof(
    fc.uint8Array({ maxLength: 64 }),
    // Long and regular: takes the way through compression, where there is one.
    fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 8 }), fc.integer({ min: 200, max: 1_200 })).map(repeat),
  );
  // Where time is real nothing may expire while a series runs.
  const ttls = time === 'fake' ? [-1, 0, 1, MINUTE_MS, 60 * MINUTE_MS] : [-1, 0, 60 * MINUTE_MS];
  const common: fc.Arbitrary<Command>[] = [
    fc.record({ kind: fc.constant('set'), key, value, ttlMs: fc.constantFrom(...ttls) }),
    fc.record({ kind: fc.constantFrom('get', 'delete'), key }),
    fc.record({ kind: fc.constant('clear') }),
  ];
  const pass = fc.record({ kind: fc.constant('pass'), ms: fc.constantFrom(1, MINUTE_MS) });
  return fc.oneof(...common, ...(time === 'fake' ? [pass] : []));
}

async function apply(
  command: Command,
  on: Surroundings & { store: ExactStore; model: Model },
): Promise<void> {
  const { store, model, clock } = on;
  switch (command.kind) {
    case 'set': {
      const expiresAt = clock.now() + command.ttlMs;
      model.set(command.key, { value: command.value, expiresAt });
      return await store.set(command.key, command.value, expiresAt);
    }
    case 'get':
      return expect(hex(await store.get(command.key))).toBe(hex(live(model, command.key, clock)));
    case 'delete': {
      const wasLive = live(model, command.key, clock) !== undefined;
      model.delete(command.key);
      return expect(await store.delete(command.key)).toBe(wasLive);
    }
    case 'clear':
      model.clear();
      return await store.clear();
    case 'pass':
      return await on.pass(command.ms);
  }
}

function live(model: Model, key: string, clock: Clock): Uint8Array | undefined {
  const held = model.get(key);
  return held !== undefined && held.expiresAt > clock.now() ? held.value : undefined;
}

function hex(value: Uint8Array | undefined): string | undefined {
  return value === undefined ? undefined : Buffer.from(value).toString('hex');
}

function repeat([part, times]: [Uint8Array, number]): Uint8Array {
  return new Uint8Array(Buffer.alloc(part.length * times, part));
}
