/**
 * `lexicon.bin`: a read-only table that is looked up in place, so that loading it costs one file read and no parsing.
 *
 * All integers are little-endian. Header: eight Uint32 (magic, words, buckets, text bytes, near, opposite, derived
 * entries, reserved). Then, each starting on a multiple of four:
 * text offsets Uint32[words + 1], hash buckets Uint32[buckets] (word number + 1, linear probing), word infos
 * Uint32[words], three lists in compressed rows (Uint32[words + 1] starts, Uint32[entries] values), the text bytes.
 */
export const LEXICON_MAGIC = 0x314c_4753;
export const HEADER_WORDS = 8;

/** Bit positions inside a word's info. */
export const INFO = {
  /** Shares of noun, verb, adjective, adverb, each 0 to 7: three bits each. */
  shares: [0, 3, 6, 9],
  /** Rarity: 0 for words in every question, 255 for words seen nowhere. */
  rarity: 12,
  /** Only ever written with a capital (Paris, Tesla). */
  proper: 20,
  /** Names a person by what they do or are (teacher, investor). */
  person: 21,
} as const;

/** Parts of speech as bits, in the order of `INFO.shares`. */
export const POS = { noun: 1, verb: 2, adjective: 4, adverb: 8 } as const;

/** How the word lists name them. */
export const POS_LETTERS = { n: POS.noun, v: POS.verb, a: POS.adjective, r: POS.adverb } as const;

/** FNV-1a over the UTF-16 units; the lexicon holds ASCII words only. */
export function hashWord(word: string): number {
  let hash = 0x811c_9dc5;
  for (let index = 0; index < word.length; index += 1) {
    hash = Math.imul(hash ^ word.charCodeAt(index), 0x0100_0193);
  }
  return hash >>> 0;
}
