import type { Comparison, Guard } from '../compare/comparison.ts';

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
      isAboutWording(a.text) &&
      isAboutWording(b.text) &&
      givenText(a.text) !== givenText(b.text) &&
      wordsOf(a.text) !== wordsOf(b.text)
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

const WORDING = new RegExp(
  [
    String.raw`\b(?:this|these|following|below|above|my)\b[^:\n]{0,60}:(?!\d)`,
    String.raw`\b(?:grammar|grammatical(?:ly)?|proofread|spelling|spelled|punctuation|contractions?|(?:passive|active) voice)\b`,
    String.raw`\b(?:correct (?:this|the following|my)|(?:this|following|my) (?:sentence|paragraph|phrase)|sentence correct)\b`,
    String.raw`\b(?:correct|proper) to (?:say|write)\b|\bwhat(?:'s| is) wrong with\b[^:\n]{0,40}:`,
    String.raw`\b(?:polite(?:ness|ly)?|impolite|rude(?:ness)?|tone)\b[^:]{0,80}:(?!\d)`,
    String.raw`\b(?:how many|count|number of)\b[^:\n]{0,20}\b(?:words|letters|characters|syllables|vowels)\b[^:\n]{0,20}:`,
    String.raw`^[^:\n]{0,40}\b(?:translate|rewrite|rephrase|reword|paraphrase|transcribe|transliterate|proofread|conjugate|punctuate|capitali[sz]e|spell|put (?:it )?(?:in|into))\b[^:\n]{0,60}:`,
  ].join('|'),
  'iu',
);

/** Whether the very words of a given text are what is asked about: then an inflection is a difference. */
function isAboutWording(text: string): boolean {
  return WORDING.test(text);
}

/** What stands behind the first colon, line break or question mark, or behind `correct to say`, word for word; '' where nothing does. */
function givenText(text: string): string {
  const start = text.search(/(?:[?\n]|:(?!\d)|(?<=\b(?:correct|proper) to (?:say|write))\s)\s*\S/u);
  if (start === -1) return '';
  return wordsOf(text.slice(start + 1)).replace(/ (?:please|thanks|thank you)$/u, '');
}

function wordsOf(text: string): string {
  return (text.toLowerCase().match(/[\p{L}\p{M}\p{N}'’]+/gu) ?? []).join(' ');
}
