import { interned } from './interned.ts';
import { POS } from './lexicon-format.ts';
import type { Lexicon } from './lexicon.ts';

/** The base forms a written word may have, and what its ending says. */
export type Forms = {
  /** Likeliest first; the word itself where nothing is known of it. Canonical spelling. */
  readonly lemmas: readonly string[];
  readonly past: boolean;
  readonly participle: boolean;
  readonly ing: boolean;
  readonly plural: boolean;
  /** 0 plain, 1 comparative, 2 superlative. */
  readonly degree: 0 | 1 | 2;
  readonly known: boolean;
};

type Base = {
  readonly lemma: string;
  readonly past?: boolean;
  readonly participle?: boolean;
  readonly plural?: boolean;
  readonly degree?: 1 | 2;
};
type Suffix = readonly [
  ending: string,
  replacement: string,
  pos: number,
  mark: '' | 'past' | 'ing' | 'plural' | 'er' | 'est',
];

const SUFFIXES: readonly Suffix[] = [
  ['ies', 'y', POS.noun | POS.verb, 'plural'],
  ['ves', 'f', POS.noun, 'plural'],
  ['ses', 's', POS.noun | POS.verb, 'plural'],
  ['xes', 'x', POS.noun | POS.verb, 'plural'],
  ['zes', 'z', POS.noun | POS.verb, 'plural'],
  ['ches', 'ch', POS.noun | POS.verb, 'plural'],
  ['shes', 'sh', POS.noun | POS.verb, 'plural'],
  ['oes', 'o', POS.noun | POS.verb, 'plural'],
  ['s', '', POS.noun | POS.verb, 'plural'],
  ['ied', 'y', POS.verb, 'past'],
  ['ed', 'e', POS.verb, 'past'],
  ['ed', '', POS.verb, 'past'],
  ['ing', 'e', POS.verb, 'ing'],
  ['ing', '', POS.verb, 'ing'],
  ['ier', 'y', POS.adjective, 'er'],
  ['er', 'e', POS.adjective, 'er'],
  ['er', '', POS.adjective, 'er'],
  ['iest', 'y', POS.adjective, 'est'],
  ['est', 'e', POS.adjective, 'est'],
  ['est', '', POS.adjective, 'est'],
];

/** Base forms by irregular lists and by suffixes, checked against the lexicon. */
export class Morphology {
  readonly #lexicon: Lexicon;
  readonly #irregular = new Map<string, Base[]>();
  readonly #spelling = new Map<string, string>();
  /** Bounded memory of words already looked up. */
  readonly #memo = new Map<string, Forms>();

  constructor(lexicon: Lexicon, irregular: readonly string[], spelling: readonly string[]) {
    this.#lexicon = lexicon;
    for (const line of irregular) this.#readIrregular(line);
    for (const line of spelling) {
      const [canonical = '', variants = ''] = line.split(': ');
      for (const variant of variants.split(' ')) this.#spelling.set(variant, canonical);
    }
  }

  formsOf(word: string): Forms {
    const known = this.#memo.get(word);
    if (known !== undefined) return known;
    const forms = this.#find(word);
    if (this.#memo.size >= 20_000) this.#memo.clear();
    this.#memo.set(word, forms);
    return forms;
  }

  /** One spelling of a base form: `colour` as `color`, `organise` as `organize`. */
  canonical(word: string): string {
    const listed = this.#spelling.get(word);
    if (listed !== undefined) return listed;
    if (word.length < 6) return word;
    const american = word.replace(/is(e|ation|er|able)$/u, 'iz$1');
    return american !== word && this.#lexicon.has(american) ? american : word;
  }

  #find(word: string): Forms {
    const lemmas = new Set<string>();
    let [past, participle, ing, plural] = [false, false, false, false];
    let degree: 0 | 1 | 2 = 0;
    for (const base of this.#irregular.get(word) ?? []) {
      lemmas.add(this.canonical(base.lemma));
      past ||= base.past === true;
      participle ||= base.participle === true;
      plural ||= base.plural === true;
      degree = base.degree ?? degree;
    }
    const listed = this.#irregular.get(word)?.some(({ lemma }) => lemma === word) === true;
    for (const [lemma, mark] of listed ? [] : this.#regular(word)) {
      lemmas.add(this.canonical(lemma));
      if (mark === 'past') [past, participle] = [true, true];
      ing ||= mark === 'ing';
      plural ||= mark === 'plural';
      if (mark === 'er' || mark === 'est') degree = mark === 'er' ? 1 : 2;
    }
    const known = this.#lexicon.has(word) || lemmas.size > 0 || this.#spelling.has(word);
    lemmas.add(this.canonical(word));
    if (!known && /[^s]s$/u.test(word) && word.length > 3 && !/[iu]s$/u.test(word)) {
      lemmas.add(word.slice(0, -1));
      plural = true;
    }
    return { lemmas: [...lemmas].map(interned), past, participle, ing, plural, degree, known };
  }

