import type { Account, Charged, UpstreamCharge } from './account.ts';

type Sharer = {
  /** Absent: nobody is charged while this one leads. */
  readonly account?: Account | undefined;
};

/** Who joins a run. */
type Joining = Sharer & {
  /** Aborted when the caller hangs up. */
  readonly signal?: AbortSignal;
};

/** A caller's place in a run. */
type Place = {
  /** Gives it up; once is enough. */
  readonly leave: () => void;
  /** Whether the run's upstream call is this caller's to pay, as it stands. */
  readonly pays: () => boolean;
};

/**
 * One run of work that several callers share. It is aborted only when the last of them has left: a leader that hangs
 * up does not take the answer away from its followers. The first of those who are there leads it, and pays for it.
 */
export class Flight<T> {
  /** What the callers wait for. The run may go on after it (a stream still flows, a write-back is under way). */
  readonly result: Promise<T>;
  /** Aborted when nobody waits any more. */
  readonly signal: AbortSignal;
  readonly #controller = new AbortController();
  readonly #keepAbandoned: boolean;
  /** In the order in which they came. */
  readonly #sharers = new Set<Sharer>();
  #lastToLeave: Sharer | undefined;
  /** Known for good once the run was charged. */
  #payer: Sharer | undefined;
  #isAnswered = false;

  constructor(result: Promise<T>, options: { readonly keepAbandoned: boolean }) {
    this.result = result;
    this.signal = this.#controller.signal;
    this.#keepAbandoned = options.keepAbandoned;
    // Whoever still waits handles the rejection; when nobody does, it is nobody's.
    result.catch(() => {});
  }

  /** Nobody is left to give an answer to; one that is whole is still stored. */
  giveUp(): void {
    if (!this.#isAnswered) this.#controller.abort(new AbandonedError());
  }

  /** The answer is whole: who leaves from now on ends nothing, and what is still to be stored goes on. */
  answered(): void {
    this.#isAnswered = true;
  }

  /** Charges what the run's upstream call came to: to who leads now, or led when the last one left. */
  charge(charge: UpstreamCharge): void {
    this.#payer = this.#leader;
    this.#payer?.account?.charge(charge);
  }

  /** Counts a caller in until it leaves or its signal aborts. */
  join({ account, signal }: Joining): Place {
    const sharer: Sharer = { account };
    this.#sharers.add(sharer);
    const leave = (): void => {
      signal?.removeEventListener('abort', leave);
      if (!this.#sharers.delete(sharer)) return;
      this.#lastToLeave = sharer;
      if (this.#sharers.size > 0 || this.#keepAbandoned || this.#isAnswered) return;
      this.#controller.abort(new AbandonedError());
    };
    signal?.addEventListener('abort', leave, { once: true });
    if (signal?.aborted === true) leave();
    return { leave, pays: () => (this.#payer ?? this.#leader) === sharer };
  }

  get #leader(): Sharer | undefined {
    const [first] = this.#sharers;
    return first ?? this.#lastToLeave;
  }
}

export class AbandonedError extends Error {
  constructor() {
    super('Every caller left before the answer came.');
    this.name = 'AbandonedError';
  }
}

/**
 * Hands the callers their result. Only what is `live`, a stream at its beginning, can still be abandoned and is
 * published once more at its end.
 */
export type Publish<T> = (value: T, state?: 'live') => void;

/** The returned promise ends when there is nothing more to join. Its upstream call is charged to those who share it. */
export type Run<T> = (publish: Publish<T>, charged: Charged) => Promise<void>;

export type SingleFlightOptions = {
  /** Finish a run that everybody left, for the cache's sake, in place of aborting it. */
  readonly keepAbandoned: boolean;
  /** How many finished keys are remembered for `finishedSince`. */
  readonly memory: number;
};

/** At most one run per key at a time. */
export class SingleFlight<T> {
  readonly #options: SingleFlightOptions;
  readonly #flights = new Map<string, Flight<T>>();
  readonly #finished = new Map<string, number>();
  readonly #running = new Map<Promise<void>, Flight<T>>();
  #tick = 0;

  constructor(options: SingleFlightOptions) {
    this.#options = options;
  }

  /** A mark in time for `finishedSince`. */
  get tick(): number {
    return this.#tick;
  }

  /**
   * Whether a run for the key ended after the mark. A caller whose lookup began before that and missed must look
   * again, or it would call the upstream for an answer that has just been stored.
   */
  finishedSince(key: string, tick: number): boolean {
    return (this.#finished.get(key) ?? -1) > tick;
  }

  get(key: string): Flight<T> | undefined {
    return this.#flights.get(key);
  }

  start(key: string, run: Run<T>): Flight<T> {
    const result = Promise.withResolvers<T>();
    const flight = new Flight(result.promise, this.#options);
    this.#flights.set(key, flight);
    const publish: Publish<T> = (value, state) => {
      result.resolve(value);
      if (state !== 'live') flight.answered();
    };
    const { signal } = flight;
    const done = run(publish, { signal, charge: (charge) => flight.charge(charge) })
      .catch((error: unknown) => result.reject(error as Error))
      .finally(() => {
        this.#release(key, flight);
        this.#running.delete(done);
      });
    this.#running.set(done, flight);
    // A run that nobody waits for any more takes no new callers: it is about to fail.
    signal.addEventListener('abort', () => this.#release(key, flight), { once: true });
    return flight;
  }

  /** Lets nobody join the key's run any more; those who have joined stay. */
  close(key: string): void {
    const flight = this.#flights.get(key);
    if (flight !== undefined) this.#release(key, flight);
  }

  /** Resolves when every run under way has ended, write-backs included. */
  async drain(): Promise<void> {
    await Promise.allSettled(this.#running.keys());
  }

  /** Aborts every run under way that has no whole answer yet, also those that are finished for the cache's sake. */
  giveUp(): void {
    for (const flight of this.#running.values()) flight.giveUp();
  }

  #release(key: string, flight: Flight<T>): void {
    if (this.#flights.get(key) !== flight) return;
    this.#flights.delete(key);
    this.#finished.delete(key);
    this.#finished.set(key, (this.#tick += 1));
    if (this.#finished.size > this.#options.memory) {
      const [oldest] = this.#finished.keys();
      if (oldest !== undefined) this.#finished.delete(oldest);
    }
  }
}
