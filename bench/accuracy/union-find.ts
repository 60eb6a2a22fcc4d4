/** Disjoint sets over 0..size-1; `find` names a set by one of its members. */
export class UnionFind {
  readonly #parent: Int32Array;

  constructor(size: number) {
    this.#parent = Int32Array.from({ length: size }, (_, index) => index);
  }

  find(item: number): number {
    let root = item;
    for (let up = this.#up(root); up !== root; up = this.#up(root)) {
      this.#parent[root] = this.#up(up);
      root = up;
    }
    return root;
  }

  union(left: number, right: number): void {
    this.#parent[this.find(left)] = this.find(right);
  }

  #up(item: number): number {
    return this.#parent[item] ?? item;
  }
}
