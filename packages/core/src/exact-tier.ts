import { decodeEntry, decodeKept, encodeEntry, isOutdated, noEntry, type CacheEntry } from './cache-entry.ts';
import type { Clock } from './clock.ts';
import { DEFAULT_CONTROLS, type CacheControls } from './controls.ts';
import { Dependency, UNHURRIED, type CallLimits } from './dependency.ts';
import { DependencyError } from './errors.ts';
import type { Feedback } from './feedback.ts';
import { freshnessOf } from './freshness.ts';
import { nextTurn } from './next-turn.ts';
import type { ExactStore } from './ports/exact-store.ts';
import type { Observer } from './ports/observer.ts';
import { Retractions } from './retractions.ts';
import { WriteTrials } from './write-trials.ts';

/** Bounded process memory in front of the store, readable without waiting. */
export interface EntryMemory extends Pick<ExactStore, 'set' | 'delete' | 'clear'> {
  peek(key: string): Uint8Array | undefined;
}

export type ExactLookup =
  | { readonly kind: 'hit'; readonly entry: CacheEntry; readonly from: 'memory' | 'store' }
  /** Past its expiry; the store may have kept it for a while. */
  | { readonly kind: 'stale'; readonly entry: CacheEntry }
  | { readonly kind: 'miss' | 'too-old' | 'degraded' };

export type WriteLimits = CallLimits & {
  /** How long past its expiry the store keeps the entry. */
  readonly staleMs?: number;
  /** The generation in which the answer was read: one that was taken back since is not written. */
  readonly generation?: number;
};

/** A key that no request has: deleting it tells every replica to check each alias anew. */
const NO_ENTRY = 'none';
/** Another one, for what is written only to see whether it can be. */
const TRIAL_KEY = 'write-trial';
const TRIAL_LIFE_MS = 1_000;

export type ExactTierOptions = {
  readonly store: ExactStore;
  /** Absent: every lookup asks the store. */
  readonly memory: EntryMemory | undefined;
  readonly feedback?: Feedback | undefined;
  readonly clock: Clock;
  readonly observer: Observer;
  readonly deadlineMs: number;
  /** Entries of an older cache version are misses, and the answer that comes takes their place. Default: 0, none are. */
  readonly minVersion?: number;
};

/**
 * The exact tier: memory, then the store, each entry checked against the fingerprint it is asked for.
 * It never rejects for the store's sake: an outage is a miss with a degraded mark.
 */
export class ExactTier implements Disposable {
  readonly #options: ExactTierOptions;
  readonly #dependency: Dependency;
  readonly #writes: WriteTrials;
  readonly #retractions = new Retractions();
  readonly #stopListening: () => void;

