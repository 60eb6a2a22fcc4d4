import { readFileSync } from 'node:fs';
import { HEADER_WORDS, hashWord, INFO, LEXICON_MAGIC } from './lexicon-format.ts';

/** What a word is, as bits (`POS`, `INFO`). */
export type WordId = number;

/** English words: parts of speech, rarity, synonyms, opposites, words of one root. Looked up in place. */
export class Lexicon {
  readonly #words: number;
  readonly #buckets: Uint32Array;
  readonly #offsets: Uint32Array;
  readonly #infos: Uint32Array;
  readonly #lists: readonly (readonly [Uint32Array, Uint32Array])[];
  readonly #text: Uint8Array;

  constructor(bytes: Uint8Array) {
    const header = new Uint32Array(bytes.buffer, bytes.byteOffset, HEADER_WORDS);
    const [magic = 0, words = 0, buckets = 0, textBytes = 0, ...counts] = header;
    if (magic !== LEXICON_MAGIC) throw new TypeError('lexicon.bin has another format');
    let at = bytes.byteOffset + 4 * HEADER_WORDS;
    const take = (length: number): Uint32Array => {
      const view = new Uint32Array(bytes.buffer, at, length);
      at += 4 * length;
      return view;
    };
    this.#words = words;
    this.#offsets = take(words + 1);
    this.#buckets = take(buckets);
    this.#infos = take(words);
    this.#lists = counts.slice(0, 3).map((count) => [take(words + 1), take(count)] as const);
    this.#text = new Uint8Array(bytes.buffer, at, textBytes);
  }

  /** `undefined` where the lexicon does not know the (lower-case) word. */
  find(word: string): WordId | undefined {
    const mask = this.#buckets.length - 1;
    for (let slot = hashWord(word) & mask; ; slot = (slot + 1) & mask) {
      const entry = this.#buckets[slot] ?? 0;
      if (entry === 0) return undefined;
      if (this.#spells(entry - 1, word)) return entry - 1;
    }
  }

  has(word: string): boolean {
    return this.find(word) !== undefined;
  }

  /** Share of its uses as noun, verb, adjective or adverb (index 0 to 3), from 0 to 7. */
  share(id: WordId, pos: 0 | 1 | 2 | 3): number {
    return ((this.#infos[id] ?? 0) >>> INFO.shares[pos]) & 7;
  }

  /** Surprise of seeing the word in a question: 0 for `the`, about 11 for words seen nowhere. */
  rarity(id: WordId): number {
    return (((this.#infos[id] ?? 0) >>> INFO.rarity) & 255) / 20;
  }

  isProper(id: WordId): boolean {
    return (((this.#infos[id] ?? 0) >>> INFO.proper) & 1) === 1;
  }

  /** As which parts of speech (`POS` bits) the two are synonyms; 0 where they are not. */
  synonymy(a: WordId, b: WordId): number {
    let mask = 0;
    this.#scan(0, a, (value) => {
      if (value >>> 4 === b) mask |= value & 15;
    });
    return mask;
  }

  areOpposites(a: WordId, b: WordId): boolean {
    return this.#lists[1] !== undefined && this.#holds(1, a, b);
  }

  /** Implement and implementation, safe and safety. */
  areOneRoot(a: WordId, b: WordId): boolean {
    return this.#holds(2, a, b);
  }

  get size(): number {
    return this.#words;
  }

  #holds(list: number, a: WordId, b: WordId): boolean {
    let found = false;
    this.#scan(list, a, (value) => {
      if (value === b) found = true;
    });
    return found;
  }

  #scan(list: number, id: WordId, visit: (value: number) => void): void {
    const [starts, values] = this.#lists[list] ?? [];
    if (starts === undefined || values === undefined) return;
    for (let at = starts[id] ?? 0; at < (starts[id + 1] ?? 0); at += 1) visit(values[at] ?? 0);
  }

  #spells(id: WordId, word: string): boolean {
    const start = this.#offsets[id] ?? 0;
    if ((this.#offsets[id + 1] ?? 0) - start !== word.length) return false;
    for (let index = 0; index < word.length; index += 1) {
      if (this.#text[start + index] !== word.charCodeAt(index)) return false;
    }
    return true;
  }
}

/** Reads the committed table; about 3 MB, outside the JavaScript heap. */
export function loadLexicon(): Lexicon {
  const bytes = readFileSync(new URL('../../data/lexicon.bin', import.meta.url));
  // A fresh buffer: the file's bytes may start anywhere inside Node's pool, and the views need alignment.
  return new Lexicon(Uint8Array.from(bytes));
}
