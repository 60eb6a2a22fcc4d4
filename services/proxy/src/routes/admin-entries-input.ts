import {
  InvalidRequestError,
  type EntrySelector,
  type InvalidationOrder,
  type JsonObject,
} from '@strata/core';
import { parseDuration } from '@strata/service-kit/duration';

/** The query of `GET /admin/cache/entries`, checked. */
export type EntryListInput = {
  readonly query: string;
  readonly mode: 'words' | 'meaning';
  readonly selector: EntrySelector;
  readonly limit: number;
  readonly cursor: string | undefined;
};

type Query = { readonly [name: string]: unknown };

const MAX_LIMIT = 200;
const LIST_FIELDS = ['query', 'mode', 'model', 'namespace', 'tenant', 'tag', 'limit', 'cursor'];

/** Throws `InvalidRequestError`. */
export function readListInput(query: Query): EntryListInput {
  refuseOthers(query, LIST_FIELDS);
  const text = optionalText(query, 'query') ?? '';
  const mode = optionalText(query, 'mode') ?? 'words';
  if (mode !== 'words' && mode !== 'meaning') throw bad('mode', 'must be words or meaning');
  if (mode === 'meaning' && text.trim() === '') throw bad('query', 'must say what to look for by meaning');
  const limit = optionalText(query, 'limit') ?? '50';
  if (!/^\d{1,3}$/.test(limit) || Number(limit) < 1 || Number(limit) > MAX_LIMIT)
    throw bad('limit', `must be a whole number from 1 to ${MAX_LIMIT}`);
  return {
    query: text,
    mode,
    selector: {
      model: optionalText(query, 'model'),
      namespace: optionalText(query, 'namespace'),
      tenant: optionalText(query, 'tenant'),
      tag: optionalText(query, 'tag'),
    },
    limit: Number(limit),
    cursor: optionalText(query, 'cursor'),
  };
}

const INVALIDATION_FIELDS = [
  'model',
  'namespace',
  'tenant',
  'tag',
  'olderThan',
  'newerThan',
  'similarTo',
  'threshold',
  'dryRun',
];

/** The body of `POST /admin/cache/invalidate`. A mistyped selector must not delete more than was meant: 400. */
export function readInvalidation(body: JsonObject, now: number): InvalidationOrder {
  refuseOthers(body, INVALIDATION_FIELDS);
  const selector = {
    model: optionalText(body, 'model'),
    namespace: optionalText(body, 'namespace'),
    tenant: optionalText(body, 'tenant'),
    tag: optionalText(body, 'tag'),
    createdBefore: instantOf(body, 'olderThan', now),
    createdAfter: instantOf(body, 'newerThan', now),
  };
  const text = optionalText(body, 'similarTo');
  if (text?.trim() === '') throw bad('similarTo', 'must be a text');
  const similarTo = text === undefined ? undefined : { text, threshold: thresholdOf(body['threshold']) };
  if (text === undefined && body['threshold'] !== undefined)
    throw bad('threshold', 'is of use with similarTo only');
  if (similarTo === undefined && Object.values(selector).every((value) => value === undefined)) {
    throw new InvalidRequestError(
      `At least one of ${INVALIDATION_FIELDS.slice(0, 7).join(', ')} is needed; POST /admin/cache/clear empties everything.`,
      { param: 'selector' },
    );
  }
  return { selector, similarTo, dryRun: optionalFlag(body, 'dryRun') };
}

/** Reads a flag that is false when it is left out. */
export function optionalFlag(body: JsonObject, name: string): boolean {
  const value = body[name] ?? false;
  if (typeof value !== 'boolean') throw bad(name, 'must be true or false');
  return value;
}

export function refuseOthers(given: Query, known: readonly string[]): void {
  const other = Object.keys(given).find((name) => !known.includes(name));
  if (other !== undefined) throw bad(other.slice(0, 60), `is unknown here; there are ${known.join(', ')}`);
}

/** Throws `InvalidRequestError` unless it is 64 hex digits. */
export function readEntryId(id: unknown): string {
  if (typeof id === 'string' && /^[0-9a-f]{64}$/.test(id)) return id;
  throw bad('id', 'must be 64 hex digits, as in x-cache-entry');
}

function optionalText(given: Query, name: string): string | undefined {
  const value = given[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw bad(name, 'must be a text, given once');
  return value;
}

/** An age (`7d`, `12h`, seconds) before now, or an instant as ISO 8601 writes it. */
function instantOf(body: JsonObject, name: string, now: number): number | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string') throw bad(name, AGE_FORMS);
  const age = parseDuration(text, 's');
  if (age !== undefined) return now - age;
  const instant = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(instant)) throw bad(name, AGE_FORMS);
  return instant;
}

const AGE_FORMS = 'must be an age (90s, 15m, 12h, 7d, or seconds) or an instant (2026-01-31T12:00:00Z)';

function thresholdOf(value: unknown): number {
  if (typeof value === 'number' && value > 0 && value <= 1) return value;
  throw bad('threshold', 'must be a cosine above 0 and up to 1, such as 0.9; similarTo needs it');
}

function bad(param: string, what: string): InvalidRequestError {
  return new InvalidRequestError(`${param} ${what}.`, { param });
}
