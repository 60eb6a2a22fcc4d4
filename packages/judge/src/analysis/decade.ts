import { functionClass } from './function-words.ts';
import type { Item } from './item.ts';

const PARTS = new Set('early mid late low high -'.split(' '));

/** `the 1920s`, `the 20s` (a phrase makes `1920 s` of `the twenties`), `her late 20s`: the decade, of a century or of a life. */
export function decadeAt(items: readonly Item[], at: number, digits: string): string | undefined {
  const [item, next] = [items[at], items[at + 1]];
  if (next?.word !== 's' || !(next.token.glued || next.rewritten)) return undefined;
  const isSaid = item?.rewritten === true && /^1[89][2-9]0$/u.test(digits);
  if (!isSaid && !/^(?:[2-9]|[12]\d\d)0$/u.test(digits)) return undefined;
  let before = at - 1;
  while (PARTS.has(items[before]?.word ?? '')) before -= 1;
  if (functionClass(items[before]?.word ?? '') === 'poss' && (isSaid || digits.length === 2))
    return `${digits.slice(-2)}s`;
  return digits.length === 2 ? `19${digits}s` : `${digits}s`;
}
