import type { Analysis } from '../analysis/analyse.ts';
import { withoutAccents } from '../analysis/fold.ts';
import type { Unit } from '../analysis/unit.ts';
import { unitsOf, type Comparison, type Guard, type Match } from '../compare/comparison.ts';

/** Words that are spoken about, not used: `car` rhymes with what `automobile` does not, `color` is not spelt as `colour`. */
export const mentionGuard: Guard = {
  name: 'mention',
  check: (comparison: Comparison) => {
    const { a, b } = comparison;
    const confused = otherPair(a, b);
    if (confused !== undefined) return confused;
    if (!speaksOfWords(a) || !speaksOfWords(b)) return undefined;
    const other = comparison.matches.find((match) => isOtherWord(comparison, match));
    const [one, two] = other === undefined ? [] : unitsOf(comparison, other);
    const shown = one && two ? [one.shown, two.shown] : onlyOther(a, b);
    return shown && `"${shown[0] ?? ''}" against "${shown[1] ?? ''}", spoken of as words`;
  },
};

const CUE = new RegExp(
  [
    String.raw`\b(?:rhym\w*|syllables?|vowels?|consonants?|pronounc\w*|pronunciations?|plurals?|singular|past tense|gerund|participle|etymology|part of speech|anagrams?|palindromes?|scrabble|hangman|unscramble|backwards|conjugate)\b`,
    String.raw`\bsynonyms?\b|\bantonyms?\b|\bopposite of\b|\b(?:another|other) words? for\b`,
    String.raw`\b(?:adjective|adverb|noun|verb|comparative|superlative)\b`,
    String.raw`^spell\b|\b(?:i|you|to|correctly) spell\b|\bspelling of\b|\bspelled\b|\bspelt\b`,
    String.raw`\bletters?\b[^?]{0,20}\b(?:in|does|do)\b`,
    String.raw`\bword origin\b|\bthe word (?!of\b|that\b|in\b|for\b|is\b|was\b|to\b)|\ban? (?:\p{L}+ )?word\b(?= *[?.]?$)`,
    String.raw`\bwords? (?:that|which) (?:start|begin|end|rhyme)|\bword:`,
    String.raw`\bword for \S+(?: \S+)?$|\b(?:french|spanish|german|italian|latin|dutch|polish|portuguese|russian|japanese|korean|chinese|english) word for\b`,
    String.raw`\bhow (?:do|would|can|should) (?:you|i|we|they) say\b(?! no\b(?! in\b))|\b(?:can|correct|right|okay) (?:you |to )say\b`,
    String.raw`\bin a sentence\b|\bsentence with\b`,
    String.raw`^(?:what does|define) ["'\x60]?\p{L}+["'\x60]? ?(?:mean)?[?.]?$|\b(?:is|more) ["'\x60]?\p{L}+["'\x60]? (?:in)?formal\b|\bmore formal\b`,
  ].join('|'),
  'iu',
);

/** `a function that checks for a palindrome` is about no word. */
const CODE = /\b(?:function|method|program|script|algorithm|class|regex)\b/iu;
const OF_CODE_TOO = /\b(?:palindromes?|anagrams?|vowels?|consonants?)\b/giu;

function speaksOfWords({ text }: Analysis): boolean {
  return CUE.test(CODE.test(text) ? text.replace(OF_CODE_TOO, '') : text);
}

/** What such a question is put in: `the correct spelling of necessary`, `how do you spell necessary`. */
const FRAME = new Set(
  `spell spelt spelled spelling pronounce pronounced pronunciation rhyme rhymes rhyming mean means meaning define definition
  translate translated translation syllable syllables letter letters word words say said sentence sentences difference
  different differ differences write written make use used using correct correctly synonym synonyms antonym antonyms opposite
  opposites verb verbs noun nouns adjective adverb plural plurals singular form tense origin origins etymology come comes came
  stand stands starts starting begins beginning give list find tell name many have has english`.split(/\s+/u),
);

