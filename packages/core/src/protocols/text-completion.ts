import { choicesOf } from '../completion.ts';
import { isJsonObject, parseJson, type JsonObject } from '../json.ts';
import type { StreamAssembler, Wanted } from './protocol.ts';

type Mutable = { [key: string]: unknown };

/** Puts the chunks of a text completion together: texts are joined, whatever else keeps its last value. */
export class TextCompletionAssembler implements StreamAssembler {
  readonly #top: Mutable = {};
  readonly #choices = new Map<number, Mutable>();

  push(data: string): void {
    const chunk = parseJson(data);
    if (!isJsonObject(chunk)) throw new TypeError('A stream event is not a JSON object.');
    for (const [key, value] of Object.entries(chunk))
      if (key !== 'choices' && value !== null) this.#top[key] = value;
    for (const choice of choicesOf(chunk)) this.#pushChoice(choice);
  }

  whole(): JsonObject {
    const { usage, ...top } = this.#top;
    const choices = [...this.#choices.values()].toSorted((a, b) => Number(a['index']) - Number(b['index']));
    return { ...top, choices, ...(usage === undefined ? {} : { usage }) };
  }

  #pushChoice({ index = 0, text, ...rest }: JsonObject): void {
    const at = Number(index);
    const target = this.#choices.get(at) ?? { text: '', index: at, logprobs: null, finish_reason: null };
    this.#choices.set(at, target);
    for (const [key, value] of Object.entries(rest)) if (value !== null) target[key] = value;
    if (typeof text === 'string') target['text'] = `${String(target['text'])}${text}`;
  }
}

/** A stored text completion as the chunks of a stream: the text of each choice, its finish reason, the usage if asked for. */
export function textCompletionChunks(whole: JsonObject, { includeUsage }: Wanted): string[] {
  const { choices: _choices, usage, ...base } = whole;
  const withUsage = includeUsage && usage !== undefined;
  const chunk = (choice: JsonObject): string =>
    JSON.stringify({ ...base, choices: [choice], ...(withUsage ? { usage: null } : {}) });
  const events = choicesOf(whole).flatMap((choice) => [
    chunk({ ...choice, finish_reason: null }),
    chunk({ ...choice, text: '' }),
  ]);
  if (withUsage) events.push(JSON.stringify({ ...base, choices: [], usage }));
  return events;
}
