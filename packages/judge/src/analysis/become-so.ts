import type { Word } from './word.ts';

/** What has been done so is so from then on. */
const LASTING = new Set(
  'cancelled canceled delayed locked closed suspended disabled deactivated postponed'.split(' '),
);
const OWNERS = new Set(['my', 'our', 'the']);
const LONGEST_NAME = 3;

/**
 * `My flight has been cancelled`, `My visa has expired` as `is`. Only where a text begins with it: further on it may be
 * what is to be translated or corrected.
 */
export function becomeSo(words: readonly Word[]): readonly Word[] {
  if (!OWNERS.has(words[0]?.norm ?? '')) return words;
  const at = words.findIndex(({ norm }) => norm === 'has' || norm === 'have');
  const has = words[at];
  if (has === undefined || at < 2 || at > 1 + LONGEST_NAME) return words;
  if (words.slice(0, at).some(({ token }) => token.kind !== 'word' || token.quoted)) return words;
  const wasDone = words[at + 1]?.norm === 'been' && LASTING.has(words[at + 2]?.norm ?? '');
  if (!wasDone && words[at + 1]?.norm !== 'expired') return words;
  const norm = has.norm === 'has' ? 'is' : 'are';
  return [...words.slice(0, at), { norm, token: has.token }, ...words.slice(at + (wasDone ? 2 : 1))];
}
