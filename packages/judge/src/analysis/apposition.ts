import { abbreviates, lettersOf, MOST_WORDS } from './abbreviation.ts';
import type { Token } from './token.ts';

/** Without what brackets say a second time: `polycystic ovary syndrome (PCOS)`, `PCOS (polycystic ovary syndrome)`. */
export function withoutAppositions(tokens: readonly Token[]): readonly Token[] {
  if (!tokens.some(isOpening)) return tokens;
  const kept: Token[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token === undefined) break;
    const close = isOpening(token) ? closing(tokens, at) : -1;
    if (close !== -1 && repeats(kept, tokens.slice(at + 1, close))) at = close;
    else kept.push(token);
  }
  return kept;
}

function isOpening({ kind, text }: Token): boolean {
  return kind === 'punct' && text === '(';
}

function closing(tokens: readonly Token[], open: number): number {
  const end = Math.min(tokens.length, open + MOST_WORDS + 2);
  for (let at = open + 1; at < end; at += 1) {
    if (tokens[at]?.kind === 'punct') return tokens[at]?.text === ')' ? at : -1;
  }
  return -1;
}

function repeats(before: readonly Token[], inside: readonly Token[]): boolean {
  const [only, second] = inside;
  const last = before.at(-1);
  if (only === undefined || last?.kind !== 'word' || inside.some(({ kind }) => kind !== 'word')) return false;
  if (second !== undefined) return isShort(last.text, inside);
  for (let from = before.length - 2; from >= 0 && from >= before.length - MOST_WORDS; from -= 1) {
    if (before[from]?.kind !== 'word') return false;
    if (isShort(only.text, before.slice(from))) return true;
  }
  return false;
}

function isShort(short: string, words: readonly Token[]): boolean {
  const letters = lettersOf(short);
  return (
    letters !== '' &&
    abbreviates(
      letters,
      words.map(({ norm }) => norm),
    )
  );
}
