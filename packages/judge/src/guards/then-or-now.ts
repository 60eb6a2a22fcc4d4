import { saidIn } from '../analysis/token.ts';
import { areEqual } from '../are-equal.ts';
import type { Guard } from '../compare/comparison.ts';

/** `Is Pluto a planet?`, `Was Pluto a planet?`: whoever asks whether chooses the tense for its own sake. */
export const thenOrNowGuard: Guard = {
  name: 'then-or-now',
  check: ({ a, b }) => {
    const [[one = '', ...rest], [other = '', ...others]] = [saidIn(a.tokens), saidIn(b.tokens)];
    const isOther = (NOW.has(one) && THEN.has(other)) || (THEN.has(one) && NOW.has(other));
    return isOther && areEqual(rest, others) ? `"${one}" against "${other}"` : undefined;
  },
};

const NOW = new Set(['is', 'are', 'am', 'do', 'does', 'has', 'have']);
const THEN = new Set(['was', 'were', 'did', 'had']);
