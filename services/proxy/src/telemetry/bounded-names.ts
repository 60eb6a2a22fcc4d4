/** What is shown of a name that a client chose: whoever lets a longer one in must not make every page of metrics as long. */
const MAX_SHOWN = 100;

export function clippedName(name: string): string {
  return name.length > MAX_SHOWN ? name.slice(0, MAX_SHOWN) : name;
}

/** Names that clients choose, as label values: the first few by name, all others as `other`, so that nobody can grow the registry. */
export class BoundedNames {
  readonly #limit: number;
  readonly #names = new Set<string>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  label(name: string): string {
    const shown = clippedName(name);
    if (this.#names.has(shown)) return shown;
    if (this.#names.size >= this.#limit) return 'other';
    this.#names.add(shown);
    return shown;
  }

  /** The same for a name that may be of the client's imagination: it does not take the place of one that is not. */
  labelIfKnown(name: string): string {
    const shown = clippedName(name);
    return this.#names.has(shown) ? shown : 'other';
  }
}
