import type { Analysis } from '../analysis/analyse.ts';
import type { Guard } from '../compare/comparison.ts';

/** `Is Pluto a planet?`, `Was Pluto a planet?`: whoever asks whether chooses the tense for its own sake. */
export const thenOrNowGuard: Guard = {
  name: 'then-or-now',
  check: ({ a, b }) => {
    const [[one = '', ...rest], [other = '', ...others]] = [wordsOf(a), wordsOf(b)];
    const isOther = (NOW.has(one) && THEN.has(other)) || (THEN.has(one) && NOW.has(other));
    return isOther && rest.join(' ') === others.join(' ') ? `"${one}" against "${other}"` : undefined;
  },
};

const NOW = new Set(['is', 'are', 'am', 'do', 'does', 'has', 'have']);
const THEN = new Set(['was', 'were', 'did', 'had']);

function wordsOf({ tokens }: Analysis): readonly string[] {
  return tokens.flatMap(({ kind, norm }) => (kind === 'punct' ? [] : [norm]));
}
