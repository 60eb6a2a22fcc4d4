import { UpstreamError, type Clock } from '@strata/core';
import { pause } from '../demo/paced-events.ts';
import { isAboutProvider } from './provider-health.ts';
import { askedPauseMs, backOffMs, mayRetry } from './retries.ts';
import type { Candidate, Route } from './route-table.ts';

export type RoutedCallOptions<T> = {
  readonly route: Route;
  /** Nobody else is asked after these: rather one that rests than nobody. */
  readonly lastResort: boolean;
  /** Whether a provider may be asked again. */
  readonly retry: boolean;
  readonly clock: Clock;
  readonly random: () => number;
  readonly signal: AbortSignal;
  /** One attempt, which takes its place in the provider's gate and gives it back. */
  readonly attempt: (candidate: Candidate) => Promise<T>;
};

type Tried = { readonly candidate: Candidate; readonly attempts: number; readonly againAt: number };
type Some<T> = readonly [T, ...T[]];

/** A longer wait is the client's to make: it is told when to come again. */
const MAX_WAIT_MS = 60_000;

/**
 * One request on its way through the providers of a model: each is tried once, by its turn, those that are well and have
 * a free place first; then those that may be retried, after their pause. Nothing has reached the client yet.
 */
export class RoutedCall<T> {
  readonly #options: RoutedCallOptions<T>;
  readonly #fresh: Set<Candidate>;
  readonly #tried = new Map<Candidate, Tried>();
  #failure: unknown;

  constructor(options: RoutedCallOptions<T>) {
    this.#options = options;
    this.#fresh = new Set(options.route.candidates);
  }

  /** Rejects with the last failure; all of them are about the providers, not about the request. */
  async run(): Promise<T> {
    for (;;) {
      // oxlint-disable-next-line no-await-in-loop -- one attempt after the other
      const candidate = this.#nextFresh() ?? (await this.#nextRetry());
      if (candidate === undefined) throw this.#failure ?? this.#resting();
      try {
        // oxlint-disable-next-line no-await-in-loop -- one attempt after the other
        return await this.#options.attempt(candidate);
      } catch (error) {
        if (this.#options.signal.aborted || !worthAnother(error, candidate)) throw error;
        this.#failure = error;
        this.#remember(candidate, error);
      }
    }
  }

  /** Whose turn it is among those not tried yet. */
  #nextFresh(): Candidate | undefined {
    const fresh = [...this.#fresh];
    const ready = fresh.filter(({ provider, model }) => provider.health.standing(model).kind === 'ready');
    const usable = some(ready) ?? this.#unlikely(fresh);
    if (usable === undefined) return undefined;
    const open =
      some(usable.filter(({ provider }) => provider.gate.free)) ??
      some(usable.filter(({ provider }) => provider.gate.open));
    const chosen = this.#options.route.turns.next(open ?? usable);
    this.#fresh.delete(chosen);
    return chosen;
  }

  /** Those that keep failing are better than none, unless somebody has answered for them already. */
  #unlikely(fresh: readonly Candidate[]): Some<Candidate> | undefined {
    if (!this.#options.lastResort || this.#tried.size > 0) return undefined;
    return some(fresh.filter(({ provider, model }) => provider.health.standing(model).kind === 'open'));
  }

  /** The one that may be asked again soonest, when that time has come. */
  async #nextRetry(): Promise<Candidate | undefined> {
    const { clock, signal, retry } = this.#options;
    if (!retry) return undefined;
    const waiting = [...this.#tried.values(), ...this.#cooling()];
    const [soonest] = waiting
      .filter(({ candidate, attempts }) => attempts <= candidate.provider.retries)
      .toSorted((one, other) => one.againAt - other.againAt);
    if (soonest === undefined) return undefined;
    const waitMs = soonest.againAt - clock.elapsed();
    if (waitMs > MAX_WAIT_MS) return undefined;
    if (waitMs > 0) await pause(waitMs, clock, signal);
    this.#tried.set(soonest.candidate, soonest);
    this.#fresh.delete(soonest.candidate);
    return soonest.candidate;
  }

  /** One that asked others for a pause counts as if it had asked this request. */
  #cooling(): readonly Tried[] {
    return [...this.#fresh].flatMap((candidate) => {
      const standing = candidate.provider.health.standing(candidate.model);
      return standing.kind === 'cooling' ? [{ candidate, attempts: 1, againAt: standing.untilMs }] : [];
    });
  }

  #remember(candidate: Candidate, error: UpstreamError): void {
    const attempts = (this.#tried.get(candidate)?.attempts ?? 0) + 1;
    const { clock, random } = this.#options;
    const again = mayRetry(error) && error.code !== 'overloaded';
    const waitMs = askedPauseMs(error, clock.now()) ?? backOffMs(attempts, random);
    const againAt = again ? clock.elapsed() + waitMs : Infinity;
    this.#tried.set(candidate, { candidate, attempts, againAt });
  }

  /** Nobody was asked: all of them rest. */
  #resting(): UpstreamError {
    const now = this.#options.clock.elapsed();
    const standings = this.#options.route.candidates.map(({ provider, model }) =>
      provider.health.standing(model),
    );
    const pauses = standings.flatMap((standing) =>
      standing.kind === 'cooling' ? [standing.untilMs - now] : [],
    );
    if (pauses.length === 0) {
      return new UpstreamError('Every provider of the model keeps failing and is left alone for now.', {
        code: 'connect',
        retryable: true,
      });
    }
    return new UpstreamError('Every provider of the model asked for a pause.', {
      code: 'rate_limited',
      retryable: true,
      retryAfterMs: Math.min(...pauses),
    });
  }
}

/** Whether another provider, or the same one later, may do better. */
export function worthAnother(error: unknown, { provider }: Candidate): error is UpstreamError {
  if (!(error instanceof UpstreamError)) return false;
  // A caller should hear that its own credential was refused.
  return !provider.refusesCaller(error.response?.status) && isAboutProvider(error);
}

function some<T>(list: readonly T[]): Some<T> | undefined {
  const [first, ...others] = list;
  return first === undefined ? undefined : [first, ...others];
}
