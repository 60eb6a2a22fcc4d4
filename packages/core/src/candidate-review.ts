import type { CacheControls } from './controls.ts';
import type { Clock } from './clock.ts';
import type { Feedback } from './feedback.ts';
import { freshnessOf } from './freshness.ts';
import type { Explanation, Judge, Verdict } from './ports/judge.ts';
import type { CacheEvent, Observer } from './ports/observer.ts';
import type { VectorMatch } from './ports/vector-store.ts';
import type { Reviewed, SecondOpinion } from './second-opinion.ts';

/** One candidate and what was decided of it. */
export type Judged = Reviewed & { readonly match: VectorMatch };

/** `needed`: what a reading of the pair must reach, where one decides. */
export type Explained = Judged & { readonly needed?: number; readonly details?: Explanation };

export type CandidateReviewOptions = {
  readonly judge: Judge;
  /** Absent: the judge alone decides. */
  readonly secondOpinion?: SecondOpinion;
  /** Absent: nobody can complain. */
  readonly feedback: Feedback | undefined;
  readonly clock: Clock;
  readonly observer: Observer;
  /** Lowest cosine accepted; a request may only raise it. */
  readonly threshold: number;
  /** Judges that a policy may ask for in place of that one. */
  readonly judges?: (name: string) => NamedJudge | undefined;
  /** Whether the observer is told what was compared. */
  readonly showTexts?: boolean;
};

/** A judge with the lowest cosine it was measured at. */
export type NamedJudge = { readonly judge: Judge; readonly threshold: number };

type CandidateEvent = Extract<CacheEvent, { kind: 'candidate' }>;

/** Decides which candidate may answer: in the order of likeness, the first that passes. */
export class CandidateReview {
  readonly #options: CandidateReviewOptions;
  #tightened = 0;

  constructor(options: CandidateReviewOptions) {
    this.#options = options;
  }

  /** Lowest cosine accepted now, where neither policy nor caller says otherwise. */
  get threshold(): number {
    return Math.max(this.#options.threshold, this.#tightened);
  }

  /** Lowest cosine accepted now of what this request is compared with. */
  thresholdFor(context: Pick<ReviewContext, 'controls' | 'judge'>): number {
    const { threshold } = this.#named(context);
    return Math.max(threshold, this.#tightened, context.controls.threshold ?? 0);
  }

  /** Raises the threshold while too many hits are found wrong; one that is not above the configured threshold takes it back, for laxer policies too. */
  tighten(threshold: number): void {
    this.#tightened = threshold > this.#options.threshold ? threshold : 0;
  }

  /** For the time that the embedding of the text takes. */
  prepare(text: string, judge?: string): void {
    try {
      this.#named({ judge }).judge.prepare?.(text);
    } catch {
      // The verdicts will fail on it too, one by one.
    }
  }

  /** Judges from the nearest on and stops at the first that passes; the last element tells which way it ended. */
  async cascade(
    text: string,
    matches: readonly VectorMatch[],
    context: ReviewContext,
  ): Promise<readonly Judged[]> {
    const judged: Judged[] = [];
    const readings = this.#options.secondOpinion?.on(text, context.signal);
    // oxlint-disable no-await-in-loop -- in order: the first that passes wins
    for (const match of matches) {
      const own = this.#judge(text, match, context);
      const { verdict, ...read } =
        readings === undefined || own.needs === undefined
          ? { verdict: own }
          : await readings.review(match.text, own, context.signal);
      if (verdict.accepted) context.onAccepted?.(match);
      const final = verdict.accepted ? await this.#heedFeedback(text, match, verdict, context) : verdict;
      judged.push({ match, verdict: final, ...read });
      this.#options.observer.observe({
        kind: 'candidate',
        entry: match.id,
        score: match.score,
        threshold: this.thresholdFor(context),
        rank: judged.length - 1,
        accepted: final.accepted,
        guard: final.accepted ? undefined : final.guard,
        ...this.#textsOf(text, { match, verdict: final }),
      });
      if (final.accepted) break;
    }
    // oxlint-enable no-await-in-loop
    return judged;
  }

