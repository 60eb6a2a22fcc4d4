import type { Clock } from './clock.ts';
import { DeadlineError } from './errors.ts';

export type Deadline = {
  readonly clock: Clock;
  readonly ms: number;
  /** Named in the error. */
  readonly what: string;
  readonly signal?: AbortSignal | undefined;
};

/**
 * Runs `work` and rejects with `DeadlineError` when it takes longer than `ms`, or with the signal's reason when the
 * caller leaves, whether or not the work itself listens to the signal it is given.
 */
export function withDeadline<T>(work: (signal: AbortSignal) => Promise<T>, deadline: Deadline): Promise<T> {
  const { clock, ms, what, signal } = deadline;
  if (signal?.aborted === true) return Promise.reject(signal.reason as Error);
  const controller = new AbortController();
  return new Promise<T>((resolve, reject) => {
    const stop = (reason: unknown): void => {
      finish();
      reject(reason);
      controller.abort(reason);
    };
    const cancelTimer = clock.after(ms, () => stop(new DeadlineError(`${what} took longer than ${ms} ms.`)));
    const onAbort = (): void => stop(signal?.reason);
    const finish = (): void => {
      cancelTimer();
      signal?.removeEventListener('abort', onAbort);
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    work(controller.signal).then(
      (value) => {
        finish();
        resolve(value);
      },
      (error: unknown) => {
        finish();
        reject(error);
      },
    );
  });
}
