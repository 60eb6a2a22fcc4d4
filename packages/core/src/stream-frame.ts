import { choicesOf } from './completion.ts';
import { grown, type Mutable } from './delta-merge.ts';
import { isJsonObject, parseJson, type JsonObject } from './json.ts';
import { withUnaskedUsage } from './usage-events.ts';

/** What the chunks of a stream say beside their choices, put together: chat completions and text completions say it alike. */
export class StreamFrame {
  readonly #top = grown();
  #usageWithChoice = false;

  /** Takes one event's `data`; gives its choices. Throws SyntaxError or TypeError for what is not a chunk. */
  push(data: string): readonly JsonObject[] {
    const chunk = parseJson(data);
    if (!isJsonObject(chunk)) throw new TypeError('A stream event is not a JSON object.');
    const isChunk = Array.isArray(chunk['choices']);
    for (const [key, value] of Object.entries(chunk)) {
      // What keeps a connection alive (`{"type":"ping"}`) is no part of the answer.
      if (isChunk ? !OF_THE_STREAM.has(key) : OF_THE_ANSWER.has(key)) keep(this.#top, key, value);
    }
    const choices = choicesOf(chunk);
    if (isJsonObject(chunk['usage'])) this.#usageWithChoice = choices.length > 0;
    return choices;
  }

  /** The whole answer of these choices. */
  around(choices: readonly JsonObject[], object: string): JsonObject {
    const { usage, ...top } = this.#top;
    const completion = { ...top, object, choices };
    if (!isJsonObject(usage)) return completion;
    return this.#usageWithChoice ? withUnaskedUsage(completion, usage) : { ...completion, usage };
  }
}

/** Members of a chunk that the whole form does not have, or not as they are here. */
const OF_THE_STREAM = new Set(['choices', 'object', 'obfuscation']);
/** What counts even in an event that has no choices. */
const OF_THE_ANSWER = new Set(['usage', 'error']);

/** The last value that says something; null until there is one. Azure's late filter results have an empty id and model, created 0. */
export function keep(target: Mutable, key: string, value: unknown): void {
  const before = target[key] ?? null;
  target[key] = before !== null && saysNothing(value) ? before : (value ?? before);
}

/** Azure ends with `content_filter_results: {}`. */
function saysNothing(value: unknown): boolean {
  if (value === '' || value === 0) return true;
  return Array.isArray(value) ? value.length === 0 : isJsonObject(value) && Object.keys(value).length === 0;
}
