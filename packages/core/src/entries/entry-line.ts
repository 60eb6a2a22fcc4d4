import type { CacheEntry, EntryHeader } from '../cache-entry.ts';
import { InvalidRequestError } from '../errors.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
import type { TierName } from '../ports/observer.ts';
import type { VectorPoint } from '../ports/vector-store.ts';
import { plainObject } from './plain-object.ts';
import type { StoredEntry } from './stored-entry.ts';

/** The first line of an export. */
export type ExportHeader = {
  readonly strata: 'export';
  readonly version: 1;
  readonly exportedAt: number;
  /** Of how many entries the stores know, aliases and duplicates in two tiers counted; null where they do not. */
  readonly expected: number | null;
};

/** The last line. */
export type ExportEnd = { readonly strata: 'end'; readonly entries: number };

/** An entry as it is read from a line. */
export type EntryLine = {
  readonly entry: CacheEntry;
  readonly tiers: readonly TierName[];
  /** Where and as what it is compared by meaning; its vector, in the space that is named. */
  readonly point: ExportedPoint | undefined;
};

export type ExportedPoint = Pick<VectorPoint, 'space' | 'partition' | 'text' | 'vector' | 'minScore'>;

export const EXPORT_VERSION = 1;

/** One line of an export, without its end. `undefined` for what cannot be read: it is not exported. */
export function writeEntryLine({ entry, tiers, point }: StoredEntry): string | undefined {
  if (entry === undefined) return undefined;
  const { body, ...header } = entry;
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  // Byte for byte: what is no clean UTF-8 would not come back as it was.
  const text = bytes.toString('utf8');
  const isText = Buffer.from(text).equals(bytes);
  return JSON.stringify({
    entry: header,
    tiers,
    ...(isText ? { body: text } : { bodyBase64: bytes.toString('base64') }),
    ...(point === undefined ? {} : { point: writePoint(point) }),
  });
}

function writePoint({ space, partition, text, vector, minScore }: VectorPoint): JsonObject {
  const bytes = Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
  return { space, partition, text, minScore, vector: bytes.toString('base64') };
}

/** Reads a line of entries. Throws `InvalidRequestError`. */
export function readEntryLine(text: string, number: number): EntryLine {
  const line = plainObject(text);
  if (line === undefined) throw badLine(number, 'is no JSON object');
  const header = line['entry'];
  if (!isJsonObject(header)) throw badLine(number, 'has no entry');
  const tiers = Array.isArray(line['tiers']) ? line['tiers'].filter(isTier) : [];
  if (tiers.length === 0) throw badLine(number, 'names no tier');
  const entry: CacheEntry = { ...readHeader(header, number), body: readBody(line, number) };
  return { entry, tiers, point: readPoint(line['point'], number) };
}

function readHeader(header: JsonObject, number: number): EntryHeader {
  const { fingerprint, origin, createdAt, expiresAt, model } = header;
  if (!isId(fingerprint)) throw badLine(number, 'has no fingerprint of 64 hex digits');
  if (origin !== undefined && !isId(origin)) throw badLine(number, 'has an origin that is none');
  if (!Number.isSafeInteger(createdAt)) throw badLine(number, 'has no createdAt');
  if (typeof expiresAt !== 'number') throw badLine(number, 'has no expiresAt');
  if (typeof model !== 'string') throw badLine(number, 'has no model');
  // What a later version has added is kept as it is.
  return header as unknown as EntryHeader;
}

function readBody({ body, bodyBase64 }: JsonObject, number: number): Uint8Array {
  if (typeof body === 'string') return Buffer.from(body);
  if (typeof bodyBase64 === 'string') return Buffer.from(bodyBase64, 'base64');
  throw badLine(number, 'has no body');
}

function readPoint(point: unknown, number: number): ExportedPoint | undefined {
  if (point === undefined) return undefined;
  const { space, partition, text, vector, minScore } = isJsonObject(point) ? point : {};
  if (typeof space !== 'string' || typeof partition !== 'string' || typeof text !== 'string')
    throw badLine(number, 'has a point without space, partition or text');
  const bytes = Buffer.from(typeof vector === 'string' ? vector : '', 'base64');
  if (bytes.length === 0 || bytes.length % 4 !== 0) throw badLine(number, 'has a point without a vector');
  // A copy of its own: Float32Array needs an aligned beginning.
  const floats = new Float32Array(new Uint8Array(bytes).buffer);
  return { space, partition, text, vector: floats, minScore: typeof minScore === 'number' ? minScore : 0 };
}

function isTier(value: unknown): value is TierName {
  return value === 'exact' || value === 'semantic';
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
}

export function badLine(number: number, what: string): InvalidRequestError {
  return new InvalidRequestError(`Line ${number} ${what}.`, { param: `line ${number}` });
}
