export type Weighted = { readonly name: string; readonly weight: number };

/**
 * Smooth weighted round-robin: over a full cycle everybody is chosen as often as its weight says, and turns are spread
 * rather than bunched (5:1:1 gives a a b a c a a). Who is left out for a while neither gains nor loses turns by it.
 */
export class WeightedTurns {
  readonly #credit = new Map<string, number>();

  /** One of `among`, which is not empty. Those of weight 0 are spares: the first of them, when nobody else is there. */
  next<T extends Weighted>(among: readonly [T, ...T[]]): T {
    let best: T = among[0];
    let bestCredit = Number.NEGATIVE_INFINITY;
    let total = 0;
    for (const one of among) {
      const { name, weight } = one;
      if (weight === 0) continue;
      const credit = (this.#credit.get(name) ?? 0) + weight;
      this.#credit.set(name, credit);
      total += weight;
      if (credit > bestCredit) [best, bestCredit] = [one, credit];
    }
    if (total > 0) this.#credit.set(best.name, bestCredit - total);
    return best;
  }
}
