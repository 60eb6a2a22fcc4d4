import type { Analysis } from '../analysis/analyse.ts';
import type { Unit } from '../analysis/unit.ts';
import type { Alone, Comparison, Guard } from '../compare/comparison.ts';
import { isName } from './name.ts';

/** Words whose capital makes them another word. */
const NATIONS = new Set(
  'polish turkey china march may august job bush rice cook mobile nice reading bath orange apple windows amazon shell gap target chase rust go swift aids chile chad cork cologne jersey bill frank sue rob grant grace hope faith joy rose mark mason flood commons mercury lent guardian economist'.split(
    ' ',
  ),
);

/** US against us, Polish against polish, Mg against mg, and all that is asked of the letters themselves. Where a text uses no capitals at all, lower case says nothing. */
export const caseGuard: Guard = {
  name: 'case',
  check: ({ a, b, matches, aloneA, aloneB }: Comparison) => {
    const spelt = speltOtherwise(a.text, b.text);
    if (spelt !== undefined) return spelt;
    const useCapitals = (): boolean => usesCapitals(a) && usesCapitals(b);
    const lone = namedAs(aloneA, b) ?? namedAs(aloneB, a);
    if (lone !== undefined && useCapitals()) return lone;
    const areOfWorks = speaksOfWork(a) && speaksOfWork(b);
    for (const match of matches) {
      const [one, other] = [a.units[match.a], b.units[match.b]];
      if (one === undefined || other === undefined) continue;
      if (isOtherSymbol(one, other) && !isTypedPlain(one, a) && !isTypedPlain(other, b))
        return `"${one.shown}" against "${other.shown}"`;
      if (isOtherCode(one, other)) return `"${one.shown}" against "${other.shown}"`;
      if (one.caseFree || other.caseFree) continue;
      if (areOfWorks && one.plural !== other.plural && isTitle(a, one) && isTitle(b, other))
        return `"${one.shown}" against "${other.shown}"`;
      if (
        !one.keys.some((key) => NATIONS.has(key) || (/^[a-z]$/u.test(key) && !one.glued && !other.glued)) ||
        (one.letterCase === 'lower') === (other.letterCase === 'lower')
      )
        continue;
      if (areOneAndFirm(a, one, b, other) || areOneAndFirm(b, other, a, one) || useCapitals())
        return `"${one.shown}" against "${other.shown}"`;
    }
    return undefined;
  },
};

/** `an apple` and `Apple`, however carelessly both are typed; of `a windows laptop` the article is the laptop's. */
function areOneAndFirm(a: Analysis, one: Unit, b: Analysis, other: Unit): boolean {
  return one.letterCase === 'lower' && one.head === -1 && hasArticle(a, one) && !hasArticle(b, other);
}

function hasArticle({ elements }: Analysis, { at }: Unit): boolean {
  return ['a', 'an'].includes(elements[at - 1]?.word ?? '');
}

