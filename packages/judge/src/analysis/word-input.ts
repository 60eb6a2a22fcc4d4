import type { Forms } from '../lexicon/morphology.ts';
import type { PhraseInput } from '../lexicon/phrase-book.ts';
import { BE } from './be.ts';
import { functionClass } from './function-words.ts';
import { isNumberWord } from './number-words.ts';
import type { Word } from './word.ts';

/** The words of a text as turns of phrase are looked for among them. */
export class WordInput implements PhraseInput {
  readonly #words: readonly Word[];
  readonly #forms: readonly Forms[];
  readonly #names: readonly (readonly string[])[];
  readonly #all: ReadonlySet<string>;

  constructor(words: readonly Word[], forms: readonly Forms[]) {
    this.#words = words;
    this.#forms = forms;
    this.#names = words.map((word, at) => namesOf(word, forms[at]));
    this.#all = new Set(this.#names.flat());
  }

  has(name: string): boolean {
    return this.#all.has(name);
  }

  get length(): number {
    return this.#words.length;
  }

  namesOf(at: number): readonly string[] {
    return this.#names[at] ?? [];
  }

  isWord(at: number): boolean {
    const word = this.#words[at];
    return (
      word !== undefined && (word.token.kind !== 'punct' || word.token.quoted || '"\'`'.includes(word.norm))
    );
  }

  isQuoted(at: number): boolean {
    return this.#words[at]?.token.quoted === true;
  }

  isContent(at: number): boolean {
    const word = this.#words[at];
    if (word === undefined || word.token.quoted) return false;
    return ['word', 'mixed'].includes(word.token.kind) && functionClass(word.norm) === undefined;
  }

  isGerund(at: number): boolean {
    return this.isContent(at) && this.#forms[at]?.ing === true;
  }

  isFigure(at: number): boolean {
    const word = this.#words[at];
    return word !== undefined && (word.token.kind === 'number' || isNumberWord(word.norm));
  }

  isAfterBe(at: number): boolean {
    for (let back = at - 1; back >= 0 && back >= at - 6; back -= 1) {
      const word = this.#words[back];
      if (word === undefined || word.token.kind === 'punct') return false;
      if (BE.has(word.norm)) return true;
    }
    return false;
  }

  endsAt(at: number): boolean {
    const next = this.#words[at];
    return next === undefined || (next.token.kind === 'punct' && endsSentence(next));
  }
}

function namesOf({ norm, token }: Word, forms: Forms | undefined): readonly string[] {
  if (token.quoted || forms === undefined) return [];
  const { lemmas, degree } = forms;
  // `did` is not `do` here, nor `best` the `well` that opens a sentence: these match as written.
  if (functionClass(norm) !== undefined || degree > 0) return [norm];
  return lemmas.includes(norm) ? lemmas : [norm, ...lemmas];
}

export function endsSentence(word: Word): boolean {
  return '.?!:;-'.includes(word.norm[0] ?? ' ');
}
