import { functionClass } from './function-words.ts';
import { speaksOfNotation } from './notation.ts';
import { ORDINALS, SMALL, TENS } from './number-words.ts';

const SPOKEN =
  /\b(?:plus|minus|negative|times|multiplied by|divided by|equals|squared?|cubed|power|factorial)\b|[√§]|%/iu;

/**
 * Sums that are said, in signs: `a squared plus b` as `a^2 + b`, `two to the power of ten` as `2^10`, `minus five` as `-5`. Where
 * a sign is no arithmetic it is a word: `√144`, `what % of`, `§ 5`.
 */
export function foldSums(text: string): string {
  if (!SPOKEN.test(text) || speaksOfNotation(text)) return text;
  const plain = text
    .replace(SPACED_TENS, '$1-$2')
    .replace(/(?<!half )\ba dozen(?= (?:squared|cubed|plus|minus|times)\b)/giu, '12');
  return inDigits(joined(raised(inWords(plain))));
}

function inWords(text: string): string {
  return text
    .replace(/\b(?:the )?square of (?:the number )?(\d+|[a-z])(?=\s*(?:$|[?.!,;]))/giu, '$1 squared')
    .replace(/√\s?(?:of\s)?(?=\d|\(|\p{L}(?!\p{L}))/giu, ' square root of ')
    .replace(
      /(?<=^|\b(?:what|which|the|a|an|in|by)\s|\p{L}\s)%(?=\s(?:of|change|increase|decrease|error)\b)/giu,
      'percentage',
    )
    .replace(/§§?\s?(?=\d)|(?<=\b(?:what|which)\s)§(?=\s)/giu, 'section ')
    .replace(/ {2,}/gu, ' ');
}

const VALUES: ReadonlyMap<string, number> = new Map([
  ...SMALL.map((word, value): [string, number] => [word, value]),
  ...TENS.flatMap((ten, index) => [
    [ten, 20 + 10 * index] as [string, number],
    ...SMALL.slice(1, 10).map((word, value): [string, number] => [`${ten}-${word}`, 21 + 10 * index + value]),
  ]),
]);
const SPACED_TENS = new RegExp(String.raw`\b(${TENS.join('|')}) (${SMALL.slice(1, 10).join('|')})\b`, 'giu');
/** `to the tenth power`: higher ones are written. */
const POWERS: ReadonlyMap<string, number> = new Map(
  [...ORDINALS].filter(([, value]) => value >= 2 && value <= 10),
);

/** Behind these a number word is but the start of a number. */
const GOES_ON =
  /^(?:-|[ -](?:hundred|thousand|million|billion|point|dozen|half|and a half|percent|per cent)\b)/iu;

/** A number, in digits or as a word, a letter or what is in brackets. */
function isOperand(word: string): boolean {
  const plain = word.toLowerCase();
  return (
    /^\(?[-+]?(?:\d[\d.,]*\p{L}?|\p{L}|\p{L}\^\d+|\d+\^\d+)\)?$/u.test(word) ||
    /^[^(]*\)$/u.test(word) ||
    VALUES.has(plain) ||
    plain === 'pi'
  );
}

/** Looks back and ahead no further than a word may be long. */
const REACH = 24;

function wordBefore(text: string, at: number): string {
  return /\S+$/u.exec(text.slice(Math.max(0, at - REACH), at).trimEnd())?.[0] ?? '';
}

function wordBehind(text: string, at: number): string {
  return /^\S+/u.exec(text.slice(at, at + REACH).trimStart())?.[0]?.replace(/[?.,!;:]+$/u, '') ?? '';
}

const SQUARED =
  /(?<=[\p{L}\d)]) (?:squared|cubed|(?:raised )?to the (?:power (?:of )?([a-z]+|\d+)|([a-z]+|\d+th) power))(?![\p{L}-])/giu;
/** What may stand behind `4 squared`; not `10 squared metres`. */
const BEHIND_SQUARE =
  /^(?:\s*(?:$|[-+*/=<>?.,!;:)])|\s(?:plus|minus|times|divided|multiplied|equals?|is|in|and|or|mean|of|for|from|the|by)\b)/iu;

