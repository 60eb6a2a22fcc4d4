import type { CacheEntry } from './cache-entry.ts';
import { DEFAULT_CONTROLS } from './controls.ts';
import { deleteEverywhere } from './delete-everywhere.ts';
import { InvalidRequestError } from './errors.ts';
import type { ExactTier } from './exact-tier.ts';
import { spacedText, type Feedback } from './feedback.ts';
import type { SemanticTier } from './semantic-tier.ts';

export type Correction = {
  /** The id in the answer's `x-cache-entry`. That of an alias stands for the entry whose answer it gives. */
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
    const entry = await this.#answered(id);
    if (entry === undefined)
      throw new InvalidRequestError('There is no such entry.', { param: 'entry', status: 404 });
    const target = entry.fingerprint;
    // The question it was stored for: then the answer itself is wrong, for whoever asks.
    if (isOwnQuestion(entry, query)) return await this.#drop(target);
    const { partition = '', question = '' } = entry;
    await feedback.ban(target, { partition, stored: question, asked: query });
    try {
      const minScore = await semantic.raiseThreshold(target, { question, query });
      return { action: 'banned', minScore };
    } finally {
      // The ban holds even where the threshold cannot be raised now.
      await exact.forgetMemory();
    }
  }

  /** The entry that the upstream answered, also where an alias of it is named. */
  async #answered(id: string): Promise<CacheEntry | undefined> {
    const { exact, semantic } = this.#options;
    const find = async (key: string): Promise<CacheEntry | undefined> => {
      const found = await semantic?.entry(key);
      if (found !== undefined) return found;
      // Past its expiry it may still answer, where a policy says so.
      const lookup = await exact.stored(key, DEFAULT_CONTROLS);
      return 'entry' in lookup ? lookup.entry : undefined;
    };
    const found = await find(id);
    return found?.origin === undefined ? found : await find(found.origin);
  }

  async #drop(id: string): Promise<CorrectionResult> {
    const { exact } = this.#options;
    // Aliases lie in the exact tier alone. One that cannot be read now cannot be deleted either, which is said then.
    const alias = await exact.entry(id).catch(() => undefined);
    const { inExact, inSemantic } = await deleteEverywhere(alias?.origin ?? id, this.#options);
    return { action: 'dropped', found: inExact || inSemantic };
  }
}

/** Case counts: whoever got the answer about `polish` for `Polish` was answered by meaning. */
function isOwnQuestion(entry: CacheEntry, query: string): boolean {
  return entry.question === undefined || spacedText(entry.question) === spacedText(query);
}
