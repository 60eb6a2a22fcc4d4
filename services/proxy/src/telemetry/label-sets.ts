export type Labels<L extends string> = { readonly [name in L]: string };

type LabelSet<L extends string, T> = { readonly labels: Labels<L>; readonly held: T };

/** The values of one label, each leading to those of the next; below the last one, what is held. */
type Branch = Map<string, unknown>;

/**
 * One thing for each set of label values, found label by label: that takes less than building a text to look it up by, and
 * the same for one set or for thousands. A request mostly has the labels of the one before it, which is looked at first.
 */
export class LabelSets<L extends string, T> {
  readonly #names: readonly L[];
  readonly #create: () => T;
  readonly #sets: LabelSet<L, T>[] = [];
  readonly #root: Branch = new Map();
  #last: LabelSet<L, T> | undefined;

  constructor(names: readonly L[], create: () => T) {
    this.#names = names;
    this.#create = create;
    // A family without labels shows its zero from the start.
    if (names.length === 0) this.of({} as Labels<L>);
  }

  of(labels: Labels<L>): T {
    if (this.#last !== undefined && this.#isEqual(this.#last.labels, labels)) return this.#last.held;
    const set = this.#find(labels);
    this.#last = set;
    return set.held;
  }

  /** In the order of their first use. */
  all(): readonly LabelSet<L, T>[] {
    return this.#sets;
  }

  #isEqual(left: Labels<L>, right: Labels<L>): boolean {
    for (const name of this.#names) if (left[name] !== right[name]) return false;
    return true;
  }

  #find(labels: Labels<L>): LabelSet<L, T> {
    const last = this.#names.length - 1;
    let branch = this.#root;
    for (let depth = 0; depth < last; depth += 1) {
      const value = labels[this.#names[depth] as L];
      let next = branch.get(value) as Branch | undefined;
      if (next === undefined) branch.set(value, (next = new Map()));
      branch = next;
    }
    const value = last < 0 ? '' : labels[this.#names[last] as L];
    const known = branch.get(value) as LabelSet<L, T> | undefined;
    if (known !== undefined) return known;
    const added = { labels: { ...labels }, held: this.#create() };
    branch.set(value, added);
    this.#sets.push(added);
    return added;
  }
}
