import type { Clock } from './clock.ts';
import { withDeadline } from './deadline.ts';
import { messageOf, StrataError } from './errors.ts';
import type { Observer } from './ports/observer.ts';

export type WriteTrialsOptions = {
  /** `exact`, `vectors`: the label of its metric. */
  readonly name: string;
  readonly clock: Clock;
  readonly observer: Observer;
};

export type Write = {
  readonly bytes: number;
  readonly run: () => Promise<void>;
  /** Writes as much, and leaves nothing that anybody finds. */
  readonly trial: (signal: AbortSignal) => Promise<void>;
};

const PAUSE_MS = 2_000;
const TRIAL_DEADLINE_MS = 3_000;

/**
 * Whether a store takes what it is given. A full disk fails writes and no read, so that no breaker opens, rightly; and
 * small writes may still succeed. So after a failure one of that size is tried in the background until it succeeds.
 */
export class WriteTrials implements Disposable {
  readonly #options: WriteTrialsOptions;
  #failed: { readonly bytes: number; readonly problem: string } | undefined;
  #cancel: () => void = () => undefined;

  constructor(options: WriteTrialsOptions) {
    this.#options = options;
  }

  /** Why the last write failed, until one as large has succeeded. */
  get problem(): string | undefined {
    return this.#failed?.problem;
  }

  /** Rejects as the write does. */
  async watch(write: Write): Promise<void> {
    try {
      await write.run();
    } catch (error) {
      this.#noteFailure(write, error);
      throw error;
    }
    if (this.#failed !== undefined && write.bytes >= this.#failed.bytes) this.#succeeded();
  }

  [Symbol.dispose](): void {
    this.#failed = undefined;
    this.#cancel();
  }

  #noteFailure({ bytes, trial }: Write, error: unknown): void {
    // An open breaker has said all there is to say, and asks by itself.
    if (error instanceof StrataError && error.code === 'open') return;
    const { name: dependency, observer } = this.#options;
    const before = this.#failed;
    if (before !== undefined && before.bytes <= bytes) return;
    this.#failed = { bytes, problem: messageOf(error) };
    if (before === undefined) {
      observer.observe({ kind: 'writable', dependency, writable: false, cause: messageOf(error) });
    }
    this.#tryLater(trial);
  }

  #tryLater(trial: Write['trial']): void {
    const { clock, name } = this.#options;
    this.#cancel();
    const failed = this.#failed;
    this.#cancel = clock.after(PAUSE_MS, () => {
      const limits = { clock, ms: TRIAL_DEADLINE_MS, what: `${name}: trial write` };
      withDeadline(trial, limits).then(
        () => this.#ifStill(failed, () => this.#succeeded()),
        () => this.#ifStill(failed, () => this.#tryLater(trial)),
      );
    });
  }

  /** Meanwhile a write may have told more than the trial, or all may have ended. */
  #ifStill(failed: unknown, work: () => void): void {
    if (this.#failed === failed) work();
  }

  #succeeded(): void {
    this.#failed = undefined;
    this.#cancel();
    const { name: dependency, observer } = this.#options;
    observer.observe({ kind: 'writable', dependency, writable: true });
  }
}
