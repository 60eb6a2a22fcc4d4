import { dataLines } from '../lexicon/data-file.ts';

const KIND = '(?:sign|symbol|mark|character|operator)';

const NAMES: ReadonlyMap<string, string> = new Map(
  dataLines('signs.txt').flatMap((line) => {
    const at = line.lastIndexOf(' ');
    return line
      .slice(0, at)
      .split('|')
      .map((name): [string, string] => [name, line.slice(at + 1)]);
  }),
);

/** Names that are nothing else (`Asterisk` is a product), and those that are one between an article and `sign`. */
const NAMED = namedBy(
  [...NAMES.keys()].filter((name) => !name.endsWith(' ~')),
  '',
  `(?: ${KIND})?`,
);
const CALLED = namedBy(
  [...NAMES.keys()].flatMap((name) => (name.endsWith(' ~') ? [name.slice(0, -2)] : [])),
  String.raw`(?<=\b(?:an?|the|this|that) )`,
  ' (?:sign|symbol|character)',
  'giu',
);

function namedBy(names: readonly string[], before: string, behind: string, flags = 'gu'): RegExp {
  const longest = names.toSorted((one, other) => other.length - one.length).join('|');
  return new RegExp(
    String.raw`(?<![\p{L}\p{N}-])${before}(${longest})${behind}(?![\p{L}\p{N}-]|\.\p{L})`,
    flags,
  );
}

/** `the € sign` and `the €`: what kind of thing it is needs no saying. */
const SIGN = new RegExp(
  String.raw`(?<=(?:^|\s)(["'\x60]?)[^\p{L}\p{N}\s"'\x60]{1,3}\1) ${KIND}(?![\p{L}\p{N}-])`,
  'giu',
);
const HINT = new RegExp(
  String.raw`\b${KIND}\b|ampersand|backslash|underscore|tilde|caret|asterisk|hashmark`,
  'iu',
);
/** There it is the name that is asked about. */
const OF_NAMES =
  /\b(?:spell|spelt|pronounc|syllable|rhyme|say|said|called|call|name|translat|origin|etymolog|word|plural|synonym)|\bin (?:greek|latin|french|german|spanish|italian|dutch|polish|portuguese|russian|english)\b(?! keyboard| layout)/iu;

/** Signs that are spoken of by name, as they are written: `type the at sign` as `type the @`. */
export function foldSignNames(text: string): string {
  if (!HINT.test(text) || OF_NAMES.test(text)) return text;
  return text.replace(CALLED, named).replace(NAMED, named).replace(SIGN, '');
}

function named(said: string, name: string): string {
  const plain = name.toLowerCase();
  return NAMES.get(plain) ?? NAMES.get(`${plain} ~`) ?? said;
}
