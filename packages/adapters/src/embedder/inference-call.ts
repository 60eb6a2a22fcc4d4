import type { InferenceResult, InferenceTask } from './inference-messages.ts';

/** One call's tasks on their way: handed out one by one, their results collected in their order. */
export class InferenceCall {
  readonly #tasks: readonly InferenceTask[];
  readonly #results: InferenceResult[];
  readonly #outcome = Promise.withResolvers<readonly InferenceResult[]>();
  #handedOut = 0;
  #delivered = 0;
  #settled = false;

  constructor(tasks: readonly InferenceTask[]) {
    this.#tasks = tasks;
    this.#results = Array.from({ length: tasks.length });
  }

  /** All results, or the first failure. */
  get outcome(): Promise<readonly InferenceResult[]> {
    return this.#outcome.promise;
  }

  /** Tasks not handed out yet; none once the call has failed. */
  get waiting(): number {
    return this.#settled ? 0 : this.#tasks.length - this.#handedOut;
  }

  take(): { readonly task: InferenceTask; readonly index: number } | undefined {
    const task = this.waiting > 0 ? this.#tasks[this.#handedOut] : undefined;
    return task === undefined ? undefined : { task, index: this.#handedOut++ };
  }

  deliver(index: number, result: InferenceResult): void {
    this.#results[index] = result;
    this.#delivered += 1;
    if (this.#delivered < this.#tasks.length) return;
    this.#settled = true;
    this.#outcome.resolve(this.#results);
  }

  fail(error: unknown): void {
    this.#settled = true;
    this.#outcome.reject(error);
  }
}
