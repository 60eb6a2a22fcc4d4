import type { CacheEvent, Clock, Observer } from '@strata/core';
import { Ring } from './ring.ts';

const CAPACITY = 300;

/** A candidate this far below the threshold was never going to answer. Cosine. */
const REACH = 0.15;

type CandidateEvent = Extract<CacheEvent, { kind: 'candidate' }>;

/** A candidate as `GET /admin/near-misses` tells of it. */
export type NearMiss = {
  readonly seq: number;
  readonly at: number;
  readonly entry: string;
  /** Cosine. */
  readonly score: number;
  /** The lowest cosine that this request accepted. */
  readonly threshold: number;
  /** What stopped it: a guard, `below-threshold`, `feedback`, … */
  readonly guard: string;
  /** 0 for the nearest candidate of its request. */
  readonly rank: number;
  readonly texts: { readonly question: string; readonly stored: string; readonly reason: string } | null;
};

/**
 * What almost hit: of each request the nearest candidate that was stopped, and every one alike enough that something else
 * than the threshold had to stop it.
 */
export class NearMisses implements Observer {
  readonly #ring: Ring<CandidateEvent>;
  readonly #clock: Clock;

  constructor(options: { readonly clock: Clock }) {
    this.#clock = options.clock;
    this.#ring = new Ring(CAPACITY, options.clock.now());
  }

  observe(event: CacheEvent): void {
    if (event.kind === 'candidate' && isNear(event)) this.#ring.add(this.#clock.now(), event);
  }

  after(seq: number, limit: number): { readonly last: number; readonly near_misses: readonly NearMiss[] } {
    const found = this.#ring.after(seq, limit);
    return {
      last: this.#ring.last,
      near_misses: found.map(({ seq: number, at, item }) => ({
        seq: number,
        at,
        entry: item.entry,
        score: item.score,
        threshold: item.threshold,
        guard: item.guard ?? '',
        rank: item.rank,
        texts: item.texts ?? null,
      })),
    };
  }
}

function isNear({ accepted, rank, score, threshold }: CandidateEvent): boolean {
  return !accepted && (rank === 0 ? score >= threshold - REACH : score >= threshold);
}