  /** All that can be said of each candidate, with no mark in the metrics; read is what a lookup would have read. */
  async explain(
    text: string,
    matches: readonly VectorMatch[],
    context: ReviewContext,
  ): Promise<readonly Explained[]> {
    const readings = this.#options.secondOpinion?.on(text);
    const explained: Explained[] = [];
    // oxlint-disable no-await-in-loop -- in order, as a lookup reads them
    for (const match of matches) {
      const own = this.#judge(text, match, context);
      const { verdict, ...read } = (await readings?.review(match.text, own)) ?? { verdict: own };
      const final = verdict.accepted ? await this.#heedFeedback(text, match, verdict, context) : verdict;
      const needed = own.needs === undefined ? {} : { needed: own.needs };
      const details = this.#details(text, match, context);
      explained.push({
        match,
        verdict: final,
        ...read,
        ...needed,
        ...(details === undefined ? {} : { details }),
      });
    }
    // oxlint-enable no-await-in-loop
    return explained;
  }

  #textsOf(question: string, { match, verdict }: Judged): Pick<CandidateEvent, 'texts'> {
    if (this.#options.showTexts !== true) return {};
    const reason = verdict.accepted ? '' : verdict.reason;
    return { texts: { question, stored: match.text, reason } };
  }

  #details(text: string, match: VectorMatch, context: ReviewContext): Explanation | undefined {
    const { text: other, score, minScore } = match;
    try {
      const query = { text, threshold: this.thresholdFor(context) };
      return this.#named(context).judge.explain?.(query, { text: other, score, minScore });
    } catch {
      // The verdict says that the judge failed; there is nothing to add.
      return undefined;
    }
  }

  #judge(text: string, match: VectorMatch, context: ReviewContext): Verdict {
    if (freshnessOf(match, context.controls, this.#options.clock.now()) !== 'fresh') {
      return { accepted: false, guard: 'too-old', reason: 'The entry is older than this request accepts.' };
    }
    try {
      const { score, minScore } = match;
      const candidate = { text: match.text, score, minScore };
      const query = { text, threshold: this.thresholdFor(context) };
      return this.#named(context).judge.judge(query, candidate);
    } catch {
      // Verification fails closed: what could not be judged is not served.
      return { accepted: false, guard: 'judge-error', reason: 'The judge failed on this pair.' };
    }
  }

  #named({ judge }: Pick<ReviewContext, 'judge'>): NamedJudge {
    return (judge === undefined ? undefined : this.#options.judges?.(judge)) ?? this.#options;
  }

  async #heedFeedback(
    text: string,
    match: VectorMatch,
    accepted: Verdict,
    { partition, signal }: ReviewContext,
  ): Promise<Verdict> {
    const { feedback } = this.#options;
    if (feedback === undefined) return accepted;
    try {
      const pair = { partition, stored: match.text, asked: text };
      if (!(await feedback.isPairBanned(pair, signal))) return accepted;
      return {
        accepted: false,
        guard: 'feedback',
        reason: 'Somebody said that the answer to one of these questions is wrong for the other.',
      };
    } catch (error) {
      if (signal?.aborted === true) throw error;
      // Whoever complains of an entry also raises its own threshold, which lies with the point: of this one nobody did.
      if (match.minScore === 0) return accepted;
      return {
        accepted: false,
        guard: 'feedback-unavailable',
        reason: 'Somebody complained of this answer, and for which questions cannot be read now.',
      };
    }
  }
}

export type ReviewContext = {
  /** Of the question and of all candidates. */
  readonly partition: string;
  readonly controls: CacheControls;
  readonly signal?: AbortSignal | undefined;
  /** The judge that a policy asks for, by its name. */
  readonly judge?: string | undefined;
  /** Told of each that the judge accepts, before it is known what people said of it. */
  readonly onAccepted?: (match: VectorMatch) => void;
};
