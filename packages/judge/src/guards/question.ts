import type { Comparison, Guard } from '../compare/comparison.ts';
import type { Analysis } from '../analysis/analyse.ts';
import type { Ask } from '../analysis/ask-types.ts';
import { SAME_QUESTION } from './same-question.ts';

/** What, why, how, when: another question about the same thing. */
export const questionGuard: Guard = {
  name: 'question',
  check: (comparison: Comparison) => {
    const { a, b } = comparison;
    if (Math.max(a.ask.questions, b.ask.questions) > 1 && a.ask.questions !== b.ask.questions)
      return 'one asks more than one thing';
    if (a.ask.type === 'when' && b.ask.type === 'when' && isLimit(a) !== isLimit(b))
      return 'only one asks until when';
    if (a.ask.type === b.ask.type)
      return areBothSeveral(a.ask, b.ask) ? 'what is asked besides differs' : undefined;
    const isSame = SAME_QUESTION.some((holds) => holds(a, b, comparison) || holds(b, a, comparison));
    return isSame ? undefined : `one asks ${a.ask.type}, the other ${b.ask.type}`;
  },
};

function isLimit({ elements }: Analysis): boolean {
  return elements.some(({ word }) => word === '@until');
}

/** `When did it sink, and where?`, `When did it sink, and why?` */
function areBothSeveral({ types: one }: Ask, { types: other }: Ask): boolean {
  return one.length > 1 && one.length === other.length && one.join(' ') !== other.join(' ');
}
