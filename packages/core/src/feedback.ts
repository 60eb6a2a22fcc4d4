import { Dependency, UNHURRIED, type CallLimits } from './dependency.ts';
import type { Clock } from './clock.ts';
import { sha256 } from './fingerprint.ts';
import type { ExactStore } from './ports/exact-store.ts';
import type { Observer } from './ports/observer.ts';
import { normaliseText } from './semantic-query.ts';

export type FeedbackOptions = {
  /** A store of its own: what people said outlives a clear of the cache. */
  readonly store: ExactStore;
  readonly clock: Clock;
  readonly observer: Observer;
  readonly deadlineMs: number;
};

/** Long beyond any entry's life: an entry that is stored anew is the same question, and the pair stays wrong. */
const KEPT_MS = 10 * 365 * 86_400_000;

/** What people said of answers: pairs that must never be served again, and entries that need more likeness. */
export class Feedback implements Disposable {
  readonly #options: FeedbackOptions;
  readonly #dependency: Dependency;

  constructor(options: FeedbackOptions) {
    this.#options = options;
    const { store, clock, observer, deadlineMs } = options;
    const ping = (signal: AbortSignal): Promise<void> => store.ping(signal);
    this.#dependency = new Dependency({ name: 'feedback', deadlineMs, clock, observer, ping });
  }

  /**
   * Whether an entry's answer may be given to a question that is so much alike: nobody called it wrong for that one, nor for one more
   * alike. Rejects with `DependencyError`: who cannot be sure must not serve.
   */
  async allows(entry: string, asked: Alike, signal?: AbortSignal): Promise<boolean> {
    // Both within the deadline of a request, which waits.
    const [ban, minScore] = await Promise.all([
      this.#get(banKey(entry, asked.question), { signal }),
      this.#minScore(entry, { signal }),
    ]);
    return ban === undefined && asked.similarity >= minScore;
  }

  /** Whether somebody said that two questions do not share an answer, whichever of them was asked first. Rejects with `DependencyError`. */
  async isPairBanned(pair: QuestionPair, signal?: AbortSignal): Promise<boolean> {
    return (await this.#get(pairKey(pair), { signal })) !== undefined;
  }

  async ban(entry: string, pair: QuestionPair): Promise<void> {
    await this.#set(banKey(entry, pair.asked), '1');
    await this.#set(pairKey(pair), '1');
  }

  /** The entry's own threshold; 0 where nobody complained. */
  async minScore(entry: string, signal?: AbortSignal): Promise<number> {
    return await this.#minScore(entry, { signal, ...UNHURRIED });
  }

  async setMinScore(entry: string, score: number): Promise<void> {
    await this.#set(`min:${entry}`, String(score));
  }

  [Symbol.dispose](): void {
    this.#dependency[Symbol.dispose]();
  }

  async #minScore(entry: string, limits: CallLimits): Promise<number> {
    const value = await this.#get(`min:${entry}`, limits);
    return value === undefined ? 0 : Number(Buffer.from(value).toString());
  }

  #get(key: string, limits: CallLimits): Promise<Uint8Array | undefined> {
    const { store } = this.#options;
    return this.#dependency.call('get', (inner) => store.get(key, inner), limits);
  }

  #set(key: string, value: string): Promise<void> {
    const { store, clock } = this.#options;
    const expiresAt = clock.now() + KEPT_MS;
    return this.#dependency.call(
      'set',
      (signal) => store.set(key, Buffer.from(value), expiresAt, signal),
      UNHURRIED,
    );
  }
}

/** A question that an entry was promoted for. `similarity`: cosine. */
export type Alike = { readonly question: string; readonly similarity: number };

/** Two questions of one partition. */
export type QuestionPair = { readonly partition: string; readonly stored: string; readonly asked: string };

function pairKey({ partition, stored, asked }: QuestionPair): string {
  const [first = '', second = ''] = [stored, asked].map(foldedText).toSorted();
  return `pair:${sha256([partition, first, second].join('\n'))}`;
}

/** Case, spacing and closing punctuation aside: whoever asks again with a full stop means the same pair. */
function banKey(entry: string, text: string): string {
  return `ban:${sha256(`${entry}\n${foldedText(text)}`)}`;
}

export function foldedText(text: string): string {
  return spacedText(text).toLowerCase();
}

/** Spacing and closing punctuation aside. */
export function spacedText(text: string): string {
  return (
    normaliseText(text)
      .replaceAll(/\s+/g, ' ')
      // Looked for at the beginning of each row of marks alone: else a long row within the text takes the square of its length.
      .replace(/(?<![\s.!?])[\s.!?]+$/, '')
  );
}