/** `x squared`, `2 to the tenth power`. */
function raised(text: string): string {
  return text.replace(
    SQUARED,
    (said: string, power: string | undefined, ordinal: string | undefined, at: number) => {
      const before = wordBefore(text, at);
      const behind = text.slice(at + said.length, at + said.length + REACH);
      const isLetter = /^\p{L}$/u.test(before) && !/^[aI]$/u.test(before);
      if (!isOperand(before) || !(isLetter || BEHIND_SQUARE.test(behind))) return said;
      if (before === 'a' && /^\s(?!plus|minus|times|equals)\p{L}/iu.test(behind)) return said;
      const exponent = power ?? ordinal?.replace(/(?<=\d)th$/u, '');
      const value =
        exponent === undefined
          ? /cubed/iu.test(said)
            ? 3
            : 2
          : (VALUES.get(exponent.toLowerCase()) ?? POWERS.get(exponent.toLowerCase()) ?? exponent);
      return /^[\d]+$/u.test(String(value)) && !GOES_ON.test(behind) ? `^${value}` : said;
    },
  );
}

const SIGNS: Readonly<Record<string, string>> = {
  plus: '+',
  minus: '-',
  times: '*',
  'multiplied by': '*',
  'divided by': '/',
  equals: '=',
};
const JOINING =
  /(?<![\p{L}-])(?:plus|minus|negative|times|multiplied by|divided by|equals)(?= [-+(\p{L}\d])/giu;

/** `x plus 7`; `minus 3` where nothing is there to take it from. */
function joined(text: string): string {
  return text
    .replace(JOINING, (said: string, at: number) => {
      const before = wordBefore(text, at);
      const rest = text.slice(at + said.length + 1, at + said.length + REACH * 2);
      const word = said.toLowerCase();
      if (isOperand(before) && !isLettered(word, before, text) && opensOperand(rest, /^[aI]$/u.test(before)))
        return SIGNS[word] ?? said;
      return isNegative(word, before, rest) ? `${HERE}-` : said;
    })
    .replaceAll(`${HERE}- `, '-');
}

/** `vitamin D plus K` adds nothing up. */
function isLettered(word: string, before: string, text: string): boolean {
  return word === 'plus' && /^\p{Lu}$/u.test(before) && !/\bequals?\b|=|\bvalue\b|\bsolve\b/iu.test(text);
}

/** No white space between this minus and its figure. */
const HERE = '\u0001';

/** Behind what may be an article (`a plus`) no other than a letter. */
function opensOperand(rest: string, isArticle: boolean): boolean {
  const word = wordBehind(rest, 0);
  if (word === 'a' || word === 'I') return false;
  if (/^(?:minus|negative)$/iu.test(word)) return true;
  if (isArticle && !/^\p{L}(?:\^\d+)?$/u.test(word)) return false;
  return isOperand(word) && !(VALUES.has(word.toLowerCase()) && GOES_ON.test(rest.slice(word.length)));
}

/** Behind `negative` no more than the number: `a negative 5 star review` is another thing. */
const ALONE = /^\S+(?:$|[?.,!;:)]|\s(?:[-+*/=]|(?:plus|minus|times|divided|degrees?|and|or|to|is|than)\b))/iu;

function isNegative(word: string, before: string, rest: string): boolean {
  const number = /^(?:\d|[a-z]+(?:-[a-z]+)?)/iu.exec(rest)?.[0] ?? '';
  if (!/^\d/u.test(number) && (!VALUES.has(number.toLowerCase()) || GOES_ON.test(rest.slice(number.length))))
    return false;
  if (word !== 'minus' && (word !== 'negative' || !ALONE.test(rest))) return false;
  return (
    before === '' ||
    /[,:(=<>]$/u.test(before) ||
    BEFORE_NUMBER.has(before.toLowerCase()) ||
    functionClass(before.toLowerCase()) !== undefined
  );
}

const BEFORE_NUMBER = new Set(
  'convert show shows showed says reads hits reaches reached bigger smaller greater plus minus times by equals negative'.split(
    ' ',
  ),
);

/** Number words beside a sign: `12 * twelve`, `-five`. */
function inDigits(text: string): string {
  if (!/(?<=\p{L}) [-+*/=^]|[-+*/=] ?\p{L}/u.test(text)) return text;
  const digits = (word: string): string => String(VALUES.get(word.toLowerCase()) ?? word);
  return text
    .replace(/(?<![\p{L}-])\p{L}+(?:-\p{L}+)?(?= [-+*/=] ?[\d(\p{L}]|\^)/gu, digits)
    .replace(
      /(?<=[-+*/=] |(?<=^|[\s(])-)\p{L}+(?:-\p{L}+)?(?![\p{L}-]| (?:hundred|thousand|million|billion|point|dozen|and a half)\b)/gu,
      digits,
    );
}
