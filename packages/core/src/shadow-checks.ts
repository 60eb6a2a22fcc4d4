import type { CacheEntry } from './cache-entry.ts';
import type { ApiRequest } from './api-request.ts';
import { entryId } from './cache-entry.ts';
import type { CandidateReview } from './candidate-review.ts';
import type { Clock } from './clock.ts';
import { ErrorRate, type ErrorEstimate } from './error-rate.ts';
import { parseJsonObject, type JsonObject } from './json.ts';
import { messageOf, UpstreamError } from './errors.ts';
import type { Observer } from './ports/observer.ts';
import type { Upstream } from './ports/upstream.ts';
import type { Protocol } from './protocols/protocol.ts';
import { nextTurn } from './next-turn.ts';
import { untilAborted } from './until-aborted.ts';

/** Whether two answers to one question say the same. Rejects when it cannot tell now. */
export type CompareAnswers = (pair: AnswerPair, signal: AbortSignal) => Promise<boolean>;

export type AnswerPair = {
  readonly question: string;
  readonly served: string;
  readonly fresh: string;
  /** For the upstream, where it is asked once more: those of the caller, whose credential may be the only one. */
  readonly headers: Readonly<Record<string, string>>;
};

export type ShadowOptions = {
  /** Share of semantic hits that are checked, 0 to 1. */
  readonly share: number;
  /** Checks an hour at most: what they may cost. Each is an upstream call, and one more where a model compares. */
  readonly budgetPerHour: number;
  /** Wrong hits above this share tighten the threshold; absent: only observed. */
  readonly maxErrorRate: number | undefined;
  readonly upstream: Upstream;
  readonly compare: CompareAnswers;
  readonly review: CandidateReview;
  /** Called for a hit that was found wrong. */
  readonly onWrong: (pair: { readonly entry: string; readonly query: string }) => Promise<unknown>;
  readonly clock: Clock;
  readonly observer: Observer;
  /** 0 to 1, uniform. */
  readonly random: () => number;
};

export type ServedHit = {
  readonly request: ApiRequest;
  readonly protocol: Protocol;
  readonly query: string;
  readonly entry: CacheEntry;
  readonly headers: Readonly<Record<string, string>>;
};

const HOUR_MS = 3_600_000;
const CHECK_DEADLINE_MS = 120_000;
const STEP = 0.01;
/** One wrong answer alone says little of a rate; its pair is banned in any case. */
const MIN_CHECKS = 10;
const TIGHTEST = 0.999;

/**
 * Asks the upstream, in the background, some of the questions that were answered by meaning, and compares: a running
 * estimate of wrong hits, on live traffic. Never on a request's own time.
 */
export class ShadowChecks implements Disposable {
  readonly #options: ShadowOptions;
  readonly #rate = new ErrorRate({ window: 1_000 });
  readonly #running = new Set<Promise<void>>();
  readonly #stop = new AbortController();
  #hourStartedAt = Number.NEGATIVE_INFINITY;
  #spentThisHour = 0;

  constructor(options: ShadowOptions) {
    this.#options = options;
  }

  /** The share of wrong hits among those checked, with its 95 % interval. */
  get estimate(): ErrorEstimate {
    return this.#rate.estimate();
  }

