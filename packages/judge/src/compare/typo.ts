import type { Unit } from '../analysis/unit.ts';
import { slips } from '../lexicon/slips.ts';

/**
 * Whether one of two words is the other misspelt: exactly one is known, both are long, they start alike and are one
 * slip apart (two for long words). A capitalised unknown word is a name, not a slip.
 */
export function isTypo(a: Unit, b: Unit): boolean {
  const [known, unknown] = a.unknown ? [b, a] : [a, b];
  if (known.unknown || !unknown.unknown) return false;
  if (known.word[0] !== unknown.word[0] || unknown.word.length < 4) return false;
  if (isOtherAffix(known.word, unknown.word)) return false;
  // Of so short a word only a letter left out: `vist` for `visit`.
  if (unknown.word.length === 4 && (known.word.length !== 5 || known.word[1] !== unknown.word[1]))
    return false;
  // Of names only what fingers do by themselves: two letters swapped, one doubled.
  if (isName(unknown) || known.proper)
    return known.keys.some((one) =>
      unknown.keys.some(
        (other) =>
          isFingerSlip(one, other) ||
          ((isLongWord(known) || (known.word.length >= 9 && unknown.letterCase === 'lower')) &&
            slips(one, other, 1) <= 1),
      ),
    );
  const allowed = Math.min(known.word.length, unknown.word.length) >= 9 ? 2 : 1;
  return known.keys.some((one) => unknown.keys.some((other) => slips(one, other, allowed) <= allowed));
}

const PREFIXES = /^(?:on|off|hyper|hypo|inter|intra|macro|micro|endo|exo|pre|post|in|ex|up|under|out|over)/u;
/** Of chemistry: `hexane`, `hexene`; `sulfide`, `sulfite`, `sulfate`; `lactose`, `lactase`. */
const SUFFIXES = /(?:[aey]ne|i[dt]e|ate|ol|al|[ao]se)$/u;

/** Rare words are unknown, and by a prefix or an ending of that kind other words: `offboarding` is not `onboarding` misspelt. */
function isOtherAffix(known: string, unknown: string): boolean {
  return [PREFIXES, SUFFIXES].some((affix) => {
    const [one, other] = [affix.exec(known)?.[0], affix.exec(unknown)?.[0]];
    const differ = one !== undefined && other !== undefined && one !== other;
    return differ && known.replace(affix, '') === unknown.replace(affix, '');
  });
}

/** `Declaration of Independance`: no name is coined one letter from so long a common word. */
function isLongWord(known: Unit): boolean {
  return !known.proper && known.word.length >= 9;
}

function isName(unit: Unit): boolean {
  return (
    unit.letterCase === 'mixed' ||
    unit.letterCase === 'upper' ||
    (unit.letterCase === 'title' && !unit.caseFree)
  );
}

function isFingerSlip(one: string, other: string): boolean {
  if (one.length === other.length) {
    const at = Array.from(one).findIndex((letter, index) => letter !== other[index]);
    return one.slice(0, at) + (one[at + 1] ?? '') + (one[at] ?? '') + one.slice(at + 2) === other;
  }
  return Math.abs(one.length - other.length) === 1 && undoubled(one) === undoubled(other);
}

function undoubled(word: string): string {
  return word.replace(/(.)\1/gu, '$1');
}
