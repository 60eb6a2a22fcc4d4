import type { Clock } from './clock.ts';
import { Dependency, UNHURRIED, type CallLimits } from './dependency.ts';
import type { CrossEncoder } from './ports/cross-encoder.ts';
import type { Verdict } from './ports/judge.ts';
import type { Observer } from './ports/observer.ts';

export type SecondOpinionOptions = {
  readonly crossEncoder: CrossEncoder & { ping(signal?: AbortSignal): Promise<void> };
  readonly clock: Clock;
  readonly observer: Observer;
  readonly deadlineMs: number;
};

/** A verdict, and what the reading of the pair gave where there was one: log-odds. */
export type Reviewed = { readonly verdict: Verdict; readonly reading?: number };

type Pair = readonly [string, string];

const ANY_PAIR: Pair = ['a', 'b'];

/** Refused pairs read in one lookup: each takes milliseconds, mostly in vain, and the nearest is the likeliest. */
const MAX_APPEALS = 1;

/**
 * Log-odds. A reading as near as that to what it needs is close, and the pair is read the other way round as well: the two readings of such a
 * pair are .5 apart at the median, and their mean is right more often (`docs/decisions/0018-cross-encoder.md`).
 */
const CLOSE = 1;

/** A cross-encoder behind a deadline and a breaker, asked for the pairs of which the judge says that a reading would decide. */
export class SecondOpinion implements Disposable {
  readonly #crossEncoder: CrossEncoder;
  readonly #dependency: Dependency;
  /** Whether the last reading that anybody waited for failed. */
  #failed = false;

  constructor({ crossEncoder, ...options }: SecondOpinionOptions) {
    this.#crossEncoder = crossEncoder;
    this.#dependency = new Dependency({
      ...options,
      name: 'cross-encoder',
      ping: (signal) => crossEncoder.ping(signal),
    });
  }

  /** For the candidates of one lookup, told from the nearest on. */
  on(text: string, signal?: AbortSignal): LookupReadings {
    return new LookupReadings(text, (first, second) => this.#compare([first, second], { signal }));
  }

  get available(): boolean {
    return this.#dependency.available;
  }

  /**
   * Rejects while pairs cannot be read: the embedder beside it may be well, and its network not to be loaded. Reads one only
   * where the last reading failed.
   */
  async ping(signal: AbortSignal): Promise<void> {
    if (!this.#failed) return;
    await this.#crossEncoder.compare(...ANY_PAIR, signal);
    this.#failed = false;
  }

  /** Has the model loaded before a request waits for it. */
  warmUp(): void {
    // Whoever asks for a reading meets the same failure, and it is counted.
    this.#compare(ANY_PAIR, UNHURRIED).catch(() => {});
  }

  [Symbol.dispose](): void {
    this.#dependency[Symbol.dispose]();
  }

  async #compare([text, other]: Pair, limits: CallLimits): Promise<number | undefined> {
    const read = (until: AbortSignal) => this.#crossEncoder.compare(text, other, until);
    try {
      const reading = await this.#dependency.call('compare', read, limits);
      this.#failed = false;
      return reading;
    } catch (error) {
      // Of a caller that left nothing is known.
      if (limits.signal?.aborted !== true) this.#failed = true;
      throw error;
    }
  }
}

/** Where a pair cannot be read, or not in time, the judge's own verdict stands, and the lookup waits for no further one. */
export class LookupReadings {
  readonly #text: string;
  readonly #compare: CrossEncoder['compare'];
  #appeals = 0;
  #failed = false;

  constructor(text: string, compare: CrossEncoder['compare']) {
    this.#text = text;
    this.#compare = compare;
  }

  /** Rejects only with the caller's own abort reason. */
  async review(other: string, verdict: Verdict, signal?: AbortSignal): Promise<Reviewed> {
    const { accepted, needs } = verdict;
    if (needs === undefined || this.#failed) return { verdict };
    if (!accepted) this.#appeals += 1;
    if (!accepted && this.#appeals > MAX_APPEALS) return { verdict };
    const reading = await this.#read(other, needs, signal);
    return reading === undefined ? { verdict } : { verdict: decided(verdict, reading, needs), reading };
  }

  async #read(other: string, needed: number, signal: AbortSignal | undefined): Promise<number | undefined> {
    // One order whoever asks: what is decided cannot depend on which text was stored.
    const [first, second] = this.#text < other ? [this.#text, other] : [other, this.#text];
    try {
      const reading = await this.#compare(first, second);
      if (reading === undefined || Math.abs(reading - needed) > CLOSE) return reading;
      const reversed = await this.#compare(second, first);
      return reversed === undefined ? undefined : (reading + reversed) / 2;
    } catch (error) {
      if (signal?.aborted === true) throw error;
      // An outage is in the metrics; it neither serves nor refuses anything.
      this.#failed = true;
      return undefined;
    }
  }
}

function decided(verdict: Verdict, reading: number, needed: number): Verdict {
  if (reading < needed) {
    const reason = `Read together, the two differ: log-odds ${reading.toFixed(1)}, below ${needed.toFixed(1)}.`;
    return verdict.accepted ? { accepted: false, guard: 'reading', reason } : verdict;
  }
  return verdict.accepted ? verdict : { accepted: true, confidence: 1 / (1 + Math.exp(-reading)) };
}
