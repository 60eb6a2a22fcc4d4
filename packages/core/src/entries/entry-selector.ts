import { tenantHash, type EntryHeader } from '../cache-entry.ts';

/** What an entry must be; what is absent does not matter. */
export type EntrySelector = {
  readonly model?: string | undefined;
  /** Empty: the default one. */
  readonly namespace?: string | undefined;
  /** A tenant's name, or its hash as entries show it. */
  readonly tenant?: string | undefined;
  readonly tag?: string | undefined;
  /** ms since the epoch. */
  readonly createdBefore?: number | undefined;
  readonly createdAfter?: number | undefined;
};

/** Entries of before tenant and namespace were kept are none of any. */
export function meets(entry: EntryHeader, selector: EntrySelector): boolean {
  const { model, namespace, tenant, tag, createdBefore, createdAfter } = selector;
  if (model !== undefined && entry.model !== model) return false;
  if (namespace !== undefined && entry.namespace !== namespace) return false;
  if (tenant !== undefined && entry.tenant !== tenant && entry.tenant !== tenantHash(tenant)) return false;
  if (tag !== undefined && entry.tags?.includes(tag) !== true) return false;
  if (createdBefore !== undefined && entry.createdAt >= createdBefore) return false;
  return createdAfter === undefined || entry.createdAt > createdAfter;
}
