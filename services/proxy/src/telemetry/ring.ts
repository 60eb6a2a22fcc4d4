/**
 * What happened last, in order: the newest `capacity` items, each with a number that only rises, over restarts too: it
 * begins with the microseconds of the start, and nothing happens more often than that. Who asks after a number from
 * before a restart would else miss as many of the first items as there were before.
 */
export class Ring<T> {
  readonly #items: { readonly seq: number; readonly at: number; readonly item: T }[] = [];
  readonly #capacity: number;
  #last: number;

  /** `now`: ms since the epoch. */
  constructor(capacity: number, now: number) {
    this.#capacity = capacity;
    this.#last = Math.floor(now * 1_000);
  }

  /** The number of the newest item; before the first, one that is lower than its. */
  get last(): number {
    return this.#last;
  }

  /** One small object and two stores, however full it is. */
  add(at: number, item: T): void {
    this.#last += 1;
    this.#items[this.#last % this.#capacity] = { seq: this.#last, at, item };
  }

  /**
   * The newest items after a number, the newest first. A number beyond the newest, from before the clock was set back, stands for none.
   */
  after(
    seq: number,
    limit: number,
  ): readonly { readonly seq: number; readonly at: number; readonly item: T }[] {
    const known = seq > this.#last ? 0 : seq;
    const oldest = Math.max(known, this.#last - Math.min(limit, this.#capacity));
    const found = [];
    for (let at = this.#last; at > oldest; at -= 1) {
      const held = this.#items[at % this.#capacity];
      if (held !== undefined) found.push(held);
    }
    return found;
  }
}
