import {
  answerText,
  isAlias,
  neverExpires,
  parseJsonObject,
  type CacheEntry,
  type EntryPage,
  type StoredEntry,
} from '@strata/core';
import type { EntryAliasView, EntryDetailView, EntryListView, EntryView } from './admin-entries.types.ts';

type Shown = StoredEntry & { readonly entry: CacheEntry; readonly score?: number };

export type ViewContext = {
  readonly now: number;
  /** How often an entry has answered; `undefined` where that is not known. */
  readonly hitsOf: (id: string) => number | undefined;
};

export function listView(page: EntryPage, context: ViewContext): EntryListView {
  const shown = page.found.filter((stored): stored is Shown => stored.entry !== undefined);
  return {
    entries: shown.map((stored) => entryView(stored, context)),
    nextCursor: page.nextCursor ?? null,
    examined: page.examined,
  };
}

export function entryView({ id, entry, tiers, score }: Shown, { now, hitsOf }: ViewContext): EntryView {
  const { usage, pinned } = entry;
  return {
    id,
    question: entry.question ?? null,
    model: entry.model,
    protocol: entry.protocol ?? 'chat',
    createdAt: entry.createdAt,
    ageMs: Math.max(0, now - entry.createdAt),
    expiresAt: neverExpires(entry) ? null : entry.expiresAt,
    pinned: pinned !== undefined,
    namespace: entry.namespace ?? null,
    tenant: entry.tenant ?? null,
    tags: entry.tags ?? [],
    origin: isAlias(entry) ? (entry.origin ?? null) : null,
    similarity: isAlias(entry) ? (entry.similarity ?? null) : null,
    tiers,
    answerBytes: entry.body.byteLength,
    usage: usage ?? null,
    hits: isAlias(entry) ? null : (hitsOf(id) ?? null),
    score: score ?? null,
  };
}

type Aliases = { readonly aliases: readonly StoredEntry[]; readonly complete: boolean };

export function detailView(
  stored: Shown,
  { aliases, complete }: Aliases,
  context: ViewContext,
): EntryDetailView {
  const { entry } = stored;
  return {
    ...entryView(stored, context),
    answer: answerText(entry) ?? null,
    completion: parseJsonObject(Buffer.from(entry.body).toString()) ?? null,
    partition: entry.partition ?? null,
    aliases: aliases.map(aliasView),
    aliasesComplete: complete,
  };
}

function aliasView({ id, entry }: StoredEntry): EntryAliasView {
  return { id, question: entry?.question ?? null, similarity: entry?.similarity ?? null };
}
