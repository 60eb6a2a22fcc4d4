import { isJsonObject, type JsonObject } from '../json.ts';
import { chat } from '../protocols/chat.ts';
import { completions } from '../protocols/completions.ts';
import { messages } from '../protocols/messages.ts';
import type { Protocol } from '../protocols/protocol.ts';
import { responses } from '../protocols/responses.ts';
import type { EntryHeader } from '../cache-entry.ts';

/** Those whose stored answers are whole answers of theirs; of embeddings each input's vector is stored. */
const PROTOCOLS: readonly Protocol[] = [chat, completions, responses, messages];

/** The protocol that a stored answer is written in; `undefined` for one whose bodies nobody here reads. */
export function protocolOf({ protocol = 'chat' }: EntryHeader, whole: JsonObject): Protocol | undefined {
  // One embedded input, with no name of its protocol.
  if (isJsonObject(whole['value'])) return undefined;
  return PROTOCOLS.find(({ name }) => name === protocol);
}
