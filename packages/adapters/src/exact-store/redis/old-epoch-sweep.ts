import type { Clock } from '@strata/core';
import { Cluster, type Redis } from 'ioredis';
import { keysBeginningWith } from './key-pattern.ts';
import type { RedisClient } from './open-client.ts';

export type OldEpochSweepOptions = {
  readonly client: RedisClient;
  readonly prefix: string;
  readonly clock: Clock;
  readonly onProblem: (error: unknown) => void;
};

/** One step looks at so many keys of Redis, and blocks it for well under 1 ms. */
const STEP_KEYS = 500;
const STEP_PAUSE_MS = 10;

/**
 * Removes what `clear` made unreachable, in small steps behind the requests' backs. What is left when it is
 * interrupted goes with the next sweep, or when it expires. Keys that are not ours are looked at, never touched.
 */
export class OldEpochSweep {
  readonly #options: OldEpochSweepOptions;
  #epoch = 0;
  #sweptUpTo = 0;
  #isRunning = false;
  #stopped = false;

  constructor(options: OldEpochSweepOptions) {
    this.#options = options;
  }

  /** Everything of an epoch before this one goes. Returns at once. */
  start(epoch: number): void {
    this.#epoch = epoch;
    if (!this.#isRunning) void this.#run();
  }

  stop(): void {
    this.#stopped = true;
  }

  /** Everything up to this epoch goes, this one included, until it `isEnough` or nothing is left. Rejects as either does. */
  async makeRoom(epoch: number, isEnough: () => Promise<boolean>): Promise<void> {
    for (const node of this.#nodes) {
      // oxlint-disable-next-line no-await-in-loop -- as little as possible
      for await (const removed of this.#steps(node, epoch + 1)) {
        if (this.#stopped || (removed > 0 && (await isEnough()))) return;
      }
    }
  }

  get #nodes(): readonly Redis[] {
    const { client } = this.#options;
    return client instanceof Cluster ? client.nodes('master') : [client];
  }

  async #run(): Promise<void> {
    const { onProblem } = this.#options;
    this.#isRunning = true;
    try {
      // Cleared again meanwhile: once more from the start.
      while (this.#sweptUpTo < this.#epoch && !this.#stopped) {
        const epoch = this.#epoch;
        // oxlint-disable-next-line no-await-in-loop -- one after the other is the point
        await Promise.all(this.#nodes.map((node) => this.#sweep(node, epoch)));
        this.#sweptUpTo = epoch;
      }
    } catch (error) {
      if (!this.#stopped) onProblem(error);
    } finally {
      this.#isRunning = false;
    }
  }

  async #sweep(node: Redis, epoch: number): Promise<void> {
    for await (const _removed of this.#steps(node, epoch)) if (this.#stopped) return;
  }

  /** Step by step, how many keys of an epoch before this one it removed. */
  async *#steps(node: Redis, epoch: number): AsyncGenerator<number> {
    const { prefix, clock } = this.#options;
    const isOld = oldKeyTest(prefix, epoch);
    let cursor = '0';
    do {
      // oxlint-disable no-await-in-loop -- a small step, a pause, the next one
      const [next, keys] = await node.scan(
        cursor,
        'MATCH',
        keysBeginningWith(`${prefix}:`),
        'COUNT',
        STEP_KEYS,
      );
      cursor = next;
      const old = keys.filter(isOld);
      if (old.length > 0) await unlinkEach(node, old);
      await new Promise<void>((resolve) => clock.after(STEP_PAUSE_MS, resolve));
      // oxlint-enable no-await-in-loop
      yield old.length;
    } while (cursor !== '0');
  }
}

/** One command a key: in a cluster, keys of several slots may not share one. */
async function unlinkEach(node: Redis, keys: readonly string[]): Promise<void> {
  const pipeline = node.pipeline();
  for (const key of keys) pipeline.unlink(key);
  await pipeline.exec();
}

function oldKeyTest(prefix: string, epoch: number): (key: string) => boolean {
  const start = `${prefix}:`;
  return (key) => {
    const end = key.indexOf(':', start.length);
    const number = key.slice(start.length, end);
    return key.startsWith(start) && end > start.length && /^\d{1,16}$/.test(number) && Number(number) < epoch;
  };
}
