import { POS, POS_LETTERS } from './lexicon-format.ts';
import type { Lexicon } from './lexicon.ts';

const LETTERS: Readonly<Record<string, number>> = { ...POS_LETTERS, x: 15 };

const QUALIFYING = POS.adjective | POS.adverb;

/** `Is it hard …`, `work hard`: an adjective and its adverb are told apart too seldom to part synonyms. */
function widened(mask: number): number {
  return (mask & QUALIFYING) === 0 ? mask : mask | QUALIFYING;
}

/** `v buy purchase order` is one group, `v buy: purchase order` are two. */
function* groupsOf(lines: readonly string[]): Generator<readonly [number, readonly string[], number]> {
  let group = 0;
  for (const line of lines) {
    const [letter = '', first = '', ...others] = line.split(' ');
    const mask = LETTERS[letter];
    if (mask === undefined || others.length === 0) throw new SyntaxError(`synonyms.txt: "${line}"`);
    const groups = first.endsWith(':')
      ? others.map((other) => [first.slice(0, -1), other])
      : [[first, ...others]];
    for (const words of groups) yield [(group += 1), words, mask];
  }
}

/** Which base forms may stand for one another: curated groups first, then WordNet's reviewed pairs. */
export class Synonyms {
  readonly #lexicon: Lexicon;
  /** word -> group number * 16 + part-of-speech mask */
  readonly #groups = new Map<string, number[]>();

  constructor(lexicon: Lexicon, lines: readonly string[]) {
    this.#lexicon = lexicon;
    for (const [group, words, mask] of groupsOf(lines)) {
      for (const word of words)
        this.#groups.set(word, [...(this.#groups.get(word) ?? []), group * 16 + mask]);
    }
  }

  /** `a` and `b` are base forms; the masks say as which parts of speech (`POS` bits) each is used. */
  areSynonyms(a: string, b: string, masks: { readonly a: number; readonly b: number }): boolean {
    const both = widened(masks.a) & widened(masks.b);
    for (const one of this.#groups.get(a) ?? []) {
      for (const other of this.#groups.get(b) ?? [])
        if (one === other && ((one & both) !== 0 || (one & 15) === 15)) return true;
    }
    const [idA, idB] = [this.#lexicon.find(a), this.#lexicon.find(b)];
    if (idA === undefined || idB === undefined) return false;
    return (this.#lexicon.synonymy(idA, idB) & both) !== 0;
  }

  /** Implement and implementation, safe and safely: one root, another part of speech. */
  areOneRoot(a: string, b: string): boolean {
    if (isAdverbOf(a, b) || isAdverbOf(b, a) || canBeDone(a, b) || canBeDone(b, a)) return true;
    // `work_out` and `workout`.
    if (a.replace('_', '') === b.replace('_', '')) return true;
    const [idA, idB] = [this.#lexicon.find(a), this.#lexicon.find(b)];
    return idA !== undefined && idB !== undefined && this.#lexicon.areOneRoot(idA, idB);
  }

  areOpposites(a: string, b: string): boolean {
    const [idA, idB] = [this.#lexicon.find(a), this.#lexicon.find(b)];
    return idA !== undefined && idB !== undefined && this.#lexicon.areOpposites(idA, idB);
  }
}
/** Adverbs that no longer mean what their adjective does. */
const STRAYED = new Set(
  'hardly lately nearly shortly highly barely scarcely presently badly readily likely only early daily'.split(
    ' ',
  ),
);

function isAdverbOf(adverb: string, adjective: string): boolean {
  if (!adverb.endsWith('ly') || adjective.length < 3 || STRAYED.has(adverb)) return false;
  const stem = adverb.slice(0, -2);
  return (
    stem === adjective ||
    (adjective.endsWith('y') && stem === `${adjective.slice(0, -1)}i`) ||
    (adjective.endsWith('le') && `${stem}e` === adjective) ||
    (adjective.endsWith('ic') && stem === `${adjective}al`)
  );
}
/** `drinkable`: what one can drink. */
function canBeDone(adjective: string, verb: string): boolean {
  if (!adjective.endsWith('able') || verb.length < 3 || adjective.length < 7) return false;
  const stem = adjective.slice(0, -4);
  return stem === verb || `${stem}e` === verb || stem === verb + (verb.at(-1) ?? '');
}
