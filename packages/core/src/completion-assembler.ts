import { choicesOf } from './completion.ts';
import { grown, mergeDelta, type Mutable } from './delta-merge.ts';
import { isJsonObject, parseJson, type JsonObject } from './json.ts';
import type { StreamAssembler } from './protocols/protocol.ts';
import { withUnaskedUsage } from './usage-events.ts';

type Choice = { readonly message: Mutable; readonly rest: Mutable };

/**
 * Puts a stream's chunks together into the completion that the upstream would have sent without streaming:
 * text is concatenated, tool calls by their index, whatever else keeps its last value. A member that is only ever
 * null stays null: clients ask `refusal !== null`. Fields we do not know (reasoning, annotations, provider extras)
 * follow the same rules, so they survive too.
 */
export class CompletionAssembler implements StreamAssembler {
  readonly #top = grown();
  readonly #choices = new Map<number, Choice>();
  #usageWithChoice = false;

  /** Takes one event's `data`. Throws SyntaxError or TypeError for what is not a chunk. */
  push(data: string): void {
    const chunk = parseJson(data);
    if (!isJsonObject(chunk)) throw new TypeError('A stream event is not a JSON object.');
    const isChunk = Array.isArray(chunk['choices']);
    for (const [key, value] of Object.entries(chunk)) {
      // What keeps a connection alive (`{"type":"ping"}`) is no part of the answer.
      if (isChunk ? !OF_THE_STREAM.has(key) : OF_THE_ANSWER.has(key)) keep(this.#top, key, value);
    }
    const pushed = choicesOf(chunk);
    for (const choice of pushed) this.#pushChoice(choice);
    if (isJsonObject(chunk['usage'])) this.#usageWithChoice = pushed.length > 0;
  }

  whole(): JsonObject {
    const { usage, ...top } = this.#top;
    const choices = [...this.#choices.entries()]
      .toSorted(([a], [b]) => a - b)
      .map(([index, { message, rest }]) => ({ index, message: closeMessage(message), ...rest }));
    const completion = { ...top, object: 'chat.completion', choices };
    if (!isJsonObject(usage)) return completion;
    return this.#usageWithChoice ? withUnaskedUsage(completion, usage) : { ...completion, usage };
  }

  #pushChoice(choice: JsonObject): void {
    const { index, delta, ...rest } = choice;
    const at = typeof index === 'number' ? index : 0;
    const target = this.#choices.get(at) ?? { message: grown(), rest: grown({ finish_reason: null }) };
    this.#choices.set(at, target);
    for (const [key, value] of Object.entries(rest)) keep(target.rest, key, value);
    if (isJsonObject(delta)) mergeDelta(target.message, delta);
  }
}

/** Members of a chunk that the whole form does not have, or not as they are here. */
const OF_THE_STREAM = new Set(['choices', 'object', 'obfuscation']);
/** What counts even in an event that has no choices. */
const OF_THE_ANSWER = new Set(['usage', 'error']);

/** The last value that says something; null until there is one. Azure's late filter results have an empty id and model, created 0. */
function keep(target: Mutable, key: string, value: unknown): void {
  const before = target[key] ?? null;
  target[key] = before !== null && (value === '' || value === 0) ? before : (value ?? before);
}

/** A message as the whole form has it: `content` always there, tool calls in order and without their stream index. */
function closeMessage(message: Mutable): JsonObject {
  const { role, content, tool_calls: calls, ...rest } = message;
  const closed: Mutable = { role: role ?? 'assistant', content: content ?? null, ...rest };
  if (Array.isArray(calls)) {
    closed['tool_calls'] = (calls as Mutable[])
      .toSorted((a, b) => Number(a['index']) - Number(b['index']))
      .map(({ index: _index, ...call }) => call);
  }
  return closed;
}
