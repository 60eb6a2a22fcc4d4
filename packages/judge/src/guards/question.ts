import type { Comparison, Guard } from '../compare/comparison.ts';
import { SAME_QUESTION } from './same-question.ts';

/** What, why, how, when: another question about the same thing. */
export const questionGuard: Guard = {
  name: 'question',
  check: (comparison: Comparison) => {
    const { a, b } = comparison;
    if (Math.max(a.ask.questions, b.ask.questions) > 1 && a.ask.questions !== b.ask.questions)
      return 'one asks more than one thing';
    if (a.ask.type === b.ask.type) return undefined;
    const isSame = SAME_QUESTION.some((holds) => holds(a, b, comparison) || holds(b, a, comparison));
    return isSame ? undefined : `one asks ${a.ask.type}, the other ${b.ask.type}`;
  },
};
