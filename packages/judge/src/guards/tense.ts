import type { Ask } from '../analysis/ask.ts';
import type { Comparison, Guard } from '../compare/comparison.ts';

const BYGONE: ReadonlySet<Ask['tense']> = new Set(['past', 'perfect']);

/** Who is president, who was president. */
export const tenseGuard: Guard = {
  name: 'tense',
  check: (comparison: Comparison) => {
    const { a, b } = comparison;
    const [one, other] = [a.ask.tense, b.ask.tense];
    const told = toldInAnotherTense(comparison);
    if (told !== undefined) return told;
    if ((one === 'hindsight') !== (other === 'hindsight') && ![one, other].some((tense) => BYGONE.has(tense)))
      return 'only one asks what should or could have been';
    const before = toldBefore(a.ask.told, b.ask.told) ?? toldBefore(b.ask.told, a.ask.told);
    if (before !== undefined) return before;
    if (one === other || one === 'open' || other === 'open') return undefined;
    // `Has it changed` is near the past.
    if ([one, other].includes('perfect') && [one, other].includes('past')) return undefined;
    if (isConditional(a.text) && isConditional(b.text)) return undefined;
    return `one is about the ${one}, the other about the ${other}`;
  },
};

/** `My flight is cancelled`, `My flight was cancelled`; what is and what will be are often told alike. */
function toldBefore(one: Ask['tense'], other: Ask['tense']): string | undefined {
  const parts =
    (one === 'past' && (other === 'present' || other === 'future')) ||
    (one === 'perfect' && other === 'future');
  return parts ? `one tells of the ${one}, the other of the ${other}` : undefined;
}

function isConditional(text: string): boolean {
  return /\bif\b/iu.test(text);
}

/** `My dog ate chocolate`, `My dog eats chocolate`. */
function toldInAnotherTense({ a, b, matches }: Comparison): string | undefined {
  for (const match of matches) {
    const [one, other] = [a.units[match.a], b.units[match.b]];
    if (one === undefined || other === undefined || one.finite === 'none' || other.finite === 'none')
      continue;
    // What happens and what will happen are told alike; the question's own tense parts them where it counts.
    const isPast = [one, other].some(({ finite }) => finite === 'past');
    if (one.finite !== other.finite && isPast) return `"${one.shown}" against "${other.shown}"`;
  }
  return undefined;
}
