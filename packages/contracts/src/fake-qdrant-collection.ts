export type FakePayload = Readonly<Record<string, unknown>>;
export type FakePoint = {
  readonly id: string;
  readonly vector: readonly number[];
  readonly payload: FakePayload;
};

/** The conditions that the adapter uses, and no others. */
export type FakeFilter = { readonly must?: readonly FakeCondition[] };

type FakeCondition =
  | { readonly key: string; readonly match: { readonly value: unknown } }
  | { readonly key: string; readonly range: { readonly gt?: number; readonly lte?: number } }
  | { readonly has_id: readonly string[] };

type Scored = { readonly id: string; readonly score: number; readonly payload: FakePayload };

type FakeQuery = {
  readonly vector: readonly number[];
  readonly filter: FakeFilter | undefined;
  readonly limit: number;
  readonly include: readonly string[];
};

type FakeScroll = {
  readonly filter: FakeFilter | undefined;
  readonly limit: number;
  readonly offset: string | undefined;
};

/** One collection: points, searched by scanning them. */
export class FakeQdrantCollection {
  readonly size: number;
  /** Told when it is described; searches go by the cosine all the same. */
  readonly distance: string;
  readonly indexes = new Map<string, unknown>();
  readonly #points = new Map<string, FakePoint>();

  constructor(size: number, distance: string) {
    this.size = size;
    this.distance = distance;
  }

  get count(): number {
    return this.#points.size;
  }

  put(points: readonly FakePoint[]): void {
    for (const point of points) this.#points.set(point.id, point);
  }

  get(ids: readonly string[], include: readonly string[]): { id: string; payload: FakePayload }[] {
    return ids
      .map((id) => this.#points.get(id))
      .filter((point) => point !== undefined)
      .map(({ id, payload }) => ({ id, payload: pick(payload, include) }));
  }

  nearest({ vector, filter, limit, include }: FakeQuery): Scored[] {
    return this.#matching(filter)
      .map((point) => ({ point, score: cosine(point.vector, vector) }))
      .toSorted((left, right) => right.score - left.score)
      .slice(0, limit)
      .map(({ point: { id, payload }, score }) => ({ id, score, payload: pick(payload, include) }));
  }

  /** In the order of the ids; the offset is the first id of the page. */
  scroll({ filter, limit, offset }: FakeScroll): { points: FakePoint[]; next_page_offset: string | null } {
    const rest = this.#matching(filter)
      .filter(({ id }) => offset === undefined || id >= offset)
      .toSorted((a, b) => (a.id < b.id ? -1 : 1));
    return { points: rest.slice(0, limit), next_page_offset: rest[limit]?.id ?? null };
  }

  setPayload(filter: FakeFilter | undefined, payload: FakePayload): void {
    for (const point of this.#matching(filter)) {
      this.#points.set(point.id, { ...point, payload: { ...point.payload, ...payload } });
    }
  }

  deleteIds(ids: readonly string[]): void {
    for (const id of ids) this.#points.delete(id);
  }

  deleteMatching(filter: FakeFilter | undefined): void {
    this.deleteIds(this.#matching(filter).map((point) => point.id));
  }

  #matching(filter: FakeFilter | undefined): FakePoint[] {
    const conditions = filter?.must ?? [];
    return [...this.#points.values()].filter((point) =>
      conditions.every((condition) => meets(point, condition)),
    );
  }
}

function meets({ id, payload }: FakePoint, condition: FakeCondition): boolean {
  if ('has_id' in condition) return condition.has_id.includes(id);
  const value = payload[condition.key];
  if ('match' in condition) return value === condition.match.value;
  const { gt = Number.NEGATIVE_INFINITY, lte = Number.POSITIVE_INFINITY } = condition.range;
  return typeof value === 'number' && value > gt && value <= lte;
}

function pick(payload: FakePayload, include: readonly string[]): FakePayload {
  return Object.fromEntries(Object.entries(payload).filter(([key]) => include.includes(key)));
}

function cosine(left: readonly number[], right: readonly number[]): number {
  const dot = left.reduce((sum, value, index) => sum + value * (right[index] ?? 0), 0);
  return dot / (Math.hypot(...left) * Math.hypot(...right) || 1);
}
