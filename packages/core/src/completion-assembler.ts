import { grown, mergeDelta, type Mutable } from './delta-merge.ts';
import { isJsonObject, type JsonObject } from './json.ts';
import type { StreamAssembler } from './protocols/protocol.ts';
import { keep, StreamFrame } from './stream-frame.ts';

type Choice = { readonly message: Mutable; readonly rest: Mutable };

/**
 * Puts a stream's chunks together into the completion that the upstream would have sent without streaming:
 * text is concatenated, tool calls by their index, whatever else keeps its last value. A member that is only ever
 * null stays null: clients ask `refusal !== null`. Fields we do not know (reasoning, annotations, provider extras)
 * follow the same rules, so they survive too.
 */
export class CompletionAssembler implements StreamAssembler {
  readonly #frame = new StreamFrame();
  readonly #choices = new Map<number, Choice>();

  /** Takes one event's `data`. Throws SyntaxError or TypeError for what is not a chunk. */
  push(data: string): void {
    for (const choice of this.#frame.push(data)) this.#pushChoice(choice);
  }

  whole(): JsonObject {
    const choices = [...this.#choices.entries()]
      .toSorted(([a], [b]) => a - b)
      .map(([index, { message, rest }]) => ({ index, message: closeMessage(message), ...rest }));
    return this.#frame.around(choices, 'chat.completion');
  }

  #pushChoice(choice: JsonObject): void {
    // Perplexity says the message so far beside each delta; a proxy that makes a stream of a whole answer may say nothing else.
    const { index, delta, message, ...rest } = choice;
    const at = typeof index === 'number' ? index : 0;
    const target = this.#choices.get(at) ?? { message: grown(), rest: grown({ finish_reason: null }) };
    this.#choices.set(at, target);
    for (const [key, value] of Object.entries(rest)) keep(target.rest, key, value);
    const said = delta ?? message;
    if (isJsonObject(said)) mergeDelta(target.message, said);
  }
}

/** A message as the whole form has it: `content` always there, tool calls in order and without their stream index. */
function closeMessage(message: Mutable): JsonObject {
  const { role, content, tool_calls: calls, ...rest } = message;
  // Many streams begin with an empty text, whatever comes: of what only calls or refuses, the whole form has none.
  const text = content === '' && saysElse(message) ? null : (content ?? null);
  const closed: Mutable = { role: role ?? 'assistant', content: text, ...rest };
  if (Array.isArray(calls)) {
    closed['tool_calls'] = (calls as Mutable[])
      .toSorted((a, b) => Number(a['index']) - Number(b['index']))
      .map(({ index: _index, ...call }) => call);
  }
  return closed;
}

function saysElse({ tool_calls: calls, function_call: call, refusal }: Mutable): boolean {
  const refused = typeof refusal === 'string' && refusal !== '';
  return refused || (Array.isArray(calls) && calls.length > 0) || isJsonObject(call);
}
