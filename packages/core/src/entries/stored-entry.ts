import { decodeEntry, type CacheEntry, type EntryHeader } from '../cache-entry.ts';
import { choicesOf } from '../completion.ts';
import { isJsonObject, parseJsonObject, type JsonObject } from '../json.ts';
import { protocolOf } from './entry-protocol.ts';
import type { TierName } from '../ports/observer.ts';
import type { VectorPoint } from '../ports/vector-store.ts';
import { outputOf } from '../protocols/response-events.ts';

/** An entry as it lies in the tiers. */
export type StoredEntry = {
  /** Its key in either tier. */
  readonly id: string;
  /** Absent where what lies there cannot be read. */
  readonly entry: CacheEntry | undefined;
  readonly tiers: readonly TierName[];
  /** Absent where the semantic tier has it not, or was not asked for its vector. */
  readonly point?: VectorPoint;
};

export function isAlias({ origin, fingerprint }: EntryHeader): boolean {
  // Promoted under its own question's key: it is its own origin.
  return origin !== undefined && origin !== fingerprint;
}

/** The entry in the bytes, if it is the one of that key. */
export function entryAt(key: string, bytes: Uint8Array | undefined): CacheEntry | undefined {
  const entry = bytes === undefined ? undefined : decodeEntry(bytes);
  return entry?.fingerprint === key ? entry : undefined;
}

/** What the model said; `undefined` where that is no text. */
export function answerText(entry: CacheEntry): string | undefined {
  const whole = parseJsonObject(Buffer.from(entry.body).toString()) ?? {};
  const protocol = protocolOf(entry, whole);
  if (protocol?.name === 'responses') return outputText(whole);
  if (protocol !== undefined && protocol.name !== 'chat') return protocol.answerText(whole);
  const [choice] = choicesOf(whole);
  const message = choice?.['message'];
  const content = isJsonObject(message) ? (message['content'] ?? message['refusal']) : undefined;
  return typeof content === 'string' ? content : undefined;
}

/** What a response says, without its reasoning and the calls it makes. */
function outputText(response: JsonObject): string | undefined {
  const messages = outputOf(response).filter(({ type }) => type === 'message');
  const parts = messages.flatMap(({ content }) => (Array.isArray(content) ? content : []));
  const texts = parts.filter(isJsonObject).map(({ text, refusal }) => text ?? refusal);
  const said = texts.filter((text) => typeof text === 'string');
  return said.length === 0 ? undefined : said.join('\n');
}
