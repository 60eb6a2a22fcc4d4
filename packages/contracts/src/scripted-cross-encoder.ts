import type { CrossEncoder } from '@strata/core';

type Script = (other: string) => number | undefined | Promise<number | undefined>;

/** A cross-encoder without a model: of each pair it reads what the test says of its second text. */
export class ScriptedCrossEncoder implements CrossEncoder {
  /** The second text of every pair that was to be read, in order. */
  readonly asked: string[] = [];
  readonly #script: Script;

  /** A promise holds the reading until it settles. */
  constructor(script: Script) {
    this.#script = script;
  }

  async compare(_one: string, other: string, signal?: AbortSignal): Promise<number | undefined> {
    signal?.throwIfAborted();
    this.asked.push(other);
    return await this.#script(other);
  }

  async ping(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
  }
}
