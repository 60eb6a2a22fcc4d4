import { sha256, type Scope } from './fingerprint.ts';
import { canonicalJson, type JsonObject } from './json.ts';
import { withoutText } from './semantic-query.ts';

/**
 * SHA-256 of all that must be *equal* before similarity is asked: the fingerprint's pre-image with the last user
 * text taken out. (The embedder is part of it too: the vector store keeps each embedder's vectors in a space of
 * their own.)
 */
export function partitionOf(fields: JsonObject, scope: Scope): string {
  const messages = fields['messages'] as readonly JsonObject[];
  const last = messages.at(-1);
  const frame = last === undefined ? messages : [...messages.slice(0, -1), withoutText(last)];
  return sha256(canonicalJson({ kind: 'chat-partition', ...scope, request: { ...fields, messages: frame } }));
}
