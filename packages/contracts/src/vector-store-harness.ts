import type { Clock, VectorPoint, VectorQuery, VectorStore } from '@strata/core';
import { afterEach, beforeEach, vi } from 'vitest';

/** Where stores keep what they are given: one for each test, and empty. */
export type VectorStoreBacking = AsyncDisposable & {
  readonly clock: Clock;
  readonly pass: (ms: number) => Promise<void>;
  /** A store on this backing. The contract disposes of it. */
  readonly connect: () => VectorStore;
  /** Data of somebody else beside ours. */
  readonly foreign?: { readonly put: () => Promise<void>; readonly isThere: () => Promise<boolean> };
  /** Between `begin` and `end` a store cannot work. */
  readonly outage?: { readonly begin: () => Promise<void>; readonly end: () => Promise<void> };
};

export type VectorStoreSubject = {
  readonly name: string;
  readonly open: () => Promise<VectorStoreBacking>;
  /** What there cannot be: one store at a time, nothing outlives it, nobody else is there, nothing can fail. */
  readonly without?: VectorStoreLacking;
  /** Fewer where each command costs milliseconds. */
  readonly modelRuns?: number;
};

export type VectorStoreLacking = readonly ('sharing' | 'durability' | 'foreign' | 'outage')[];

export const HOUR_MS = 3_600_000;
export const SPACE = 'minilm-384-test';

/** A backing and a store on it for each test of the suite that is being described. */
export class VectorStoreHarness {
  #backing: VectorStoreBacking | undefined;
  #stores: VectorStore[] = [];

  constructor(open: () => Promise<VectorStoreBacking>) {
    beforeEach(async () => {
      this.#backing = await open();
      this.connect();
    });
    afterEach(async () => {
      await this.#disconnect();
      await this.#backing?.[Symbol.asyncDispose]();
    });
  }

  get backing(): VectorStoreBacking {
    return present(this.#backing);
  }

  get store(): VectorStore {
    return present(this.#stores[0]);
  }

  get now(): number {
    return this.backing.clock.now();
  }

  connect(): VectorStore {
    const store = this.backing.connect();
    this.#stores.push(store);
    return store;
  }

  /** Another store takes the place of all there were. */
  async reconnect(): Promise<void> {
    await this.#disconnect();
    this.connect();
  }

  /** Stores a point; what is not said is usual. Returns what was stored. */
  async put(point: Partial<VectorPoint> & { readonly id: string }): Promise<VectorPoint> {
    const whole = this.point(point);
    await this.store.upsert(whole);
    return whole;
  }

  point(point: Partial<VectorPoint> & { readonly id: string }): VectorPoint {
    return {
      space: SPACE,
      partition: 'p',
      vector: direction(0),
      text: `the text of ${point.id}`,
      createdAt: this.now,
      expiresAt: this.now + HOUR_MS,
      minScore: 0,
      entry: new TextEncoder().encode(`the entry of ${point.id}`),
      ...point,
    };
  }

  async ids(query: Partial<VectorQuery> = {}): Promise<readonly string[]> {
    const usual = { space: SPACE, partition: 'p', vector: direction(0), limit: 8, now: this.now };
    const matches = await this.store.search({ ...usual, ...query });
    return matches.map((match) => match.id);
  }

  /** Lets time pass until something is so; the test's own time limit ends it otherwise. */
  async eventually(condition: () => Promise<boolean>): Promise<void> {
    const step = async (): Promise<boolean> => {
      await this.backing.pass(10_000);
      return await condition();
    };
    await vi.waitUntil(step, { timeout: 15_000, interval: 5 });
  }

  async #disconnect(): Promise<void> {
    await Promise.all(this.#stores.map((store) => store[Symbol.asyncDispose]()));
    this.#stores = [];
  }
}

/** The unit vector of the plane at so many degrees from the first axis: cosines are known by heart. */
export function direction(degrees: number, dimensions = 8): Float32Array {
  const vector = new Float32Array(dimensions);
  const radians = (degrees * Math.PI) / 180;
  vector[0] = Math.cos(radians);
  vector[1] = Math.sin(radians);
  return vector;
}

export function textOf(bytes: Uint8Array | undefined): string | undefined {
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
}

/** The backing said that it has this. */
export function present<T>(what: T | undefined): T {
  if (what === undefined) throw new Error('The backing lacks what its subject does not say it lacks.');
  return what;
}
