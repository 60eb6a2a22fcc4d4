/** What `/admin/cache/entries` says of an entry. Instants in ms since the epoch. */
export type EntryView = {
  /** Its fingerprint: the path below `/admin/cache/entries/`. */
  readonly id: string;
  /** The text compared by meaning; null for an entry that only equal requests reach. */
  readonly question: string | null;
  readonly model: string;
  /** The endpoint that it answers: `chat`, `completions`, `embeddings`, `responses`, `messages`. */
  readonly protocol: string;
  readonly createdAt: number;
  readonly ageMs: number;
  /** Null while it is pinned. */
  readonly expiresAt: number | null;
  readonly pinned: boolean;
  /** Empty: the default one. Null for entries stored before this was kept. */
  readonly namespace: string | null;
  /** A hash of the tenant; null for entries stored before this was kept. */
  readonly tenant: string | null;
  readonly tags: readonly string[];
  /** Of an alias, the entry whose answer it gives, and how alike the questions are; else null. */
  readonly origin: string | null;
  readonly similarity: number | null;
  /** Where it lies now. */
  readonly tiers: readonly ('exact' | 'semantic')[];
  /** Of the stored answer. */
  readonly answerBytes: number;
  readonly usage: { readonly promptTokens: number; readonly completionTokens: number } | null;
  /** How often it answered, its aliases included, as far as this replica knows since its start; null: unknown, or an alias. */
  readonly hits: number | null;
  /** In a search by meaning, the cosine to the query; else null. */
  readonly score: number | null;
};

/** `GET /admin/cache/entries`. */
export type EntryListView = {
  readonly entries: readonly EntryView[];
  /** For the next page (`cursor=`); null when there is none. A page may be short, or empty, before the last. */
  readonly nextCursor: string | null;
  /** Entries looked at for this page. */
  readonly examined: number;
};

/** `GET /admin/cache/entries/{id}`. */
export type EntryDetailView = EntryView & {
  /** What the model said, as text; null where it said something else (tool calls). */
  readonly answer: string | null;
  /** The stored completion as it would be served. */
  readonly completion: unknown;
  readonly partition: string | null;
  /** Questions that were answered with it, in the order of the store. */
  readonly aliases: readonly EntryAliasView[];
  /** False when there were too many entries to look through for aliases. */
  readonly aliasesComplete: boolean;
};

export type EntryAliasView = {
  readonly id: string;
  readonly question: string | null;
  readonly similarity: number | null;
};

/** `DELETE /admin/cache/entries/{id}`. */
export type EntryDeletedView = {
  readonly deleted: boolean;
  /** What was deleted: of an alias, its origin too. */
  readonly id: string;
  readonly tiers: readonly ('exact' | 'semantic')[];
};

/** `POST /admin/cache/invalidate`. */
export type InvalidatedView = {
  readonly dryRun: boolean;
  /** Entries that met all selectors, aliases among them. */
  readonly matched: number;
  readonly aliases: number;
  /** Entries of each tier that were deleted; with `dryRun`, that would be. */
  readonly exact: number;
  readonly semantic: number;
  readonly examined: number;
};

/** `POST /admin/cache/scan`. */
export type ScannedView = {
  readonly examined: number;
  readonly poisoned: number;
  readonly purged: number;
  readonly reasons: Readonly<Record<string, number>>;
  /** The first 100. */
  readonly examples: readonly { readonly id: string; readonly tier: string; readonly reason: string }[];
};