/** Work on the letters themselves, and the text that it is done to: `the MD5 hash of Hello`, `reverse the string Hello`, `in upper case: hello`; `the key G`. */
const ON_LETTERS = [
  /\b(?:neo)?vim\b(?:[^\n]{0,40}?[^\p{L}\p{N}'’-])(?<given>[b-hj-z])(?![\p{L}\p{N}'’-])/iu,
  /(?<![\p{L}\p{N}'’-])(?<given>[b-hj-z])(?![\p{L}\p{N}'’-])[^\n]{0,40}\bvim\b/iu,
  /\b(?:key|register|press|pressing|hit|hitting)\s+["'\x60]?(?<given>[a-z])(?![\p{L}\p{N}'’+-])/iu,
  /\b(?:md5|sha-?\d+|base ?64|rot-?13|ascii|unicode|code ?point|hash|hex|binary)\b(?: \w+){0,2} (?:of|for)(?: the)?(?: (?:string|word|text|letter|character))? (?<given>\S+(?: \S+)?)$/iu,
  /\b(?:reverse|encode|decode|encrypt|hash|capitali[sz]e|(?:upper|lower|title)[- ]?case)\b[^:\n]{0,40}(?::|\b(?:string|word|text|letter|character))\s+(?!(?:in|with|using|from|to|into|without|by|for|that|and|of|as)\b)(?<given>\S.*)$/isu,
];

/** `base64 of Hello`, `base64 of hello`. */
function speltOtherwise(one: string, other: string): string | undefined {
  const a = workedOn(one);
  const b = a === undefined ? undefined : workedOn(other);
  if (a === undefined || b === undefined || a === b || a.toLowerCase() !== b.toLowerCase()) return undefined;
  return `"${a}" against "${b}", of which the letters are worked on`;
}

function workedOn(text: string): string | undefined {
  return ON_LETTERS.map((work) => work.exec(text)?.groups?.given)
    .find((given) => given !== undefined)
    ?.replaceAll(/^["'`“‘]+|["'`”’?.!\s]+$/gu, '');
}

/** `What does WHO do?`, `What does who do?`: a word of the other text but for its capitals, which the cross-encoder does not see. */
function namedAs(alone: readonly Alone[], { tokens }: Analysis): string | undefined {
  for (const { unit } of alone.filter(isName)) {
    const other = tokens.find(({ norm }) => norm === unit.shown.toLowerCase());
    if (other !== undefined && other.text !== unit.shown) return `"${unit.shown}" against "${other.text}"`;
  }
  return undefined;
}

const WORKS = new Set(
  `film movie book novel song album single series show episode game play musical opera band comic manga story poem
  sequel soundtrack plot ending direct star write sing record watch`.split(/\s+/u),
);

function speaksOfWork({ units }: Analysis): boolean {
  return units.some(({ keys, letterCase }) => letterCase !== 'title' && keys.some((key) => WORKS.has(key)));
}

/** `Alien`, `Aliens`: a common noun in capitals with no article, in a text whose other words have none. */
function isTitle({ units, elements }: Analysis, { at, letterCase, proper }: Unit): boolean {
  const beside = units.filter((unit) => unit.at === at - 1 || unit.at === at + 1);
  const article = elements[at - 1];
  // `The Birds` in the middle of a sentence.
  const before =
    article?.token.letterCase === 'title' && !article.token.opens ? '' : (article?.function ?? '');
  return (
    letterCase === 'title' &&
    !proper &&
    !['det', 'poss', 'quant'].includes(before) &&
    beside.every((unit) => unit.letterCase === 'lower')
  );
}

/** Units whose capitals make them another unit: million and metre, mega- and milliwatt. */
const FIGURE_UNIT = /^\d[\d.,]*\s?([mgsh]|m[gwvms]|nm)$/iu;
/** As `mhz` and `CAL` are typed they may be either; written with care they may not. */
const LOOSER_UNIT = [
  [/\d\s?mHz$/u, /\d\s?MHz$/u],
  [/\d\s?Cal$/u, /\d\s?cal$/u],
];
/** Words and titles: `St. Petersburg`, `Pokémon Go`. */
const NO_SYMBOLS = new Set(['st', 'mt', 'dr', 'mr', 'ms', 'jr', 'go']);
const BY_CASE = new Set(['mm', 'mw', 'ma', 'mv', 'mg']);

/** Symbols of one to three letters that differ in their capitals alone: `5 M` and `5 m`, `mW` and `MW`, `Co` and `CO`. */
function isOtherSymbol(one: Unit, other: Unit): boolean {
  if (one.shown === other.shown || one.shown.toLowerCase() !== other.shown.toLowerCase()) return false;
  if (one.kind === 'figure')
    return (
      FIGURE_UNIT.test(one.shown) ||
      LOOSER_UNIT.some((both) => both.every((unit) => [one, other].some(({ shown }) => unit.test(shown))))
    );
  if (one.caseFree || other.caseFree || one.shown.length > 3 || NO_SYMBOLS.has(one.shown.toLowerCase()))
    return false;
  const cases = new Set([one.letterCase, other.letterCase]);
  if (cases.has('mixed') || isGenotype(one) || isGenotype(other)) return true;
  return one.shown.length === 2 && (cases.has('title') || BY_CASE.has(one.shown.toLowerCase()));
}

/** `AB12x`, `AB12X`: written with capitals in both, a letter by itself with one of its own. */
function isOtherCode({ kind, shown: one }: Unit, { shown: other }: Unit): boolean {
  if (kind !== 'exact' || one === other || one.toLowerCase() !== other.toLowerCase()) return false;
  const [parts, others] = [one, other].map((code) => code.split(/(\d+)/u));
  const changed = parts?.filter((part, at) => part !== others?.[at]) ?? [];
  const kept = parts?.filter((part, at) => part === others?.[at]).join('') ?? '';
  return changed.every((part) => part.length === 1) && /\d/u.test(kept) && /\p{Lu}/u.test(kept);
}

/** `AA`, `Aa`, `aa`: one letter twice. */
function isGenotype({ shown }: Unit): boolean {
  return /^(\p{L})\1$/iu.test(shown);
}

/** `what is the ph of blood`: no word of a text without capitals tells `ph` from `pH`; of units (`5 mW`) there is both. */
function isTypedPlain({ kind, shown }: Unit, { text }: Analysis): boolean {
  return kind !== 'figure' && text === text.toLowerCase() && !BY_CASE.has(shown) && shown.length > 1;
}

function usesCapitals({ tokens }: Analysis): boolean {
  return tokens.some((token) => token.kind === 'word' && token.letterCase === 'title');
}
