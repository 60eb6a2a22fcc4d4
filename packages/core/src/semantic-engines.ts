import { decodeEntry, noEntry, type CacheEntry } from './cache-entry.ts';
import type { Clock } from './clock.ts';
import { Dependency, UNHURRIED, type CallLimits } from './dependency.ts';
import type { Embedder, Embedding } from './ports/embedder.ts';
import type { Observer } from './ports/observer.ts';
import type { VectorMatch, VectorPoint, VectorQuery, VectorStore } from './ports/vector-store.ts';
import { WriteTrials } from './write-trials.ts';

export type SemanticEnginesOptions = {
  readonly embedder: Embedder;
  readonly vectors: VectorStore;
  readonly clock: Clock;
  readonly observer: Observer;
  readonly embedDeadlineMs: number;
  readonly vectorDeadlineMs: number;
};

/**
 * What the semantic tier works with: the embedder and the vector store, each behind its own deadline and breaker. All
 * reject with `DependencyError`, or with the caller's own abort reason.
 */
export class SemanticEngines implements Disposable {
  readonly #options: SemanticEnginesOptions;
  readonly #embedder: Dependency;
  readonly #vectors: Dependency;
  readonly #writes: WriteTrials;

  constructor(options: SemanticEnginesOptions) {
    this.#options = options;
    const { clock, observer, embedder, vectors } = options;
    const watched = { clock, observer };
    this.#embedder = new Dependency({
      ...watched,
      name: 'embedder',
      deadlineMs: options.embedDeadlineMs,
      ping: (signal) => embedder.ping(signal),
    });
    this.#vectors = new Dependency({
      ...watched,
      name: 'vectors',
      deadlineMs: options.vectorDeadlineMs,
      ping: (signal) => vectors.ping(signal),
    });
    this.#writes = new WriteTrials({ ...watched, name: 'vectors' });
  }

  get available(): { readonly embedder: boolean; readonly vectors: boolean } {
    return { embedder: this.#embedder.available, vectors: this.#vectors.available };
  }

  /** Why the vector store does not take what it is given, where it does not. */
  get writeProblem(): string | undefined {
    return this.#writes.problem;
  }

  /** One for each text, in order. */
  embed(texts: readonly string[], limits: CallLimits = {}): Promise<readonly Embedding[]> {
    // By names of their own: how long one question takes is measured by the calls for one.
    const operation = texts.length === 1 ? 'embed' : 'embed-several';
    return this.#embedder.call(operation, (signal) => this.#options.embedder.embed(texts, signal), limits);
  }

  /** The embedder's fingerprint. */
  async space(): Promise<string> {
    const { embedder } = this.#options;
    const described = await this.#embedder.call('describe', (signal) => embedder.describe(signal), UNHURRIED);
    return described.fingerprint;
  }

  search(query: VectorQuery, limits: CallLimits = {}): Promise<readonly VectorMatch[]> {
    return this.#vectors.call('search', (signal) => this.#options.vectors.search(query, signal), limits);
  }

  /** A live entry. */
  async read(space: string, id: string, limits: CallLimits = {}): Promise<CacheEntry | undefined> {
    const { vectors } = this.#options;
    const bytes = await this.#vectors.call('read', (signal) => vectors.read(space, id, signal), limits);
    return entryIn(bytes, id);
  }

  async write(point: VectorPoint): Promise<void> {
    const { vectors, clock } = this.#options;
    await this.#writes.watch({
      bytes: point.entry.length,
      run: () => this.#vectors.call('upsert', (signal) => vectors.upsert(point, signal), UNHURRIED),
      trial: (signal) => vectors.upsert({ ...point, ...trialOf(point.entry, clock) }, signal),
    });
  }

  setMinScore(space: string, id: string, minScore: number): Promise<void> {
    const { vectors } = this.#options;
    const set = (signal: AbortSignal): Promise<void> => vectors.setMinScore(space, id, minScore, signal);
    return this.#vectors.call('threshold', set, UNHURRIED);
  }

  /** Whether there was such a point. */
  delete(space: string, id: string, limits: CallLimits = UNHURRIED): Promise<boolean> {
    return this.#vectors.call('delete', (signal) => this.#options.vectors.delete(space, id, signal), limits);
  }

  /** Also while the breaker is open: a store whose every search is refused for what lies in it is mended by this alone. */
  clear(): Promise<void> {
    const limits = { ...UNHURRIED, evenIfOpen: true };
    return this.#vectors.call('clear', (signal) => this.#options.vectors.clear(signal), limits);
  }

  [Symbol.dispose](): void {
    this.#writes[Symbol.dispose]();
    this.#embedder[Symbol.dispose]();
    this.#vectors[Symbol.dispose]();
  }
}

/** The entry in a point, if it is that point's own. */
export function entryIn(bytes: Uint8Array | undefined, id: string): CacheEntry | undefined {
  const entry = bytes === undefined ? undefined : decodeEntry(bytes);
  return entry?.fingerprint === id ? entry : undefined;
}

/** A point in a partition that no request has, for a moment. */
function trialOf(entry: Uint8Array, clock: Clock) {
  const name = 'write-trial';
  return { id: name, partition: name, text: '', entry: noEntry(entry), expiresAt: clock.now() + 1_000 };
}
