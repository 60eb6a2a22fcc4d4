/** Names that clients choose, as label values: the first few by name, all others as `other`, so that nobody can grow the registry. */
export class BoundedNames {
  readonly #limit: number;
  readonly #names = new Set<string>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  label(name: string): string {
    if (this.#names.has(name)) return name;
    if (this.#names.size >= this.#limit) return 'other';
    this.#names.add(name);
    return name;
  }
}
