import { withoutAccents } from '../analysis/fold.ts';
import { functionClass } from '../analysis/function-words.ts';
import type { Token } from '../analysis/token.ts';

/** What is known of a language that the judge does not read: enough to see two wordings of one question. */
export type Language = {
  readonly name: string;
  readonly known: ReadonlySet<string>;
  readonly how: ReadonlySet<string>;
  readonly where: ReadonlySet<string>;
  readonly may: ReadonlySet<string>;
  readonly help: ReadonlySet<string>;
  readonly wish: readonly string[];
  readonly tail: readonly string[];
  /** `can you …?`, the longest first. */
  readonly ask: readonly string[];
  /** Whom it is done for, which says nothing where something is asked for: `write me …`. */
  readonly me: ReadonlySet<string>;
  /** The same hung on the verb: `escríbeme`. */
  readonly cling: string | undefined;
  /** `dire`, `übersetz…`: behind one of these a greeting is what is to be said. */
  readonly saying: RegExp | undefined;
  readonly greetings: ReadonlySet<string>;
  /** Opens a condition. */
  readonly ifs: ReadonlySet<string>;
  /** Phrases with what stands for them; '' for what is left out. The longest first. */
  readonly folds: readonly (readonly [from: string, to: string])[];
  /** Left out. */
  readonly articles: ReadonlySet<string>;
  /** Kept with the noun: they say whether it acts. */
  readonly cases: ReadonlySet<string>;
  readonly prepositions: ReadonlySet<string>;
  /** Pronouns that a question hangs on their verb: `dois-je`. */
  readonly inverted: ReadonlySet<string>;
  /** What may part from its verb; a language without such has its verb in front. */
  readonly prefixes: ReadonlySet<string>;
  /** Endings of verbs, the longest first. */
  readonly endings: readonly string[];
};

/** Below this many of its small words a text is not told to be of a language; one is enough in letters that few languages share. */
const LEAST_KNOWN = 2;
/** `a ten-year-old`, `non-stick`: one word of another language does not make a text of English words one of that language. */
const ALL_ENGLISH = 0.9;
const RARE_LETTERS = /\p{Script=Cyrillic}|\p{Script=Devanagari}/u;

/** `*` ends a word of which the ending varies. */
function oneOf(words: readonly string[]): RegExp | undefined {
  if (words.length === 0) return undefined;
  return new RegExp(`^(?:${words.map((word) => word.replace('*', String.raw`\p{L}*`)).join('|')})$`, 'u');
}

/** Of `data/languages.txt`. */
function readLanguages(lines: readonly string[]): readonly Language[] {
  const byName = new Map<string, Map<string, string>>();
  for (const line of lines) {
    const [head = '', rest = ''] = line.split(': ');
    const [name = '', kind = ''] = head.split(' ');
    const kinds = byName.get(name) ?? new Map<string, string>();
    byName.set(name, kinds.set(kind, rest));
  }
  return [...byName].map(([name, kinds]) => {
    const words = (kind: string): readonly string[] => (kinds.get(kind) ?? '').split(' ').filter(Boolean);
    const phrases = (kind: string): readonly string[] =>
      (kinds.get(kind) ?? '').split(' | ').filter(Boolean).toSorted(longestFirst);
    const folds = [
      ...phrases('drop').map((from): [string, string] => [from, '']),
      ...phrases('fold').map((line): [string, string] => [
        line.split(' = ')[0] ?? '',
        line.split(' = ')[1] ?? '',
      ]),
    ];
    return {
      name,
      known: new Set(words('known')),
      how: new Set(words('how')),
      where: new Set(words('where')),
      may: new Set(words('may')),
      help: new Set([...words('may'), ...words('help')]),
      wish: phrases('wish'),
      tail: phrases('tail'),
      ask: phrases('ask'),
      me: new Set(words('me')),
      cling: words('cling')[0],
      saying: oneOf(words('say')),
      greetings: new Set(words('greet')),
      ifs: new Set(words('if')),
      folds: folds.toSorted(([one], [other]) => longestFirst(one, other)),
      articles: new Set(words('article')),
      cases: new Set(words('case')),
      prepositions: new Set(words('prep')),
      inverted: new Set(words('invert')),
      prefixes: new Set(words('prefix').map(withoutAccents)),
      endings: words('end').toSorted(longestFirst),
    };
  });
}

function longestFirst(one: string, other: string): number {
  return other.length - one.length;
}

/** Tells languages by their small words. */
export class Languages {
  readonly #languages: readonly Language[];
  /** By small word: the places of its languages. */
  readonly #known = new Map<string, number[]>();
  /** Of them, those that are no small words of English: without any a text is of no other language. */
  readonly #telling = new Set<string>();

  constructor(lines: readonly string[]) {
    this.#languages = readLanguages(lines);
    for (const [at, { known }] of this.#languages.entries())
      for (const word of known) {
        this.#known.set(word, [...(this.#known.get(word) ?? []), at]);
        if (functionClass(word) === undefined) this.#telling.add(word);
      }
  }

  /**
   * The language whose small words a text has most of; `undefined` for English and what cannot be told. `englishShare`: of its words,
   * those that English has too.
   */
  languageOf(tokens: readonly Token[], englishShare: number): Language | undefined {
    if (!tokens.some(({ norm }) => partsOf(norm).some((word) => this.#telling.has(word)))) return undefined;
    const words = smallWordsOf(tokens);
    const small = words.map(({ word }) => word);
    const counts = this.#languages.map(() => 0);
    for (const word of new Set(small))
      for (const at of this.#known.get(word) ?? []) counts[at] = (counts[at] ?? 0) + 1;
    const most = Math.max(...counts);
    const language = this.#languages[counts.indexOf(most)];
    const isTold = most >= LEAST_KNOWN || (most > 0 && tokens.some(({ norm }) => RARE_LETTERS.test(norm)));
    if (!isTold || language === undefined) return undefined;
    // `Is a hot dog a sandwich?` has only small words that are English too, whoever else has them.
    const isEnglish = (word: string): boolean => functionClass(word) !== undefined;
    const own = words.filter(
      ({ word, elided }) => language.known.has(word) && !isEnglish(word) && (elided || !LETTER.test(word)),
    );
    const english = small.filter((word) => isEnglish(word) && !language.known.has(word));
    const least = englishShare >= ALL_ENGLISH ? LEAST_KNOWN : 1;
    return own.length < least || english.length >= own.length ? undefined : language;
  }
}

/** `e-mail`, `vitamin D`, `in C`: says of no language that it is one. */
const LETTER = /^[a-z]$/u;

type Small = { readonly word: string; readonly elided: boolean };

/** What is elided (`l'homme`) apart. */
function smallWordsOf(tokens: readonly Token[]): readonly Small[] {
  return tokens
    .filter(({ kind, quoted }) => (kind === 'word' || kind === 'script') && !quoted)
    .flatMap(({ norm }) => {
      const parts = partsOf(norm);
      return parts.map((word, at) => ({ word, elided: at < parts.length - 1 }));
    });
}

function partsOf(norm: string): readonly string[] {
  return norm.includes("'") ? norm.split("'") : [norm];
}
