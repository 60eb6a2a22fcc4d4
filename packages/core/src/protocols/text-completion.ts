import { AT_FIRST, framedChunks, parted, THOUGHTS } from '../completion-chunks.ts';
import { choicesOf } from '../completion.ts';
import { grown, type Mutable } from '../delta-merge.ts';
import type { JsonObject } from '../json.ts';
import { keep, StreamFrame } from '../stream-frame.ts';
import type { StreamAssembler, Wanted } from './protocol.ts';

/** Puts the chunks of a text completion together: texts are joined, whatever else keeps its last value. */
export class TextCompletionAssembler implements StreamAssembler {
  readonly #frame = new StreamFrame();
  readonly #choices = new Map<number, Mutable>();

  push(data: string): void {
    for (const choice of this.#frame.push(data)) this.#pushChoice(choice);
  }

  whole(): JsonObject {
    const choices = [...this.#choices.values()].toSorted((a, b) => Number(a['index']) - Number(b['index']));
    return this.#frame.around(choices, 'text_completion');
  }

  #pushChoice({ index = 0, ...rest }: JsonObject): void {
    const at = Number(index);
    const target =
      this.#choices.get(at) ?? grown({ text: '', index: at, logprobs: null, finish_reason: null });
    this.#choices.set(at, target);
    for (const [key, value] of Object.entries(rest)) {
      const before = target[key];
      const joined = key === 'text' || THOUGHTS.has(key);
      if (joined && typeof before === 'string' && typeof value === 'string') target[key] = before + value;
      else keep(target, key, value);
    }
  }
}

/** A stored text completion as the chunks of a stream: the text of each choice, its finish reason, the usage as chat replays it. */
export function textCompletionChunks(whole: JsonObject, { includeUsage }: Wanted): string[] {
  const { choices: _choices, usage: _usage, ...rest } = whole;
  const [base, first] = parted(rest, AT_FIRST);
  const choices = choicesOf(whole).flatMap((choice) => {
    const [said] = parted(choice, THOUGHTS);
    return [
      { ...choice, finish_reason: null },
      { ...said, text: '' },
    ];
  });
  return framedChunks(whole, { base, first, choices, includeUsage });
}
