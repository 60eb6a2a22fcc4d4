import type { CacheEntry } from './cache-entry.ts';
import { deleteEverywhere } from './delete-everywhere.ts';
import { InvalidRequestError } from './errors.ts';
import type { ExactTier } from './exact-tier.ts';
import { foldedText, type Feedback } from './feedback.ts';
import type { SemanticTier } from './semantic-tier.ts';

export type Correction = {
  /** The id in the answer's `x-cache-entry`. */
  readonly entry: string;
  /** The question that got the answer; needed for a wrong answer by meaning. */
  readonly query: string | undefined;
  readonly verdict: 'wrong' | 'outdated';
};

export type CorrectionResult =
  | { readonly action: 'dropped'; readonly found: boolean }
  /** `minScore`: the entry's own threshold from now on. */
  | { readonly action: 'banned'; readonly minScore: number };

export type CorrectionsOptions = {
  readonly exact: ExactTier;
  readonly semantic: SemanticTier | undefined;
  readonly feedback: Feedback;
};

/** What happens when somebody says that an answer was wrong or is outdated. */
export class Corrections {
  readonly #options: CorrectionsOptions;

  constructor(options: CorrectionsOptions) {
    this.#options = options;
  }

  /** Rejects with `InvalidRequestError` (404) for an entry nobody knows, or with `DependencyError`. */
  async record({ entry: id, query, verdict }: Correction): Promise<CorrectionResult> {
    const { exact, semantic, feedback } = this.#options;
    if (verdict === 'outdated' || query === undefined || semantic === undefined) return await this.#drop(id);
    const entry = (await semantic.entry(id)) ?? (await exact.entry(id));
    if (entry === undefined)
      throw new InvalidRequestError('There is no such entry.', { param: 'entry', status: 404 });
    // The question it was stored for: then the answer itself is wrong, for whoever asks.
    if (isOwnQuestion(entry, query)) return await this.#drop(id);
    await feedback.ban(id, query);
    const minScore = await semantic.raiseThreshold(id, { question: entry.question ?? '', query });
    await exact.forgetMemory();
    return { action: 'banned', minScore };
  }

  async #drop(id: string): Promise<CorrectionResult> {
    const { inExact, inSemantic } = await deleteEverywhere(id, this.#options);
    return { action: 'dropped', found: inExact || inSemantic };
  }
}

function isOwnQuestion(entry: CacheEntry, query: string): boolean {
  return entry.question === undefined || foldedText(entry.question) === foldedText(query);
}
