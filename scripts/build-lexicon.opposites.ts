import { readFileSync } from 'node:fs';
import type { WordNet } from './build-lexicon.wordnet.ts';

/** How large a part of what the words mean their senses in a pair of opposites must be: the antonym of a rare sense parts nothing. */
const LEAST_SHARE = { adjective: 0.02, synonym: 0.1 };

export type OppositeSources = {
  readonly wordnet: WordNet;
  /** Share of a word's uses that fall on one synset. */
  readonly senseShare: (word: string, synset: string) => number;
  readonly synonymsOf: ReviewedSynonyms;
};

/** Synonyms of a word as a verb (`v`), adjective (`a`) or adverb (`r`). */
export type ReviewedSynonyms = (word: string, pos: string) => readonly string[];

/**
 * Opposites that WordNet means and does not write down. Of adjectives it joins only those that people name together (cheap, expensive)
 * and hangs what is like them below (low-cost, pricey): any of the one side is an opposite of any of the other. So is a reviewed synonym of a word whose
 * antonym the other is (obligatory: mandatory, optional).
 */
export function* meantOpposites(sources: OppositeSources): Generator<readonly [string, string]> {
  const { wordnet, senseShare, synonymsOf } = sources;
  for (const [id, { pos, words, pointers }] of wordnet.synsets) {
    for (const { symbol, synset, from, to } of pointers) {
      const target = wordnet.synsets.get(synset);
      if (symbol !== '!' || from === 0 || target === undefined || pos === 'n') continue;
      const [one, other] = [words[from - 1] ?? '', target.words[to - 1] ?? ''].map((word) =>
        word.toLowerCase(),
      );
      if (one === undefined || other === undefined) continue;
      const shares = [senseShare(one, id), senseShare(other, synset)];
      const pairs: [string, string][] = [];
      if (Math.min(...shares) >= LEAST_SHARE.synonym)
        pairs.push(...synonymsOf(other, pos).map((like): [string, string] => [one, like]));
      if (pos === 'a')
        pairs.push(
          ...alike(id, sources).flatMap((left) =>
            alike(synset, sources).map((right): [string, string] => [left, right]),
          ),
        );
      yield* pairs.filter(([left, right]) => !isItsNegation(left, right, synonymsOf));
    }
  }
}

/** What stands in an adjective's synset and in those that WordNet hangs below it. */
function alike(head: string, { wordnet, senseShare }: OppositeSources): readonly string[] {
  const below = (wordnet.synsets.get(head)?.pointers ?? []).filter(({ symbol }) => symbol === '&');
  return [head, ...below.map(({ synset }) => synset)].flatMap((id) =>
    (wordnet.synsets.get(id)?.words ?? [])
      .map((word) => word.toLowerCase())
      .filter((word) => senseShare(word, id) >= LEAST_SHARE.adjective),
  );
}

/** What is undone was done: a participle of its own verb. */
const UNDONE = 'undone';

/** `inexpensive` is said for `cheap`, not to deny `expensive`; `unripe` has no other word. */
function isItsNegation(one: string, other: string, synonymsOf: ReviewedSynonyms): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  if (!long.endsWith(short)) return false;
  return long === UNDONE || ['a', 'v'].some((pos) => synonymsOf(long, pos).length > 0);
}

/** From lists as `a cheap: inexpensive` (the first with each of the others) and `v buy purchase order` (each with each). */
export function readReviewedSynonyms(files: readonly string[]): ReviewedSynonyms {
  const found = new Map<string, string[]>();
  for (const line of files.flatMap((file) => readFileSync(file, 'utf8').split('\n'))) {
    const [, pos = '', first = '', colon, rest = ''] = /^([var]) ([^ :]+)(:?) (.+)$/u.exec(line) ?? [];
    const others = rest === '' ? [] : rest.split(' ');
    const group = [first, ...others];
    for (const [index, word] of group.entries()) {
      const like = index === 0 ? others : colon === ':' ? [first] : group.filter((other) => other !== word);
      const key = `${pos} ${word}`;
      found.set(key, [...(found.get(key) ?? []), ...like]);
    }
  }
  return (word, pos) => found.get(`${pos} ${word}`) ?? [];
}
