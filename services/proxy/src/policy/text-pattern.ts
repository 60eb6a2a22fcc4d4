import type { TextPattern } from '@strata/core';
import { RE2JS } from 're2js';

/** A longer pattern is a program rather than a pattern. */
export const MAX_PATTERN_CHARS = 1_000;

/** Longer texts are not searched: they count as matching, so that what must not be stored is not. */
export const MAX_TEXT_CHARS = 256 * 1_024;

/** What many look for, by name. Written for recall: a false match costs a place in the cache, a missed one a secret. */
const NAMED: Readonly<Record<string, string>> = {
  '@timestamps': String.raw`\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?|\b\d{1,2}:\d{2}(?::\d{2})?(?:\s*[AaPp][Mm])?\b`,
  '@uuids': String.raw`(?i)\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b`,
  '@hex-ids': String.raw`(?i)\b[0-9a-f]{16,128}\b`,
  '@emails': String.raw`(?i)[a-z0-9._%+-]{1,64}@[a-z0-9.-]{1,190}\.[a-z]{2,24}`,
  '@phone-numbers': String.raw`\+?\d[\d ().-]{7,18}\d`,
  '@card-numbers': String.raw`\b(?:\d[ -]?){12,18}\d\b`,
  '@relative-dates': String.raw`(?i)\b(?:today|tonight|tomorrow|yesterday|latest|newest|most recent|currently|right now|this (?:morning|week|month|year))\b`,
};

/** What stands for a pattern in the configuration: one of ours, or RE2's syntax. */
export const NAMED_PATTERNS: readonly string[] = Object.keys(NAMED);

/** Why a pattern cannot be used; `undefined` for one that can. */
export function patternProblem(pattern: string): string | undefined {
  if (pattern.startsWith('@') && NAMED[pattern] === undefined)
    return `is none of ${NAMED_PATTERNS.join(', ')}; write \\@ for a text that begins with @`;
  try {
    // What matches nothing matches everywhere.
    return compile(pattern).matcher('').find() ? 'matches an empty text, so every text' : undefined;
  } catch (error) {
    return `is not a pattern of RE2: ${(error as Error).message}`;
  }
}

/**
 * RE2's patterns take time linear in the text, whatever they are: the texts are the clients', and a backtracking engine
 * could be made to hang by one of them.
 */
export function textPattern(pattern: string): TextPattern {
  const compiled = compile(pattern);
  return {
    matches: (text) => text.length > MAX_TEXT_CHARS || compiled.matcher(text).find(),
    removeFrom: (text) => (text.length > MAX_TEXT_CHARS ? text : compiled.matcher(text).replaceAll('')),
  };
}

function compile(pattern: string): RE2JS {
  return RE2JS.compile(NAMED[pattern] ?? pattern);
}
