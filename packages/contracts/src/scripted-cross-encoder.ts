import type { CrossEncoder } from '@strata/core';

type Pair = readonly [one: string, other: string];

type Script = (...pair: Pair) => number | undefined | Promise<number | undefined>;

/** A cross-encoder without a model: of each pair it reads what the test says of it. */
export class ScriptedCrossEncoder implements CrossEncoder {
  /** Every pair that was to be read, in order. */
  readonly asked: Pair[] = [];
  readonly #script: Script;

  /** A promise holds the reading until it settles. */
  constructor(script: Script) {
    this.#script = script;
  }

  async compare(one: string, other: string, signal?: AbortSignal): Promise<number | undefined> {
    signal?.throwIfAborted();
    this.asked.push([one, other]);
    return await this.#script(one, other);
  }

  async ping(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
  }
}
