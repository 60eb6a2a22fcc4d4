import type { Clock, ExactStore } from '@strata/core';
import { afterEach, beforeEach, vi } from 'vitest';

/** Where stores keep what they are given: one for each test, and empty. */
export type ExactStoreBacking = AsyncDisposable & {
  readonly clock: Clock;
  /** Whether `pass` is free, or takes as long as it says. */
  readonly time: 'fake' | 'real';
  /** Lets time pass, for the stores' clock and for the engine's own. */
  readonly pass: (ms: number) => Promise<void>;
  /** A store on this backing; several of them share what is in it. The contract disposes of them. */
  readonly connect: () => ExactStore;
  /** Data of somebody else beside ours. */
  readonly foreign?: { readonly put: () => Promise<void>; readonly isThere: () => Promise<boolean> };
  /** Damages what is stored under a key. */
  readonly spoil?: (key: string) => Promise<void>;
  /** Between `begin` and `end` a store that connects cannot work. */
  readonly outage?: { readonly begin: () => Promise<void>; readonly end: () => Promise<void> };
};

export type ExactStoreSubject = {
  readonly name: string;
  readonly open: () => Promise<ExactStoreBacking>;
  /** What there cannot be: each store has a backing of its own, or nobody else gets at it, or nothing can fail. */
  readonly without?: Lacking;
};

export type Lacking = readonly ('sharing' | 'foreign' | 'spoil' | 'outage')[];

const HOUR_MS = 3_600_000;

/** A backing and a store on it for each test of the suite that is being described. */
export class ExactStoreHarness {
  #backing: ExactStoreBacking | undefined;
  #stores: ExactStore[] = [];

  constructor(open: () => Promise<ExactStoreBacking>) {
    beforeEach(async () => {
      this.#backing = await open();
      this.connect();
    });
    afterEach(async () => {
      await Promise.all(this.#stores.map((store) => store[Symbol.asyncDispose]()));
      this.#stores = [];
      await this.#backing?.[Symbol.asyncDispose]();
    });
  }

  get backing(): ExactStoreBacking {
    return present(this.#backing);
  }

  get store(): ExactStore {
    return present(this.#stores[0]);
  }

  connect(): ExactStore {
    const store = this.backing.connect();
    this.#stores.push(store);
    return store;
  }

  later(ms = HOUR_MS): number {
    return this.backing.clock.now() + ms;
  }

  put(key: string, value: string, ms = HOUR_MS): Promise<void> {
    return this.store.set(key, bytesOf(value), this.later(ms));
  }

  /** Lets time pass until something is so; the test's own time limit ends it otherwise. */
  async passUntil(condition: () => boolean | Promise<boolean>): Promise<void> {
    const { time, pass } = this.backing;
    const step = async (): Promise<boolean> => {
      await pass(time === 'fake' ? 1_000 : 10);
      return await condition();
    };
    await vi.waitUntil(step, { timeout: 15_000, interval: 5 });
  }
}

/** The backing said that it has this. */
export function present<T>(what: T | undefined): T {
  if (what === undefined) throw new Error('The backing lacks what its subject does not say it lacks.');
  return what;
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function textOf(bytes: Uint8Array | undefined): string | undefined {
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
}
