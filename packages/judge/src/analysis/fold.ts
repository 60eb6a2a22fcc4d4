const QUOTES = /[\u2018\u2019\u201A\u201B\u2032\u00B4]/gu;
const DOUBLE_QUOTES = /[\u201C\u201D\u201E\u201F\u2033\u00AB\u00BB]/gu;
const DASHES = /[\u2010-\u2012\u2212]/gu;
const RANGES = /(?<=\d)\u2013(?=\d)/gu;
const LONG_DASHES = /[\u2013-\u2015]/gu;
const INVISIBLE = /\u00AD|\u200B|\u2060|\uFEFF|\uFE0E|\uFE0F/gu;
const FULL_WIDTH = /[\uFF01-\uFF5E]/gu;
const LOWERED = /[\u2080-\u2089]/gu;
const RAISED: Readonly<Record<string, string>> = {
  '⁰': '0',
  '¹': '1',
  '²': '2',
  '³': '3',
  '⁴': '4',
  '⁵': '5',
  '⁶': '6',
  '⁷': '7',
  '⁸': '8',
  '⁹': '9',
};
const LIGATURES: Readonly<Record<string, string>> = { ﬁ: 'fi', ﬂ: 'fl', ﬀ: 'ff', ﬃ: 'ffi', ﬄ: 'ffl' };

const SQUARED =
  /(?<![\p{L}\d])(km|cm|mm|m|ft|in|mi|yd)([²³])(?![\p{L}\d])|(?<=\d)(km|cm|mm|m|ft)([²³])(?![\p{L}\d])/gu;
const FEET_INCHES =
  /(?<![\p{L}\d.])(\d)\s?(?:'|ft\.?|feet|foot)\s?(\d{1,2})(?:\s?(?:"|''|inches\b|inch\b|in\b)|(?![\p{L}\d']))/giu;
const FEET = /(?<![^\s(])(\d{1,3})'(?=[\s.,?!)]|$)/gu;
const OPENING = /(?<![^\s(:])'|'\s?\d+(?:''|")/u;
const INCHES = /^([^"]*\d) ?"(?=[\s,.;?!)]|$)([^"]*)$/u;

/**
 * One spelling for what keyboards write in several: quotes, dashes, wide letters, invisible characters. A raised figure
 * stays a power (`x²` is `x^2`, not `x2`); joiners stay, since they change words in many scripts.
 */
export function foldTypography(text: string): string {
  return foldPlurals(foldMeasures(isPlainAscii(text) ? text : foldCharacters(text)));
}

/** A decade; of a whole year only where no genitive can be: `the 1980's`, not `1980's best film`. */
const DECADE =
  /(?<![\d.,$€£-])([1-9]0|(?<=\b(?:the|early|mid|late)[ -])[12]\d\d0|[12]\d\d0(?='s(?:$|[?.!,;]| (?:and|or|in)\b)))'s(?![\p{L}\d])/giu;
/** `API's` where no noun follows that could belong to one. */
const SHORT_NAMES =
  /(?<![\p{L}\d'.&])(?!(?:IT|HE|SHE|WHO|THAT|WHAT|HERE|THERE|WHERE|HOW|WHEN|WHY|LET)')(\p{Lu}{2,})'s(?=$|[?.!,;]| (?:and|or|in|for|are|to|from|of|with|that|which|under|on|at|work|fit|still)(?!\p{L}))/gu;

/** Where the apostrophe is what is asked about: `Is it "API's" or "APIs"?`, `Correct this: the API's are down`. */
const OF_WRITING =
  /["`:]|(?<!\p{L})(?:apostrophe|correct|spell|writ|grammar|plural|punctuat|proofread|fix|edit|rewrite|translat|mean|say)/iu;

/** `the 80's`, `API's`: plurals with an apostrophe. */
function foldPlurals(text: string): string {
  if (!text.includes("'s") || OF_WRITING.test(text)) return text;
  return text.replace(DECADE, '$1s').replace(SHORT_NAMES, '$1s');
}

/** `5'10"` and `30"` as inches, `6'` as feet where no quotation ends with it. */
function foldMeasures(text: string): string {
  if (!/\d ?(?:['"]|ft|f[eo][eo]t)/iu.test(text)) return text;
  return text
    .replace(FEET_INCHES, (_, feet: string, inches: string) => `${12 * Number(feet) + Number(inches)} inches`)
    .replace(INCHES, '$1 inches$2')
    .replace(FEET, (feet: string, count: string) => (OPENING.test(text) ? feet : `${count} feet`));
}

function foldCharacters(text: string): string {
  return text
    .normalize('NFC')
    .replace(
      SQUARED,
      (_, unit: string | undefined, power: string | undefined, glued = '', raised = '') =>
        `${(power ?? raised) === '²' ? 'sq' : 'cu'}${unit ?? glued}`,
    )
    .replace(FULL_WIDTH, (char) => String.fromCodePoint(char.charCodeAt(0) - 0xfee0))
    .replace(LOWERED, (char) => String(char.charCodeAt(0) - 0x2080))
    .replace(/[⁰¹²³⁴-⁹]+/gu, (power) => `^${Array.from(power, (char) => RAISED[char] ?? '').join('')}`)
    .replace(/[ﬁﬂﬀﬃﬄ]/gu, (char) => LIGATURES[char] ?? char)
    .replace(QUOTES, "'")
    .replace(DOUBLE_QUOTES, '"')
    .replace(DASHES, '-')
    .replace(RANGES, '-')
    .replace(LONG_DASHES, ' - ')
    .replace(INVISIBLE, '')
    .replaceAll('\u2026', '...');
}

/** The letters without their accents: `café` as `cafe`. */
export function withoutAccents(word: string): string {
  return word.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('ß', 'ss').replaceAll('ø', 'o');
}

function isPlainAscii(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    if (text.charCodeAt(index) > 126) return false;
  }
  return true;
}
