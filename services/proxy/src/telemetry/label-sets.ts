export type Labels<L extends string> = { readonly [name in L]: string };

type LabelSet<L extends string, T> = { readonly labels: Labels<L>; readonly held: T };

/**
 * One thing for each set of label values. The sets are few (the values come from bounded lists), so that going through
 * them takes less than building a text to look them up by.
 */
export class LabelSets<L extends string, T> {
  readonly #names: readonly L[];
  readonly #create: () => T;
  readonly #sets: LabelSet<L, T>[] = [];

  constructor(names: readonly L[], create: () => T) {
    this.#names = names;
    this.#create = create;
    // A family without labels shows its zero from the start.
    if (names.length === 0) this.#add({} as Labels<L>);
  }

  of(labels: Labels<L>): T {
    for (const set of this.#sets) if (this.#isEqual(set.labels, labels)) return set.held;
    return this.#add(labels);
  }

  /** In the order of their first use. */
  all(): readonly LabelSet<L, T>[] {
    return this.#sets;
  }

  #isEqual(left: Labels<L>, right: Labels<L>): boolean {
    for (const name of this.#names) if (left[name] !== right[name]) return false;
    return true;
  }

  #add(labels: Labels<L>): T {
    const held = this.#create();
    this.#sets.push({ labels: { ...labels }, held });
    return held;
  }
}
