/**
 * Reads two texts together, which tells more than two vectors that were computed apart, and takes milliseconds for each
 * pair: a second opinion where the judge asks for one.
 *
 * Contract: deterministic; the same two the other way round give about the same, not quite; a full queue, a crash or an
 * outage rejects with `DependencyError`.
 */
export interface CrossEncoder {
  /**
   * Log-odds that one answer serves both: 0 is even chances, 5 about 150 to 1. `undefined` where it cannot read the pair
   * (a text too long for it).
   */
  compare(one: string, other: string, signal?: AbortSignal): Promise<number | undefined>;
}
