/** A bounded memory: the entry that was not asked for the longest goes first. */
export class Memo<Value> {
  readonly #entries = new Map<string, Value>();
  readonly #capacity: number;
  readonly #compute: (key: string) => Value;

  constructor(capacity: number, compute: (key: string) => Value) {
    this.#capacity = capacity;
    this.#compute = compute;
  }

  get(key: string): Value {
    const known = this.#entries.get(key);
    if (known !== undefined) {
      this.#entries.delete(key);
      this.#entries.set(key, known);
      return known;
    }
    const value = this.#compute(key);
    this.#entries.set(key, value);
    if (this.#entries.size > this.#capacity) {
      const [oldest] = this.#entries.keys();
      if (oldest !== undefined) this.#entries.delete(oldest);
    }
    return value;
  }
}
