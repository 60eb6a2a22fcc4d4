import { DependencyError, messageOf, type Clock, type EmbedderDescription } from '@strata/core';
import type { InferenceResult, InferenceTask, ThreadMessage } from './inference-messages.ts';
import type { InferenceThread, StartThread } from './inference-thread.ts';

/** One task on its way through a thread. Exactly one of the two is called, once. */
export type InferenceJob = {
  readonly task: InferenceTask;
  readonly resolve: (result: InferenceResult) => void;
  readonly reject: (error: DependencyError) => void;
};

export type SupervisorEvents = {
  readonly onReady: (description: EmbedderDescription) => void;
  /** There is room for another job. */
  readonly onRoom: () => void;
  /** The thread ended; see `state` for what follows. */
  readonly onDown: (error: DependencyError) => void;
};

export type ThreadState = 'loading' | 'ready' | 'down' | 'stopped';

const FIRST_BACK_OFF_MS = 200;
const LONGEST_BACK_OFF_MS = 30_000;

/**
 * Keeps one inference thread running. A thread that ended after it had served is started again at once; one
 * that keeps failing, after a time that doubles. Jobs of an ended thread are rejected, not repeated: the text
 * may be what ended it.
 */
export class SupervisedThread {
  readonly #start: StartThread;
  readonly #clock: Clock;
  readonly #events: SupervisorEvents;
  readonly #jobs = new Map<number, InferenceJob>();
  #thread: InferenceThread | undefined;
  #state: ThreadState = 'loading';
  #nextId = 0;
  #failures = 0;
  #restartAt = 0;
  #cancelRestart = (): void => {};

  constructor({ start, clock, events }: { start: StartThread; clock: Clock; events: SupervisorEvents }) {
    this.#start = start;
    this.#clock = clock;
    this.#events = events;
    this.#launch();
  }

  get state(): ThreadState {
    return this.#state;
  }

  get running(): number {
    return this.#jobs.size;
  }

  /** How long until the next attempt to start, in milliseconds; 0 unless `down`. */
  get restartInMs(): number {
    return this.#state === 'down' ? Math.max(0, this.#restartAt - this.#clock.elapsed()) : 0;
  }

  run(job: InferenceJob): void {
    const id = this.#nextId++;
    this.#jobs.set(id, job);
    if (this.#jobs.size === 1) this.#thread?.hold(true);
    this.#thread?.send({ id, ...job.task });
  }

  async stop(): Promise<void> {
    this.#state = 'stopped';
    this.#cancelRestart();
    this.#rejectJobs(new DependencyError('The embedder was disposed.', { code: 'disposed' }));
    await this.#thread?.stop();
  }

  #launch(): void {
    this.#state = 'loading';
    this.#thread = this.#start({
      onMessage: (message) => this.#receive(message),
      onEnd: (error) => this.#ended(error),
    });
  }

  #receive(message: ThreadMessage): void {
    if (this.#state === 'stopped') return;
    if (message.kind === 'ready') this.#ready(message.description);
    else this.#answered(message);
  }

  #ready(description: EmbedderDescription): void {
    this.#state = 'ready';
    this.#thread?.hold(false);
    this.#events.onReady(description);
    this.#events.onRoom();
  }

  #answered(message: Exclude<ThreadMessage, { kind: 'ready' }>): void {
    const job = this.#jobs.get(message.id);
    this.#jobs.delete(message.id);
    // Only an answer counts as health: a thread that loads and then ends at its first text must back off.
    this.#failures = 0;
    if (message.kind === 'done') job?.resolve(message.result);
    else
      job?.reject(
        new DependencyError(`The text was not embedded: ${message.reason}`, { code: 'inference_failed' }),
      );
    this.#events.onRoom();
    if (this.#jobs.size === 0) this.#thread?.hold(false);
  }

  #ended(cause: unknown): void {
    if (this.#state === 'stopped') return;
    const code = this.#state === 'loading' ? 'unavailable' : 'crashed';
    const doing = this.#state === 'loading' ? 'could not start' : 'ended';
    const error = new DependencyError(`The inference thread ${doing}: ${messageOf(cause)}`, { code, cause });
    this.#thread = undefined;
    const failures = this.#failures++;
    const isAtOnce = failures === 0 && this.#state === 'ready';
    if (isAtOnce) this.#state = 'loading';
    else this.#scheduleRestart(failures);
    this.#rejectJobs(error);
    this.#events.onDown(error);
    if (isAtOnce) this.#launchAgain();
  }

  /** Where the system has no thread to give (its limit is reached, say), that is a failure like one while loading. */
  #launchAgain(): void {
    try {
      this.#launch();
    } catch (error) {
      this.#ended(error);
    }
  }

  #scheduleRestart(failures: number): void {
    const delayMs = Math.min(LONGEST_BACK_OFF_MS, FIRST_BACK_OFF_MS * 2 ** failures);
    this.#state = 'down';
    this.#restartAt = this.#clock.elapsed() + delayMs;
    this.#cancelRestart = this.#clock.after(delayMs, () => this.#launchAgain());
  }

  #rejectJobs(error: DependencyError): void {
    const jobs = [...this.#jobs.values()];
    this.#jobs.clear();
    for (const job of jobs) job.reject(error);
  }
}
