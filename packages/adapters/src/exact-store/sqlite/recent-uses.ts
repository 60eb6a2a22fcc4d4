/** Writing down every read would make a write of it; a use this recent is not worth another. */
const PRECISION_MS = 60_000;
const MAX_WAITING = 10_000;

/** Which rows were read and not yet marked as used: the marks are written in batches. */
export class RecentUses {
  readonly #ids = new Set<number>();

  note(row: { readonly id: number; readonly usedAt: number }, now: number): void {
    if (now - row.usedAt >= PRECISION_MS && this.#ids.size < MAX_WAITING) this.#ids.add(row.id);
  }

  /** At most `limit` of them, which are then no longer waiting. */
  take(limit: number): number[] {
    const taken = this.#ids.values().take(limit).toArray();
    for (const id of taken) this.#ids.delete(id);
    return taken;
  }

  /** Row ids mean nothing in another file. */
  forget(): void {
    this.#ids.clear();
  }
}
