import { slips } from './slips.ts';

/** Shorter words have too many neighbours. */
const SHORTEST = 5;
/** Nobody slips once in a longer one; bounds the work for a token of any length. */
const LONGEST = 20;

/**
 * Corrects one slip in the words that turns of phrase are made of (`defintion of`, `diffrence between`): before phrases
 * are looked for, since behind them the misspelt word would stand alone.
 */
export class FrameSpelling {
  readonly #words = new Set<string>();
  /** A word without one of its letters -> the words it may have been. */
  readonly #shortened = new Map<string, string[]>();

  constructor(words: Iterable<string>) {
    for (const word of words) {
      if (!/^[a-z]+$/u.test(word) || word.length < SHORTEST || this.#words.has(word)) continue;
      this.#words.add(word);
      for (const short of shortenings(word))
        this.#shortened.set(short, [...(this.#shortened.get(short) ?? []), word]);
    }
  }

  /** The one word that is a slip away and begins alike; `undefined` where none or several are. */
  correct(word: string): string | undefined {
    if (word.length < SHORTEST || word.length > LONGEST || this.#words.has(word)) return undefined;
    const found = new Set<string>();
    for (const short of [word, ...shortenings(word)]) {
      if (this.#words.has(short)) found.add(short);
      for (const candidate of this.#shortened.get(short) ?? []) found.add(candidate);
    }
    const near = [...found].filter((other) => other[0] === word[0] && slips(word, other, 1) <= 1);
    return near.length === 1 ? near[0] : undefined;
  }
}

function* shortenings(word: string): Generator<string> {
  for (let at = 0; at < word.length; at += 1) yield word.slice(0, at) + word.slice(at + 1);
}
