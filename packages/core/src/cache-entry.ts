import { crc32 } from 'node:zlib';
import type { TokenUsage } from './completion.ts';
import { sha256 } from './fingerprint.ts';
import { NEVER_EXPIRES } from './ports/exact-store.ts';
import type { ProtocolName } from './protocols/protocol.ts';

/** A stored answer with what must be known to serve it. Instants in ms since the epoch. */
export type CacheEntry = EntryHeader & {
  /** The upstream's completion, byte for byte: never parsed again for a client that did not ask for a stream. */
  readonly body: Uint8Array;
};

export type EntryHeader = {
  /** SHA-256 of the request it answers; compared on read, so that a mistaken key can never answer. */
  readonly fingerprint: string;
  /** The entry that a semantic hit promoted, where this one is its alias: feedback and invalidation follow it. */
  readonly origin?: string;
  /** Cosine between the two questions, for an alias. */
  readonly similarity?: number;
  /** When the upstream answered. Promotion keeps it, and `expiresAt`. */
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly model: string;
  readonly usage: TokenUsage | undefined;
  /** The text that was compared by meaning, where the request could be; of an alias, the new question. */
  readonly question?: string;
  /** Whose it is, as `tenantHash` names it; absent in entries of before this was kept. */
  readonly tenant?: string;
  readonly namespace?: string;
  /** Of which endpoint its answer is; absent for chat completions. */
  readonly protocol?: ProtocolName;
  /** Where its question is compared by meaning; absent where it is not. */
  readonly partition?: string;
  /** The operator's cache version that it was stored under; absent for 0. */
  readonly version?: number;
  /** Given by whoever asked (`x-cache-tags`), to be invalidated by. */
  readonly tags?: readonly string[];
  /** Kept until it is unpinned, when it takes back the expiry it had. */
  readonly pinned?: { readonly at: number; readonly expiresAt: number };
};

/** Beyond anybody's time, and short of `NEVER_EXPIRES`, with room for what is added to an expiry. */
const FAR_AWAY = NEVER_EXPIRES - 3_155_760_000_000;

/** Of pinned entries and their aliases: what they say of their expiry is no instant. */
export function neverExpires({ expiresAt }: Pick<EntryHeader, 'expiresAt'>): boolean {
  return expiresAt >= FAR_AWAY;
}

const MAGIC = 0x53;
const FORMAT = 2;
/** Of before there was a checksum; still read. */
const UNCHECKED_FORMAT = 1;
const CHECKSUM_AT = 6;
const PREFIX_BYTES = 10;

/** `[magic][format][header length, u32 LE][CRC-32 of what follows, u32 LE][header JSON][body]`. */
export function encodeEntry(entry: CacheEntry): Uint8Array {
  const { body, ...header } = entry;
  const head = Buffer.from(JSON.stringify(header));
  const bytes = Buffer.allocUnsafe(PREFIX_BYTES + head.length + body.length);
  bytes[0] = MAGIC;
  bytes[1] = FORMAT;
  bytes.writeUInt32LE(head.length, 2);
  head.copy(bytes, PREFIX_BYTES);
  bytes.set(body, PREFIX_BYTES + head.length);
  bytes.writeUInt32LE(crc32(bytes.subarray(PREFIX_BYTES)), CHECKSUM_AT);
  return bytes;
}

/** As many bytes, as hard to compress, and no entry to whoever reads them. */
export function noEntry(bytes: Uint8Array): Uint8Array {
  return bytes.with(0, 0);
}

/** `undefined` for bytes of another format or none, and for damaged ones: unreadable is absent, never an error. */
export function decodeEntry(bytes: Uint8Array): CacheEntry | undefined {
  return isDamaged(bytes) ? undefined : decodeKept(bytes);
}

/** The same for bytes that this process has encoded or decoded before, and kept: they are not checked again. */
export function decodeKept(bytes: Uint8Array): CacheEntry | undefined {
  if (bytes[0] !== MAGIC) return undefined;
  if (bytes[1] !== FORMAT && bytes[1] !== UNCHECKED_FORMAT) return undefined;
  const headerStart = bytes[1] === FORMAT ? PREFIX_BYTES : CHECKSUM_AT;
  if (bytes.length < headerStart) return undefined;
  const view = viewOf(bytes);
  const bodyStart = headerStart + view.readUInt32LE(2);
  if (bodyStart > view.length) return undefined;
  try {
    const header = JSON.parse(view.toString('utf8', headerStart, bodyStart)) as EntryHeader;
    return { ...header, body: view.subarray(bodyStart) };
  } catch {
    return undefined;
  }
}

/** A store, its disk or the network may have changed a byte of the answer, and nothing else would show it. */
function isDamaged(bytes: Uint8Array): boolean {
  if (bytes[1] !== FORMAT || bytes.length < PREFIX_BYTES) return false;
  return viewOf(bytes).readUInt32LE(CHECKSUM_AT) !== crc32(bytes.subarray(PREFIX_BYTES));
}

function viewOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The same answer under a new question's own key: it keeps its age, its expiry and where it came from. */
export function aliasOf(entry: CacheEntry, alias: Alias): CacheEntry {
  const { pinned, ...rest } = entry;
  // An alias of a pinned entry may be evicted: its origin stays, and promotes it again.
  const life = pinned === undefined ? {} : { expiresAt: FAR_AWAY };
  return { ...rest, ...life, ...alias, origin: entryId(entry) };
}

export type Alias = Required<Pick<EntryHeader, 'fingerprint' | 'similarity' | 'question'>>;

/** The id a caller names in feedback: the entry that was asked for and answered by the upstream. */
export function entryId(entry: EntryHeader): string {
  return entry.origin ?? entry.fingerprint;
}

/** Whether it was stored under an older cache version than may be served: to be asked for anew. */
export function isOutdated({ version = 0 }: EntryHeader, minVersion: number): boolean {
  return version < minVersion;
}

/** What an entry says of the version it was stored under. */
export function versionOf({ version }: { readonly version: number }): Pick<EntryHeader, 'version'> {
  return version === 0 ? {} : { version };
}

/** Names a tenant where its own name must not be shown: 16 hex digits. */
export function tenantHash(tenant: string): string {
  return sha256(`tenant\n${tenant}`).slice(0, 16);
}
