import { dataLines } from '../lexicon/data-file.ts';

const WORDS = new Set(dataLines('notation.txt').flatMap((line) => line.split(' ')));

const CODE = /["`{}[\]\\|~]|==|\w\(|\bin (?:C|R|Go|Rust|Swift)\b/u;

/** Whether a text may speak of how something is written, or of code: there `2^10` is not `2 to the power of 10`. */
export function speaksOfNotation(text: string): boolean {
  return CODE.test(text) || namesNotation(text);
}

/** Whether one of its words is of those that speak of notation. */
export function namesNotation(text: string): boolean {
  return isNotation(text.toLowerCase().match(/[\p{L}#+]+/gu) ?? []);
}

export function isNotation(words: Iterable<string>): boolean {
  for (const word of words) if (WORDS.has(word)) return true;
  return false;
}
