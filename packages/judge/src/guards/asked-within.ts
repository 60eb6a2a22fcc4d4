import type { Analysis } from '../analysis/analyse.ts';
import type { Element } from '../analysis/element.ts';
import type { Unit } from '../analysis/unit.ts';
import { unitsOf, type Comparison, type Guard } from '../compare/comparison.ts';

/** What is asked inside the question: `know what she sees`, `know that she sees`; who won, who else won; opens, is open. */
export const askedWithinGuard: Guard = {
  name: 'question',
  check: (comparison: Comparison) => {
    const { a, b, matches } = comparison;
    if (asksFurther(a.elements) !== asksFurther(b.elements)) return 'only one asks who or where else';
    for (const match of matches) {
      const [one, other] = unitsOf(comparison, match);
      const [ofA, ofB] = [openerBehind(a, one), openerBehind(b, other)];
      if (ofA !== undefined && ofB !== undefined && ofA !== ofB) return `"${ofA}" against "${ofB}"`;
      if (a.ask.type === 'when' && b.ask.type === 'when' && one.verb !== other.verb && isState(one, other))
        return `when it is "${one.shown}" or becomes so`;
    }
    return undefined;
  },
};

/** Words that open a clause inside a question, by what they ask; these for one another ask alike. */
const OPENERS: ReadonlyMap<string, string> = new Map(
  ['what which', 'how', 'why', 'where', 'when', 'who whom', 'if whether', 'that'].flatMap((words) =>
    words.split(' ').map((word, _, all): [string, string] => [word, all[0] ?? word]),
  ),
);

function openerBehind({ elements }: Analysis, { verb, at }: Unit): string | undefined {
  const [next, behind] = [elements[at + 1], elements[at + 2]];
  // `see that man`, `know when to stop`.
  if (!verb || next?.kind !== 'function' || behind?.word === 'to') return undefined;
  const opens = behind?.function === 'poss' || behind?.function === 'pron' || behind?.function === 'det';
  return opens ? OPENERS.get(next.word) : undefined;
}

/** `Who else won?` */
function asksFurther(elements: readonly Element[]): boolean {
  return elements.some(
    ({ word }, at) =>
      word === 'else' && ['who', '@who', 'where', '@where'].includes(elements[at - 1]?.word ?? ''),
  );
}

/** Verbs that are adjectives of what is so afterwards. */
const STATES = new Set('open clear empty free clean dry warm cool complete'.split(' '));

function isState(one: Unit, other: Unit): boolean {
  return one.keys.some((key) => STATES.has(key) && other.keys.includes(key));
}
