import type { Analysis } from '../analysis/analyse.ts';
import type { Comparison, Guard } from '../compare/comparison.ts';
import { isAboutWording } from './wording.ts';

/** JSON, lists, markup, fenced code: from the first bracket to the last, as written but for white space. */
export const payloadGuard: Guard = {
  name: 'payload',
  check: ({ a, b }: Comparison) => {
    const [ofA, ofB] = [payloadOf(a.text), payloadOf(b.text)];
    if (ofA !== '' && ofB !== '' && ofA !== ofB) return 'the data or code given is not the same';
    if (argumentsDiffer(a.text, b.text)) return 'what is called is given other arguments';
    if (bracketsDiffer(a.text, b.text) || isRegrouped(a.text, b.text) || isRegrouped(b.text, a.text))
      return 'what is calculated is bracketed differently';
    if (
      givenText(a.text) !== givenText(b.text) &&
      isAboutWording(a.text) &&
      isAboutWording(b.text) &&
      wordsOf(a.text) !== wordsOf(b.text) &&
      !isQuotedAlike(a, b)
    )
      return 'the text to work on is not worded the same';
    const [signsA, signsB] = [signsAfterColon(a.text), signsAfterColon(b.text)];
    return signsA === signsB || signsA === undefined || signsB === undefined
      ? undefined
      : 'what is given after the colon is punctuated differently';
  },
};

/** Brackets, operators and the like after the first colon; sentence punctuation left out. */
function signsAfterColon(text: string): string | undefined {
  const colon = text.search(/:\s/u);
  return colon === -1 ? undefined : text.slice(colon + 1).replaceAll(/[\p{L}\p{M}\p{N}\s.,!?'"`-]/gu, '');
}

function payloadOf(text: string): string {
  const starts = [text.search(/[{[<]/u), text.indexOf('```')].filter((at) => at !== -1);
  const end = Math.max(
    text.lastIndexOf('}'),
    text.lastIndexOf(']'),
    text.lastIndexOf('>'),
    text.lastIndexOf('```'),
  );
  const start = Math.min(...starts);
  return starts.length === 0 || end <= start ? '' : text.slice(start, end + 1).replaceAll(/\s+/gu, '');
}

/** `(3 + 4) * 5` is not `3 + 4 * 5`; where only one text has figures to calculate with, other guards speak. */
function bracketsDiffer(one: string, other: string): boolean {
  const [a, b] = [calculation(one), calculation(other)];
  const bare = (text: string): string => text.replaceAll(/[()]/gu, '');
  return a !== b && a !== '' && bare(a) === bare(b);
}

const GROUP = /(?<![\p{L}\p{N}_])\(([^()]{3,80})\)/gu;
const JOINING = /[=<>]|^\S+ (?:and|or) \S+$/iu;

/** `a = 1 AND (b = 2 OR c = 3)` is not the same without its brackets: what stands in them joins two operands. */
function isRegrouped(one: string, other: string): boolean {
  if (!one.includes('(')) return false;
  const plain = (text: string): string => text.toLowerCase().replaceAll(/[\s()]/gu, '');
  const spaceless = other.toLowerCase().replaceAll(/\s/gu, '');
  return Array.from(one.matchAll(GROUP), ([, inner = '']) => inner).some(
    (inner) =>
      JOINING.test(inner) &&
      / (?:and|or|not) |&&|\|\|/iu.test(` ${inner} `) &&
      plain(other).includes(plain(inner)) &&
      !spaceless.includes(`(${plain(inner)})`),
  );
}

const CALL = /[\p{L}\p{N}_]\([^()]{0,200},[^()]{0,200}\)/u;

/** `max(a, b)` is not `max(b, a)`. */
function argumentsDiffer(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => CALL.exec(text)?.[0].replaceAll(/\s/gu, ''));
  return a !== undefined && b !== undefined && a !== b;
}

const CALCULATION = /[(\d][\d\s.()]{0,60}[-+*/^×÷][-+*/^×÷\d\s.()]{0,60}[)\d]/u;

function calculation(text: string): string {
  return CALCULATION.exec(text)?.[0].replaceAll(/\s/gu, '') ?? '';
}

/** What stands behind the first colon, line break or question mark, or behind `correct to say`, word for word; '' where nothing does. */
function givenText(text: string): string {
  const start = text.search(/(?:[?\n]|:(?!\d)|(?<=\b(?:correct|proper) to (?:say|write))\s)\s*\S/u);
  if (start === -1) return '';
  const given = ON_TEXT.test(text) ? text : text.replace(THANKS, '');
  return wordsOf(given.slice(start + 1)).replace(/ (?:please|thanks|thank you)$/u, '');
}

const THANKS =
  /(?<=[.!?"'])\s(?:many thanks|thanks|thank you|thx|ty|cheers)(?: (?:so much|very much|a lot|a bunch|again|in advance)){0,2}[\s.!]*$/iu;
/** A text to work on may end with thanks of its own. */
const ON_TEXT =
  /\b(?:translat|proofread|grammar|correct|rewrit|rephras|reword|paraphras|edit|polish|mail|email|message|letter|reply|note|formal|tone|text)/iu;

/** The one quotation, behind which nothing is said but thanks, and which is the same letter for letter. */
function isQuotedAlike(a: Analysis, b: Analysis): boolean {
  const [ofA, ofB] = [quotedOnly(a), quotedOnly(b)];
  return ofA !== undefined && ofA === ofB;
}

function quotedOnly({ text, quotes: [only, ...others] }: Analysis): string | undefined {
  if (only === undefined || others.length > 0 || !/\s/u.test(only.text)) return undefined;
  const behind = text.slice(only.end + 1);
  return /^[\s.?!]*$/u.test(behind.replace(/^[\s.?!]*/u, '. ').replace(THANKS, '')) ? only.text : undefined;
}

function wordsOf(text: string): string {
  return (text.toLowerCase().match(/[\p{L}\p{M}\p{N}'’]+/gu) ?? [])
    .map((word) => word.replace(/^'+|'+$/gu, ''))
    .join(' ');
}