  constructor(options: ExactTierOptions) {
    this.#options = options;
    const { store, clock, observer, deadlineMs } = options;
    const ping = (signal: AbortSignal): Promise<void> => store.ping(signal);
    this.#dependency = new Dependency({ name: 'exact', deadlineMs, clock, observer, ping });
    this.#writes = new WriteTrials({ name: 'exact', clock, observer });
    this.#stopListening = store.onInvalidated((invalidation) => {
      const { kind } = invalidation;
      if (kind === 'delete') this.#retractions.one(invalidation.key);
      else this.#retractions.all();
      if (kind === 'delete' && invalidation.key !== NO_ENTRY) void options.memory?.delete(invalidation.key);
      else void options.memory?.clear();
    });
  }

  /** Rises with every clear and delete, here or on another replica: what was kept ready of this tier before is void. */
  get generation(): number {
    return this.#retractions.generation;
  }

  get available(): boolean {
    return this.#dependency.available;
  }

  /** Why the store does not take what it is given, where it does not. */
  get writeProblem(): string | undefined {
    return this.#writes.problem;
  }

  async lookup(fingerprint: string, controls: CacheControls, signal?: AbortSignal): Promise<ExactLookup> {
    const { clock, observer } = this.#options;
    const startedAt = clock.elapsed();
    const asked = { signal, isKept: true };
    const lookup = this.peek(fingerprint, controls) ?? (await this.#ask(fingerprint, controls, asked));
    observer.observe({
      kind: 'lookup',
      tier: 'exact',
      result: lookup.kind,
      durationMs: clock.elapsed() - startedAt,
    });
    return lookup;
  }

  /** What memory alone can say, without waiting: a hit, or `undefined`. */
  peek(fingerprint: string, controls: CacheControls): (ExactLookup & { kind: 'hit' }) | undefined {
    const bytes = this.#options.memory?.peek(fingerprint);
    const entry = bytes === undefined ? undefined : decodeKept(bytes);
    if (entry?.fingerprint !== fingerprint || this.#isOutdated(entry) || isUnwanted(entry, controls))
      return undefined;
    if (freshnessOf(entry, controls, this.#options.clock.now()) !== 'fresh') return undefined;
    return { kind: 'hit', entry, from: 'memory' };
  }

  /** A live entry by its fingerprint. Rejects with `DependencyError`. */
  async entry(fingerprint: string): Promise<CacheEntry | undefined> {
    const lookup = await this.stored(fingerprint, DEFAULT_CONTROLS);
    return lookup.kind === 'hit' ? lookup.entry : undefined;
  }

  /** What the store has for a caller with these controls; counts no lookup, and fills no memory. Rejects with `DependencyError`. */
  async stored(fingerprint: string, controls: CacheControls): Promise<ExactLookup> {
    const lookup = await this.#ask(fingerprint, controls, { isKept: false });
    if (lookup.kind === 'degraded') throw new DependencyError('The exact store is unavailable.');
    return lookup;
  }

  /**
   * Visible to this process at once; resolves when the store has it too, with `false` for one that was taken back
   * meanwhile and so is not written. Rejects with `DependencyError`.
   */
  async write(entry: CacheEntry, limits: WriteLimits = {}): Promise<boolean> {
    const { store } = this.#options;
    const generation = limits.generation ?? this.generation;
    if (this.isTakenBack(entry, generation)) return false;
    const bytes = encodeEntry(entry);
    this.#remember(entry, bytes);
    await nextTurn();
    if (this.isTakenBack(entry, generation)) return false;
    const expiresAt = entry.expiresAt + (limits.staleMs ?? 0);
    await this.#writes.watch({
      bytes: bytes.length,
      run: () =>
        this.#dependency.call(
          'set',
          (signal) => store.set(entry.fingerprint, bytes, expiresAt, signal),
          limits,
        ),
      trial: (signal) =>
        store.set(TRIAL_KEY, noEntry(bytes), this.#options.clock.now() + TRIAL_LIFE_MS, signal),
    });
    return true;
  }

  /**
   * Whether the entry was taken back, here or on another replica, after that generation. An alias goes with the entry it
   * came from, and with whatever has every alias checked anew.
   */
  isTakenBack({ fingerprint, origin }: CacheEntry, generation: number): boolean {
    const keys = origin === undefined ? [fingerprint] : [fingerprint, origin, NO_ENTRY];
    return this.#retractions.since(generation, keys);
  }

  /**
   * Takes the entry from the store and from everybody's memory, and makes void what was kept ready of it: before a newer
   * one takes its place. Whether there was one. Rejects with `DependencyError`.
   */
  async takeBack(fingerprint: string): Promise<boolean> {
    this.#retractions.one(fingerprint);
    await this.#options.memory?.delete(fingerprint);
    return await this.#dependency.call(
      'delete',
      (signal) => this.#options.store.delete(fingerprint, signal),
      UNHURRIED,
    );
  }

  /** The same with all its aliases: they are in memory too, here and on the other replicas. */
  async delete(fingerprint: string): Promise<boolean> {
    try {
      return await this.takeBack(fingerprint);
    } finally {
      await this.forgetMemory();
    }
  }

  /**
   * Makes every replica forget what it keeps in memory, so that each alias is checked anew. Rejects with
   * `DependencyError` when the others cannot be told; memory is empty here in any case.
   */
  async forgetMemory(): Promise<void> {
    try {
      await this.takeBack(NO_ENTRY);
    } finally {
      await this.#options.memory?.clear();
    }
  }

  /** Rejects with `DependencyError`; memory is empty in any case. */
  async clear(): Promise<void> {
    this.#retractions.all();
    await this.#options.memory?.clear();
    await this.#dependency.call('clear', (signal) => this.#options.store.clear(signal), UNHURRIED);
  }

  [Symbol.dispose](): void {
    this.#stopListening();
    this.#writes[Symbol.dispose]();
    this.#dependency[Symbol.dispose]();
  }

  /** `isKept`: whether what is found is for memory, too. */
  async #ask(
    fingerprint: string,
    controls: CacheControls,
    { signal, isKept }: { readonly signal?: AbortSignal | undefined; readonly isKept: boolean },
  ): Promise<ExactLookup> {
    const { generation } = this;
    let bytes: Uint8Array | undefined;
    let entry: CacheEntry | undefined;
    try {
      bytes = await this.#get(fingerprint, signal);
      entry = bytes === undefined ? undefined : decodeEntry(bytes);
      if (entry?.origin !== undefined && !(await this.#aliasHolds(entry, signal))) return { kind: 'miss' };
    } catch (error) {
      // A caller that left is not a miss: there is nobody to answer.
      if (signal?.aborted === true) throw error;
      return { kind: 'degraded' };
    }
    if (bytes === undefined || entry?.fingerprint !== fingerprint) return { kind: 'miss' };
    if (this.#isOutdated(entry) || isUnwanted(entry, controls)) return { kind: 'miss' };
    const freshness = freshnessOf(entry, controls, this.#options.clock.now());
    if (freshness === 'stale') return { kind: freshness, entry };
    if (freshness !== 'fresh') return { kind: freshness };
    // Taken back while it was read: it may answer this once, but must not come back to life in memory.
    if (isKept && !this.isTakenBack(entry, generation)) this.#remember(entry, bytes);
    return { kind: 'hit', entry, from: 'store' };
  }

  /** A promoted answer lives only as long as the entry it came from, and while nobody called the pair wrong or one more alike. */
  async #aliasHolds(alias: CacheEntry, signal?: AbortSignal): Promise<boolean> {
    const { origin = '', question = '', similarity = 1 } = alias;
    const [bytes, allowed] = await Promise.all([
      this.#get(origin, signal),
      this.#options.feedback?.allows(origin, { question, similarity }, signal) ?? true,
    ]);
    const source = bytes === undefined ? undefined : decodeEntry(bytes);
    return source?.createdAt === alias.createdAt && allowed;
  }

  #get(fingerprint: string, signal?: AbortSignal): Promise<Uint8Array | undefined> {
    return this.#dependency.call('get', (inner) => this.#options.store.get(fingerprint, inner), { signal });
  }

  #isOutdated(entry: CacheEntry): boolean {
    return isOutdated(entry, this.#options.minVersion ?? 0);
  }

  #remember(entry: CacheEntry, bytes: Uint8Array): void {
    void this.#options.memory?.set(entry.fingerprint, bytes, entry.expiresAt);
  }
}

/** A promoted answer, where the caller wants none by meaning, or none to a question that is so little alike. */
function isUnwanted(
  { origin, similarity = 1 }: CacheEntry,
  { tiers, threshold = 0 }: CacheControls,
): boolean {
  return similarity < threshold || (tiers === 'exact' && origin !== undefined);
}