  /** Maybe checks a hit that has been served. Returns at once. */
  consider(hit: ServedHit): void {
    const { random, share, observer } = this.#options;
    if (this.#stop.signal.aborted || random() >= share) return;
    if (!this.#withinBudget()) return observer.observe({ kind: 'shadow-check', verdict: 'over-budget' });
    const check = nextTurn()
      .then(() => this.#check(hit))
      .catch((error: unknown) => {
        if (this.#stop.signal.aborted) return;
        observer.observe({ kind: 'shadow-check', verdict: 'failed', cause: causeOf(error) });
      })
      .finally(() => this.#running.delete(check));
    this.#running.add(check);
  }

  async drain(): Promise<void> {
    await Promise.allSettled(this.#running);
  }

  /** Gives up what is under way: a stop waits for requests, and not for statistics. */
  [Symbol.dispose](): void {
    this.#stop.abort(new Error('Strata is stopping.'));
  }

  async #check(hit: ServedHit): Promise<void> {
    const timeout = new AbortController();
    const cancel = this.#options.clock.after(CHECK_DEADLINE_MS, () =>
      timeout.abort(new Error('The shadow check took too long.')),
    );
    try {
      const signal = AbortSignal.any([timeout.signal, this.#stop.signal]);
      const pair = await untilAborted(this.#askAgain(hit, signal), signal);
      const same = await untilAborted(this.#options.compare(pair, signal), signal);
      await this.#note(same, { entry: entryId(hit.entry), query: pair.question });
    } finally {
      cancel();
    }
  }

  /** The answer that was served, and a new one to the same question. */
  async #askAgain(
    { request, protocol, query, entry, headers }: ServedHit,
    signal: AbortSignal,
  ): Promise<AnswerPair> {
    const { stream: _stream, stream_options: _options, cache: _cache, ...body } = request.body;
    const { path } = protocol;
    const { model } = request;
    const asked = { body: JSON.stringify(body), path, query, model, stream: false, headers };
    const answer = await this.#options.upstream.complete(asked, signal);
    // Another model's answer says nothing about this one's.
    if (answer.kind !== 'whole' || answer.substitute !== undefined)
      throw new TypeError('The upstream streamed, or asked another model.');
    const wholeOf = (bytes: Uint8Array): JsonObject | undefined =>
      parseJsonObject(Buffer.from(bytes).toString());
    const fresh = wholeOf(answer.body);
    // Nor does one that is cut off, filtered or empty.
    if (fresh === undefined || protocol.refusal(fresh) !== undefined)
      throw new TypeError('The upstream gave no complete answer.');
    return {
      question: entry.question ?? '',
      served: protocol.answerText(wholeOf(entry.body) ?? {}),
      fresh: protocol.answerText(fresh),
      headers,
    };
  }

  async #note(same: boolean, pair: { readonly entry: string; readonly query: string }): Promise<void> {
    const { observer, onWrong } = this.#options;
    observer.observe({ kind: 'shadow-check', verdict: same ? 'agree' : 'disagree' });
    this.#rate.add(!same);
    this.#adjust();
    if (!same) await onWrong(pair);
  }

  #withinBudget(): boolean {
    const now = this.#options.clock.elapsed();
    if (now - this.#hourStartedAt >= HOUR_MS) {
      this.#hourStartedAt = now;
      this.#spentThisHour = 0;
    }
    this.#spentThisHour += 1;
    return this.#spentThisHour <= this.#options.budgetPerHour;
  }

  /**
   * Tightens while the interval's lower end is above the limit, that is while too many wrong hits are demonstrated and
   * not merely possible, and takes a step back when its upper end is below. After each step the counting starts anew:
   * what was seen before says nothing of the new threshold.
   */
  #adjust(): void {
    const { review, maxErrorRate, observer } = this.#options;
    const { checks, ratio, lower, upper } = this.#rate.estimate();
    const before = review.threshold;
    if (maxErrorRate !== undefined && checks >= MIN_CHECKS && lower > maxErrorRate)
      review.tighten(Math.min(TIGHTEST, before + STEP));
    if (maxErrorRate !== undefined && upper < maxErrorRate) review.tighten(before - STEP);
    const { threshold } = review;
    const changed = threshold !== before;
    observer.observe({ kind: 'false-hits', checks, ratio, lower, upper, threshold, changed });
    if (changed) this.#rate.reset();
  }
}

/** What an upstream said may hold what it was asked. */
function causeOf(error: unknown): string {
  if (!(error instanceof UpstreamError)) return messageOf(error);
  return error.response === undefined ? error.code : `The upstream answered ${error.response.status}.`;
}
