import { hash } from 'node:crypto';
import type { ChatRequest } from './chat-request.ts';
import { canonicalJson, type JsonObject } from './json.ts';
import type { ProtocolName } from './protocols/protocol.ts';
import { normaliseMessages } from './semantic-query.ts';

/** Whose answers these are. Nothing is ever shared across two scopes. */
export type Scope = {
  readonly tenant: string;
  readonly namespace: string;
  /** The operator's cache version. It is in the entry and not in its key: a newer answer takes an older one's place. */
  readonly version: number;
};

/** Fields that do not change what the model says, and our own controls. Every other field counts, known or not. */
const IGNORED = new Set([
  'stream',
  'stream_options',
  'user',
  // The first two took the place of `user`; the others tell the upstream what to keep of a prompt.
  'safety_identifier',
  'prompt_cache_key',
  'prompt_cache_retention',
  'prompt_cache_options',
  'metadata',
  'store',
  'cache',
]);

/** All fields of a conversation that may change the answer, with message text normalised. */
export function significantFields(request: Pick<ChatRequest, 'body' | 'messages'>): JsonObject {
  return { ...fieldsOf(request.body, IGNORED), messages: normaliseMessages(request.messages) };
}

/** A body without the members named; itself where it has none of them: a copy of very many members takes long. */
export function fieldsOf(body: JsonObject, ignored: ReadonlySet<string> = IGNORED): JsonObject {
  if (![...ignored].some((name) => Object.hasOwn(body, name))) return body;
  // Not by assignment: a member named `__proto__` would vanish, and with it a difference between two requests.
  return Object.fromEntries(Object.entries(body).filter(([key]) => !ignored.has(key)));
}

/** SHA-256, 64 hex digits, of the canonical request within its scope: the exact tier's key. */
export function fingerprint(fields: JsonObject, scope: Scope, kind: ProtocolName = 'chat'): string {
  const { tenant, namespace } = scope;
  return sha256(canonicalJson({ kind, tenant, namespace, request: fields }));
}

export function sha256(text: string): string {
  return hash('sha256', text);
}
