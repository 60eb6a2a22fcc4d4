import { hash } from 'node:crypto';
import type { ChatRequest } from './chat-request.ts';
import { canonicalJson, type JsonObject } from './json.ts';
import { normaliseMessage } from './semantic-query.ts';

/** Whose answers these are. Nothing is ever shared across two scopes. */
export type Scope = {
  readonly tenant: string;
  readonly namespace: string;
  /** The operator's cache version: raising it leaves every older entry behind. */
  readonly version: number;
};

/** Fields that do not change what the model says, and our own controls. Every other field counts, known or not. */
const IGNORED = new Set(['stream', 'stream_options', 'user', 'metadata', 'store', 'cache']);

/** All fields of the request that may change the answer, with message text normalised. */
export function significantFields(request: ChatRequest): JsonObject {
  // Not by assignment: a member named `__proto__` would vanish, and with it a difference between two requests.
  const fields: JsonObject = Object.fromEntries(
    Object.entries(request.body).filter(([key]) => !IGNORED.has(key)),
  );
  return { ...fields, messages: request.messages.map(normaliseMessage) };
}

/** SHA-256, 64 hex digits, of the canonical request within its scope: the exact tier's key. */
export function fingerprint(fields: JsonObject, scope: Scope): string {
  return sha256(canonicalJson({ kind: 'chat', ...scope, request: fields }));
}

export function sha256(text: string): string {
  return hash('sha256', text);
}
