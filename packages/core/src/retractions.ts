/** How many single keys are remembered: more than are taken back while a request or a write is under way. */
const REMEMBERED = 4_096;

/**
 * What was taken back, and when, so that nobody who read it before puts it back afterwards. Bounded: of keys taken back
 * longer ago than the last few thousand it errs towards taken back.
 */
export class Retractions {
  readonly #keys = new Map<string, number>();
  #generation = 0;
  #floor = 0;

  /** Rises with each. */
  get generation(): number {
    return this.#generation;
  }

  one(key: string): void {
    this.#generation += 1;
    // Anew, and so at the end: the first is always the oldest.
    this.#keys.delete(key);
    this.#keys.set(key, this.#generation);
    if (this.#keys.size <= REMEMBERED) return;
    const [oldest] = this.#keys;
    if (oldest === undefined) return;
    this.#keys.delete(oldest[0]);
    this.#floor = oldest[1];
  }

  all(): void {
    this.#generation += 1;
    this.#floor = this.#generation;
    this.#keys.clear();
  }

  /** Whether any of the keys was taken back after that generation. */
  since(generation: number, keys: readonly string[]): boolean {
    return this.#floor > generation || keys.some((key) => (this.#keys.get(key) ?? 0) > generation);
  }
}
