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
  const { choices: _choices, usage: _usage, object: _object, x_groq: groq, ...rest } = completion;
  const [top, first] = parted(rest, AT_FIRST);
  const base = { ...top, object: 'chat.completion.chunk' };
  const deltas = choicesOf(completion).flatMap(choiceDeltas);
  // Groq counts there for the whole answer.
  const last = groq === undefined ? {} : { x_groq: groq };
  return framedChunks(completion, { base, first, last, choices: deltas, ...options });
}

type Framed = {
  /** What every chunk says. */
  readonly base: JsonObject;
  /** What the first one says, and the last one with a choice. */
  readonly first: JsonObject;
  readonly last?: JsonObject;
  /** One a chunk. */
  readonly choices: readonly JsonObject[];
  readonly includeUsage: boolean;
};

/** The chunks of a stream around these choices, and the usage where it belongs. */
export function framedChunks(completion: JsonObject, framed: Framed): string[] {
  const { base, first, last = {}, choices, includeUsage } = framed;
  const { usage } = completion;
  const asked = includeUsage && usage !== undefined;
  const unasked = !asked && hasUnaskedUsage(completion) ? { usage } : {};
  const end = choices.length - 1;
  const chunks = choices.map((choice, at) => ({
    ...base,
    ...(at === 0 ? first : {}),
    choices: [choice],
    ...(asked ? { usage: null } : {}),
    ...(at === end ? { ...last, ...unasked } : {}),
  }));
  const all = asked ? [...chunks, { ...base, choices: [], usage }] : chunks;
  return all.map((chunk) => JSON.stringify(chunk));
}

/** What Azure tells of the prompt, once: clients add lists up. */
export const AT_FIRST: ReadonlySet<string> = new Set(['prompt_filter_results', 'prompt_annotations']);

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
export const THOUGHTS: ReadonlySet<string> = new Set([
  'reasoning_content',
  'reasoning',
  'reasoning_details',
  'thinking_blocks',
]);

function pick(fields: JsonObject, wanted: (key: string, value: unknown) => boolean): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([key, value]) => wanted(key, value)));
}

/** The members without those names, and those with them. */
export function parted(fields: JsonObject, names: ReadonlySet<string>): readonly [JsonObject, JsonObject] {
  return [pick(fields, (key) => !names.has(key)), pick(fields, (key) => names.has(key))];
}

/** Its own index is that of no stream: some upstreams say 0 with each call of a whole answer. */
function withIndex(call: unknown, index: number): unknown {
  return isJsonObject(call) ? { ...call, index } : call;
}
