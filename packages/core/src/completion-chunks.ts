import { choicesOf } from './completion.ts';
import { isJsonObject, type JsonObject } from './json.ts';

/**
 * A stored completion as the events of a stream, without the closing `[DONE]`: for each choice a delta with the role,
 * one with the message, an empty one with the finish reason; then the usage, when asked for. Framing after OpenAI's
 * streaming reference; id, created and model are the stored ones.
 */
export function completionChunks(
  completion: JsonObject,
  options: { readonly includeUsage: boolean },
): string[] {
  const { choices: _choices, usage, object: _object, ...top } = completion;
  const withUsage = options.includeUsage && usage !== undefined;
  const base = { ...top, object: 'chat.completion.chunk' };
  const chunk = (choice: JsonObject): string =>
    JSON.stringify({ ...base, choices: [choice], ...(withUsage ? { usage: null } : {}) });
  const events = choicesOf(completion).flatMap((choice) => choiceDeltas(choice).map(chunk));
  if (withUsage) events.push(JSON.stringify({ ...base, choices: [], usage }));
  return events;
}

function choiceDeltas(choice: JsonObject): JsonObject[] {
  const { index = 0, message, finish_reason: reason = null, ...rest } = choice;
  const { role = 'assistant', tool_calls: calls, ...fields } = isJsonObject(message) ? message : {};
  const delta = (content: JsonObject): JsonObject => ({ index, delta: content, finish_reason: null });
  const said = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
  // What is null is said once, beside the role, where OpenAI says `refusal: null`.
  const unsaid = Object.fromEntries(Object.entries(fields).filter(([, value]) => value === null));
  const deltas = [delta({ role, content: said['content'] === undefined ? null : '', ...unsaid })];
  if (Object.keys(said).length > 0) deltas.push(delta(said));
  if (Array.isArray(calls)) deltas.push(delta({ tool_calls: calls.map(withIndex) }));
  return [...deltas, { index, delta: {}, ...rest, finish_reason: reason }];
}

function withIndex(call: unknown, index: number): unknown {
  return isJsonObject(call) ? { index, ...call } : call;
}
