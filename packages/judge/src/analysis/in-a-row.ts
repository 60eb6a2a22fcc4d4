import { ORDINALS } from './number-words.ts';

/** What is counted in a row and goes by its number. */
const PARTS = 'chapter|season|episode|step|volume|act|scene|verse|stanza|lesson';
const COUNTED = new RegExp(
  String.raw`(^|\bthe )(${[...ORDINALS.keys()].join('|')}|(\d{1,2})(?:st|nd|rd|th)) (${PARTS})(?![\p{L}'-])`,
  'giu',
);
const NAMED_ONE = new RegExp(String.raw`\b(${PARTS}) one(?![\p{L}'-]| (?:of|that|who|which)\b)`, 'giu');
/** Where words are worked on they are left as they are. */
const OF_WORDS = /["\x60:]/u;

/** `the second season of Dark` as `season 2 of Dark`, `step one` as `step 1`. */
export function foldOrdinals(text: string): string {
  if (OF_WORDS.test(text)) return text;
  return text
    .replace(
      COUNTED,
      (_, _article: string, ordinal: string, digits: string | undefined, part: string) =>
        `${part} ${digits ?? ORDINALS.get(ordinal.toLowerCase()) ?? ''}`,
    )
    .replace(NAMED_ONE, '$1 1');
}
