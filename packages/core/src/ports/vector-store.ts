import type { ScanPage, ScanRequest, StoreStats } from './exact-store.ts';

/**
 * Vectors with what belongs to them, searched by cosine inside one partition.
 *
 * Contract (run by every implementation: `@strata/contracts`):
 * - `search` returns at most `limit` live points of exactly that space and partition, best first; scores are
 *   cosine similarities in [-1, 1] (never distances), equal across implementations to 1e-3;
 * - the partition is a hard filter: no number of nearer points elsewhere may push out one inside it;
 * - an expired point is never returned;
 * - `upsert` is idempotent: the same `id` replaces; ids are any string (an adapter derives what its engine needs);
 * - a missing collection is an empty one, and is created again by the next `upsert`;
 * - after `clear` nothing is found, in any space; what another application keeps on the engine stays;
 * - a point that expires at `NEVER_EXPIRES` or later is not evicted for room;
 * - an outage rejects with `DependencyError`.
 *
 * Vectors are unit length, `Float32Array`; all points of one space have one dimension.
 * Source: Strata's own port; Qdrant and the embedded index stand behind it.
 */
export interface VectorStore extends AsyncDisposable {
  /** Short name for health, logs and metrics: `qdrant`, `embedded`. */
  readonly name: string;
  search(query: VectorQuery, signal?: AbortSignal): Promise<readonly VectorMatch[]>;
  /**
   * The nearest of all partitions: for administration, never to answer a request with. It may look at every point, in
   * steps that hold up no request.
   */
  searchAll(query: Omit<VectorQuery, 'partition'>, signal?: AbortSignal): Promise<readonly VectorMatch[]>;
  /** One step of a walk over the live points of a space, as `ExactStore.scan`. */
  scan(page: PointScan, signal?: AbortSignal): Promise<ScanPage<VectorPoint>>;
  /** The encoded cache entry of a live point; `undefined` when it is gone. */
  read(space: string, id: string, signal?: AbortSignal): Promise<Uint8Array | undefined>;
  upsert(point: VectorPoint, signal?: AbortSignal): Promise<void>;
  /** Changes the point's own minimum score (feedback raises it). Nothing happens when the point is gone. */
  setMinScore(space: string, id: string, minScore: number, signal?: AbortSignal): Promise<void>;
  /** Whether there was a live point with that id in the space. */
  delete(space: string, id: string, signal?: AbortSignal): Promise<boolean>;
  clear(signal?: AbortSignal): Promise<void>;
  ping(signal?: AbortSignal): Promise<void>;
  stats(signal?: AbortSignal): Promise<StoreStats>;
}

export type VectorQuery = {
  /** The embedder's fingerprint: vectors of different spaces are never compared. */
  readonly space: string;
  readonly partition: string;
  readonly vector: Float32Array;
  readonly limit: number;
  /** Points whose `expiresAt` is not after this instant are left out. ms since the epoch. */
  readonly now: number;
  /** The best match may bring its entry along where its score is at least this. Absent: none does. */
  readonly entryFrom?: number;
};

export type VectorPoint = VectorCandidate & {
  readonly space: string;
  readonly partition: string;
  readonly vector: Float32Array;
  /** The encoded cache entry: the semantic tier can answer when the exact store cannot. */
  readonly entry: Uint8Array;
};

/** What a search brings back of a point, small enough to fetch for every candidate. */
export type VectorCandidate = {
  /** The entry's id: its fingerprint. */
  readonly id: string;
  /** The text that was embedded, as the asker wrote it: the judge compares raw texts. */
  readonly text: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  /** Raised by feedback: this point answers nothing below it. Cosine; 0 where nothing was said. */
  readonly minScore: number;
};

export type VectorMatch = VectorCandidate & {
  readonly score: number;
  /** As `read` gives it, where it was asked for and was at hand: it spares the way there and back. */
  readonly entry?: Uint8Array;
};

export type PointScan = ScanRequest & Pick<VectorQuery, 'space' | 'now'>;
