import { sha256, type Scope } from './fingerprint.ts';
import { canonicalJson, type JsonObject } from './json.ts';
import type { ProtocolName } from './protocols/protocol.ts';
import { withoutText } from './semantic-query.ts';

/**
 * SHA-256 of all that must be *equal* before similarity is asked: the fingerprint's pre-image with the last user
 * text taken out. (The embedder is part of it too: the vector store keeps each embedder's vectors in a space of
 * their own.)
 */
export function partitionOf(fields: JsonObject, scope: Scope): string {
  return framePartition(withoutLastText(fields), scope, 'chat');
}

/** The same for a frame: the significant fields without the question's text. */
export function framePartition(frame: JsonObject, scope: Scope, kind: ProtocolName): string {
  const { tenant, namespace } = scope;
  return sha256(canonicalJson({ kind: `${kind}-partition`, tenant, namespace, request: frame }));
}

/** A conversation's significant fields without the text of its last message. */
export function withoutLastText(fields: JsonObject): JsonObject {
  const messages = fields['messages'] as readonly JsonObject[];
  const last = messages.at(-1);
  return {
    ...fields,
    messages: last === undefined ? messages : [...messages.slice(0, -1), withoutText(last)],
  };
}