  *#regular(word: string): Generator<readonly [string, Suffix[3]]> {
    if (word.length < 4 || word.endsWith('ss')) return;
    for (const [ending, replacement, pos, mark] of SUFFIXES) {
      if (!word.endsWith(ending) || word.length - ending.length < 2) continue;
      const stem = word.slice(0, -ending.length) + replacement;
      const doubled = replacement === '' && mark !== 'plural' && /([^aeiou])\1$/u.test(stem);
      for (const lemma of doubled ? [stem, stem.slice(0, -1)] : [stem]) {
        if (this.#isBase(lemma, pos, mark, word)) yield [lemma, mark];
      }
    }
  }

  /** Whether the lexicon has the base in a part of speech that takes this ending. */
  #isBase(lemma: string, pos: number, mark: Suffix[3], word: string): boolean {
    const id = this.#lexicon.find(lemma);
    if (id === undefined) return false;
    const share = (index: 0 | 1 | 2 | 3): number => this.#lexicon.share(id, index);
    if (mark === 'er' || mark === 'est') {
      const own = this.#lexicon.find(word);
      const isOtherWord =
        own !== undefined &&
        this.#lexicon.rarity(own) < this.#lexicon.rarity(id) &&
        own !== undefined &&
        this.#lexicon.share(own, 0) + this.#lexicon.share(own, 1) > 0 &&
        this.#lexicon.share(own, 2) + this.#lexicon.share(own, 3) === 0;
      // `teenager`, `foreigner`: of a longer adjective one says `more`.
      const isNamed = own !== undefined && this.#lexicon.share(own, 0) > 0 && isLongAdjective(lemma);
      return share(2) >= 2 && !isOtherWord && !isNamed;
    }
    // Words outside WordNet (`app`, `smartphone`) are nouns.
    const unlisted = mark === 'plural' && share(0) + share(1) + share(2) + share(3) === 0;
    const fits =
      unlisted ||
      [POS.noun, POS.verb].some((bit, index) => (pos & bit) !== 0 && share(index === 0 ? 0 : 1) > 0);
    // `does`, `has`, `was` are no plurals; a base of two letters (`as`, `us`) is a coincidence.
    return fits && lemma.length >= 2 && !(mark === 'plural' && lemma.length < 3);
  }

  #readIrregular(line: string): void {
    const [, pos = '', lemma = '', rest = ''] = /^([vna]) ([^:]+): (.+)$/u.exec(line) ?? [];
    const [past = '', participles = ''] = rest.split(' | ');
    const add = (form: string, base: Base): void => {
      this.#irregular.set(form, [...(this.#irregular.get(form) ?? []), base]);
    };
    if (pos === 'v') {
      for (const form of past.split(' '))
        add(form, { lemma, past: !/s$|^a(?:m|re)$/u.test(form) || form === 'was' });
      for (const form of participles.split(' ')) add(form, { lemma, participle: !form.endsWith('ing') });
    } else if (pos === 'n') {
      for (const form of past.split(' ')) add(form, { lemma, plural: form !== lemma });
    } else {
      for (const [index, form] of past.split(' ').entries())
        add(form, { lemma, degree: index === 0 ? 1 : 2 });
    }
  }
}

function isLongAdjective(lemma: string): boolean {
  return (lemma.replace(/e$/u, '').match(/[aeiou]+/gu) ?? []).length > 1 && !/(?:y|le|ow|er)$/u.test(lemma);
}
