import { isNotation } from './notation.ts';
import { isNumberWord } from './number-words.ts';
import type { Token } from './token.ts';
import type { Word } from './word.ts';

/** Signs between words that are read as words: `cats + dogs`, `is 5 > 3`, `for < $5,000`. */
export function signRead(tokens: readonly Token[], at: number): readonly Word[] | undefined {
  const token = tokens[at];
  if (token?.kind !== 'symbol' || token.glued || token.quoted) return undefined;
  const [before, next] = [tokens[at - 1], tokens[at + 1]];
  if (next === undefined || next.glued) return undefined;
  const said = saidOf(token.text, before, next);
  // `5 > 3 and 4 < 6` says more than one bound.
  if (said === undefined || tokens.some(({ text }) => text !== token.text && /^[<>]$/u.test(text)))
    return undefined;
  if (isNotation(tokens.map(({ norm }) => norm)) || tokens.some(isOfCode)) return undefined;
  return said.map((norm) => ({ norm, token: { ...token, kind: 'word', letterCase: 'lower' } }));
}

function saidOf(sign: string, before: Token | undefined, next: Token): readonly string[] | undefined {
  if (sign === '+') return isJoined(before) && isJoined(next) ? ['and'] : undefined;
  const than = sign === '>' ? 'greater' : sign === '<' ? 'less' : undefined;
  return than !== undefined && isFigure(next) && (before === undefined || before.kind !== 'symbol')
    ? [than, 'than']
    : undefined;
}

/** A word of its own: letters and figures make a sum. */
function isJoined(token: Token | undefined): boolean {
  if (token?.kind === 'punct') return /^["')]$/u.test(token.text);
  return token?.kind === 'word' && token.text.length > 1 && !isNumberWord(token.norm);
}

function isFigure(token: Token | undefined): boolean {
  return token?.kind === 'number' || (token?.kind === 'symbol' && /^[-$€£]$/u.test(token.text));
}

function isOfCode({ kind, text }: Token): boolean {
  return kind === 'code' || (kind === 'symbol' && /[=|\\{}[\]<>]{2}|[|\\{}[\]]/u.test(text));
}
