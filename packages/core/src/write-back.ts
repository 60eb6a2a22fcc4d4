import type { AdmissionRefusal } from './admission.ts';
import type { CacheEntry } from './cache-entry.ts';
import type { CallLimits } from './dependency.ts';
import type { ExactTier } from './exact-tier.ts';
import { nextTurn } from './next-turn.ts';
import type { Embedding } from './ports/embedder.ts';
import type { Observer, TierName } from './ports/observer.ts';
import type { SemanticQuery } from './semantic-query.ts';
import type { SemanticTier } from './semantic-tier.ts';
import type { FinishedReply, UpstreamReply } from './upstream-reply.ts';

export type WriteBackOptions = {
  readonly exact: ExactTier;
  readonly semantic: SemanticTier | undefined;
  readonly observer: Observer;
  readonly maxEntryBytes: number;
};

export type StoredWith = {
  /** Absent: the exact tier only. */
  readonly query: SemanticQuery | undefined;
  /** From the lookup, where it came so far. */
  readonly embedding: Embedding | undefined;
  /** An answer to the same request may be stored already, and be in the memory of every replica. */
  readonly replaces: boolean;
  /** How long past its expiry the exact store keeps it. */
  readonly staleMs: number;
};

export type PromotedWith = {
  readonly staleMs: number;
  /** The exact tier's, from before the lookup. */
  readonly generation: number;
};

/** Nobody waits for a write: it may take longer than a lookup before it counts as failed. */
const WRITE_LIMITS: CallLimits = { deadlineMs: 2_000 };

/** Puts complete answers into both tiers. A failed write costs a mark in the metrics, never the request. */
export class WriteBack {
  readonly #options: WriteBackOptions;

  constructor(options: WriteBackOptions) {
    this.#options = options;
  }

  /** Waits for the answer's end: gives it back when it may be stored. Each refusal is counted with its reason. */
  async admit(
    { finished, status, substitute }: UpstreamReply,
    ttlMs: number,
  ): Promise<FinishedReply | undefined> {
    let reply: FinishedReply | undefined;
    try {
      reply = await finished;
    } catch (error) {
      this.#options.observer.observe({ kind: 'admission-refused', reason: 'unfinished' });
      throw error;
    }
    // A partial or otherwise special answer is not what the next one who asks would get.
    const special = status === 200 ? undefined : 'status';
    const reason = special ?? (substitute === undefined ? this.#refusal(reply, ttlMs) : 'other-model');
    if (reason !== undefined) this.#options.observer.observe({ kind: 'admission-refused', reason });
    return reason === undefined ? reply : undefined;
  }

  /** Resolves when both tiers have been tried. What is taken back meanwhile stays in neither. */
  async store(entry: CacheEntry, { query, embedding, replaces, staleMs }: StoredWith): Promise<void> {
    const { exact, semantic } = this.#options;
    // First, so that what is taken back from here on is somebody else's doing.
    const [freed] = await Promise.allSettled([replaces ? exact.takeBack(entry.fingerprint) : false]);
    const { generation } = exact;
    const writeExact = async (): Promise<boolean> => {
      if (freed.status === 'rejected') throw freed.reason;
      return await exact.write(entry, { ...WRITE_LIMITS, staleMs, generation });
    };
    const writes = [this.#observed('exact', writeExact)];
    if (query !== undefined && semantic !== undefined) {
      const writeSemantic = async (): Promise<boolean> => {
        await nextTurn();
        const stored = await semantic.write(query, entry, embedding);
        if (!stored || !exact.isTakenBack(entry, generation)) return stored;
        await semantic.delete(entry.fingerprint);
        return false;
      };
      writes.push(this.#observed('semantic', writeSemantic));
    }
    await Promise.all(writes);
  }

  /** An alias of a semantic hit, under the new question's own key. */
  async promote(alias: CacheEntry, { staleMs, generation }: PromotedWith): Promise<void> {
    const limits = { ...WRITE_LIMITS, staleMs, generation };
    await this.#observed('exact', () => this.#options.exact.write(alias, limits));
  }

  #refusal(reply: FinishedReply | undefined, ttlMs: number): AdmissionRefusal | undefined {
    if (reply === undefined || reply.bytes.length > this.#options.maxEntryBytes) return 'too-large';
    return reply.refusal ?? (ttlMs === 0 ? 'ttl-zero' : undefined);
  }

  async #observed(tier: TierName, write: () => Promise<boolean>): Promise<void> {
    const { observer } = this.#options;
    try {
      const stored = await write();
      observer.observe({ kind: 'write', tier, result: stored ? 'ok' : 'dropped' });
    } catch {
      observer.observe({ kind: 'write', tier, result: 'failed' });
    }
  }
}
