import type { Analysis } from '../analysis/analyse.ts';
import { saidIn } from '../analysis/token.ts';
import { areEqual } from '../are-equal.ts';
import type { Comparison, Guard } from '../compare/comparison.ts';

/** Below this share of known English words a text is taken for another language. */
const ENGLISH_SHARE = 0.5;

/**
 * Text in a script or language that the embedder does not read: two greetings in Chinese have cosine 1. Such texts
 * must be equal word for word.
 */
export const scriptGuard: Guard = {
  name: 'script',
  check: ({ a, b }: Comparison) => {
    // `¿Quién mató a Héctor?`: some of its words may be English ones too.
    const areForeign = a.wording !== undefined && b.wording !== undefined;
    if (!areForeign && !isUnread(a) && !isUnread(b)) return undefined;
    return areEqual(saidIn(a.tokens), saidIn(b.tokens))
      ? undefined
      : 'not English, so compared word for word';
  },
};

function isUnread(analysis: Analysis): boolean {
  return analysis.knownShare < ENGLISH_SHARE || analysis.tokens.some((token) => token.kind === 'script');
}
