/** What happened last, in order: the newest `capacity` items, each with a number that only rises. */
export class Ring<T> {
  readonly #items: { readonly seq: number; readonly at: number; readonly item: T }[] = [];
  readonly #capacity: number;
  #last = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** The number of the newest item; 0 before the first. */
  get last(): number {
    return this.#last;
  }

  /** One small object and two stores, however full it is. */
  add(at: number, item: T): void {
    this.#last += 1;
    this.#items[this.#last % this.#capacity] = { seq: this.#last, at, item };
  }

  /**
   * The newest items after a number, the newest first. A number from before a restart, beyond the newest, stands for none.
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
