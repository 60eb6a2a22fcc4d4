import { choicesOf } from './completion.ts';
import { isJsonObject, type JsonObject } from './json.ts';
import { hasUnaskedUsage } from './usage-events.ts';

/**
 * A stored completion as the events of a stream, without the closing `[DONE]`: for each choice a delta with the role, one with what
 * was thought, one with the message, one with its tool calls, an empty one with the finish reason; then the usage, when asked for;
 * where the upstream tells it unasked, the last one has it for those who did not ask. Framing
 * after OpenAI's streaming reference; id, created and model are the stored ones.
 */
export function completionChunks(
  completion: JsonObject,
  options: { readonly includeUsage: boolean },
): string[] {
  const { choices: _choices, usage, object: _object, x_groq: groq, ...top } = completion;
  const asked = options.includeUsage && usage !== undefined;
  const base = { ...top, object: 'chat.completion.chunk' };
  const chunks: JsonObject[] = choicesOf(completion)
    .flatMap(choiceDeltas)
    .map((choice) => ({ ...base, choices: [choice], ...(asked ? { usage: null } : {}) }));
  // Groq counts there for the whole answer.
  if (groq !== undefined) chunks.push({ ...chunks.pop(), x_groq: groq });
  if (asked) chunks.push({ ...base, choices: [], usage });
  else if (hasUnaskedUsage(completion)) chunks.push({ ...chunks.pop(), usage });
  return chunks.map((chunk) => JSON.stringify(chunk));
}

function choiceDeltas(choice: JsonObject): JsonObject[] {
  const { index = 0, message, finish_reason: reason = null, ...rest } = choice;
  const { role = 'assistant', tool_calls: calls, ...fields } = isJsonObject(message) ? message : {};
  const delta = (content: JsonObject): JsonObject => ({ index, delta: content, finish_reason: null });
  // What is null is said once, beside the role, where OpenAI says `refusal: null`.
  const unsaid = pick(fields, (_key, value) => value === null);
  // By itself, as upstreams stream it: many a client looks for a text only in deltas in which nothing is thought.
  const thought = pick(fields, (key, value) => value !== null && THOUGHTS.has(key));
  const said = pick(fields, (key, value) => value !== null && !THOUGHTS.has(key));
  const deltas = [delta({ role, content: said['content'] === undefined ? null : '', ...unsaid })];
  for (const part of [thought, said]) if (Object.keys(part).length > 0) deltas.push(delta(part));
  if (Array.isArray(calls)) deltas.push(delta({ tool_calls: calls.map(withIndex) }));
  return [...deltas, { index, delta: {}, ...rest, finish_reason: reason }];
}

/** DeepSeek's and its followers', OpenRouter's (and vLLM's), LiteLLM's for Anthropic. */
const THOUGHTS = new Set(['reasoning_content', 'reasoning', 'reasoning_details', 'thinking_blocks']);

function pick(fields: JsonObject, wanted: (key: string, value: unknown) => boolean): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([key, value]) => wanted(key, value)));
}

/** Its own index is that of no stream: some upstreams say 0 with each call of a whole answer. */
function withIndex(call: unknown, index: number): unknown {
  return isJsonObject(call) ? { ...call, index } : call;
}
