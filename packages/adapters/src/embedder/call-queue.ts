import type { InferenceCall } from './inference-call.ts';
import type { InferenceTask } from './inference-messages.ts';

export type QueuedTask = {
  readonly call: InferenceCall;
  readonly task: InferenceTask;
  readonly index: number;
};

/**
 * Calls whose tasks wait for a thread. Tasks are taken from the calls in turn, so that a single question waits for one
 * task of each call before it, and not for the whole of somebody's batch.
 */
export class CallQueue {
  readonly #calls = new Set<InferenceCall>();

  /** How many tasks wait. */
  get waiting(): number {
    let waiting = 0;
    for (const call of this.#calls) waiting += call.waiting;
    return waiting;
  }

  /** How many tasks are taken before the last of a new call's: of each call in turn, no more than the new one has. */
  ahead(tasks: number): number {
    let ahead = 0;
    for (const call of this.#calls) ahead += Math.min(call.waiting, tasks);
    return ahead;
  }

  add(call: InferenceCall): void {
    this.#calls.add(call);
  }

  remove(call: InferenceCall): void {
    this.#calls.delete(call);
  }

  take(): QueuedTask | undefined {
    for (const call of this.#calls) {
      // A set keeps the order of insertion: out and in again puts the call at the end.
      this.#calls.delete(call);
      const taken = call.take();
      if (taken === undefined) continue;
      if (call.waiting > 0) this.#calls.add(call);
      return { call, ...taken };
    }
    return undefined;
  }

  /** Fails every waiting call. */
  fail(error: unknown): void {
    const calls = [...this.#calls];
    this.#calls.clear();
    for (const call of calls) call.fail(error);
  }
}