function isOtherWord(comparison: Comparison, match: Match): boolean {
  const [one, other] = unitsOf(comparison, match);
  if (one.kind === 'figure' || other.kind === 'figure') return false;
  if (isOpening(comparison.a, one) && isOpening(comparison.b, other)) return false;
  // Who asks how to spell `neccessary` asks of `necessary`.
  if (match.kind === 'typo' && one.unknown !== other.unknown) return false;
  const [first, second] = [lettersOf(one.shown), lettersOf(other.shown)];
  return first !== second && !(FRAME.has(first) && FRAME.has(second));
}

/** `Compose a rhyme`, `look up the etymology of …`: what one is told to do, of something. */
function isOpening({ elements }: Analysis, { at, verb, quoted }: Unit): boolean {
  const [element, next] = [elements[at], elements[at + 1]];
  const isOf = next?.function === 'det' || next?.function === 'poss';
  return element !== undefined && at === 0 && verb && !quoted && isOf && TASKS.has(element.word);
}
const TASKS = new Set(
  'write compose create make produce find search look give show tell list name suggest provide'.split(' '),
);

/** Of two texts that are the same but for one word this word: `the word TV`, `the word television`. */
function onlyOther({ tokens: a }: Analysis, { tokens: b }: Analysis): readonly string[] | undefined {
  const [one, other] = [a, b].map((tokens) =>
    tokens.filter(({ kind }) => kind === 'word').map(({ norm }) => norm),
  );
  if (one === undefined || one.length !== other?.length) return undefined;
  const places = [...one.keys()].filter((at) => lettersOf(one[at] ?? '') !== lettersOf(other[at] ?? ''));
  const [first = '', second = ''] = [one[places[0] ?? -1], other[places[0] ?? -1]];
  const isFrame =
    [first, second].some((word) => FRAME.has(word) || SMALL.test(word)) ||
    (places[0] === 0 && TASKS.has(first) && TASKS.has(second));
  return places.length === 1 && !isFrame ? [first, second] : undefined;
}

/** Words that say how it is asked, not what of. */
const SMALL =
  /^(?:the|an?|this|that|is|are|was|do|does|did|can|could|would|should|you|i|we|one|it|in|of|for|to|what|which|how|many)$/u;

function lettersOf(shown: string): string {
  return withoutAccents(shown.toLowerCase()).replaceAll(/[^\p{L}\p{N}]/gu, '');
}

const PAIR =
  /\bdifferences? between (?:the words? )?["'`]?([\p{L}']+)["'`]? (?:and|&|or|vs\.?) ["'`]?([\p{L}']+)["'`]?[\s?.]*$/iu;

/** `the difference between go and went`, `… go and goes`; `who and whose`, `who's and whose`. */
function otherPair(one: Analysis, other: Analysis): string | undefined {
  const [a, b] = [pairOf(one.text), pairOf(other.text)];
  if (a === undefined || b === undefined) return undefined;
  if (!(isConfused(a) || isConfused(b) || isInflected(one, a) || isInflected(other, b))) return undefined;
  const [ofA, ofB] = [a.join('/'), b.join('/')];
  return ofA === ofB ? undefined : `"${ofA}" against "${ofB}"`;
}

function pairOf(text: string): readonly string[] | undefined {
  return PAIR.exec(text)
    ?.slice(1)
    .map((word) => word.toLowerCase().replace(/'$/u, ''))
    .toSorted();
}

/** `go and went`: one verb, so one asks of its forms. */
function isInflected({ elements }: Analysis, pair: readonly string[]): boolean {
  const [one = [], other = []] = pair.map(
    (word) => elements.find(({ token }) => token.norm === word)?.forms.lemmas ?? [],
  );
  return one.some((lemma) => other.includes(lemma));
}

/** So alike that one asks of the words, not of what they name. */
function isConfused([one = '', other = '']: readonly string[]): boolean {
  return one.slice(0, ALIKE) === other.slice(0, ALIKE);
}
const ALIKE = 3;
