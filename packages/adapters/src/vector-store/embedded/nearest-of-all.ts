import type { VectorMatch, VectorQuery } from '@strata/core';
import { cosineOfUnits } from '@strata/core/cosine-of-units';
import type { PointTable } from './point-table.ts';

type Scored = { readonly key: number; readonly score: number };

/** Points looked at in one step: about 2 ms. */
const STEP = 1_000;

/** The nearest live points of a whole space, found by looking at each. */
export class NearestOfAll {
  readonly #query: Omit<VectorQuery, 'partition'>;
  #best: Scored[] = [];
  #after = 0;

  constructor(query: Omit<VectorQuery, 'partition'>) {
    this.#query = query;
  }

  /** Looks at some more; whether there may be others. */
  step(table: PointTable): boolean {
    const { space, vector, limit, now } = this.#query;
    const rows = table.vectorsOfSpace(space, { after: this.#after, now, limit: STEP });
    const scored = rows.map((row) => ({ key: row.key, score: cosineOfUnits(row.vector, vector) }));
    this.#best = [...this.#best, ...scored].toSorted((a, b) => b.score - a.score).slice(0, limit);
    this.#after = rows.at(-1)?.key ?? this.#after;
    return rows.length === STEP;
  }

  /** Best first. */
  matches(table: PointTable): readonly VectorMatch[] {
    return this.#best.flatMap(({ key, score }) => {
      const point = table.point(key);
      if (point === undefined) return [];
      const { id, text, createdAt, expiresAt, minScore } = point;
      return [{ id, text, createdAt, expiresAt, minScore, score }];
    });
  }
}
