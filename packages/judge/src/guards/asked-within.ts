import type { Analysis } from '../analysis/analyse.ts';
import type { Element } from '../analysis/element.ts';
import type { Unit } from '../analysis/unit.ts';
import { unitsOf, type Comparison, type Guard } from '../compare/comparison.ts';

/** What is asked inside the question: `know what she sees`, `know that she sees`; who won, who else won; opens, is open. */
export const askedWithinGuard: Guard = {
  name: 'question',
  check: (comparison: Comparison) => {
    const { a, b, matches } = comparison;
    const [doing, thing] = [definedIn(a), definedIn(b)].toSorted((_, other) =>
      other.endsWith('ing') ? 1 : -1,
    );
    if (doing !== undefined && thing !== undefined && isDoing(doing, thing))
      return `"${doing}" against "${thing}"`;
    if (asksFurther(a.elements) !== asksFurther(b.elements)) return 'only one asks who or where else';
    for (const match of matches) {
      const [one, other] = unitsOf(comparison, match);
      const [ofA, ofB] = [openerBehind(a, one), openerBehind(b, other)];
      if (ofA !== undefined && ofB !== undefined && ofA !== ofB) return `"${ofA}" against "${ofB}"`;
      if (asksWhether(a, one) !== asksWhether(b, other) && (asksWhich(a, one) || asksWhich(b, other)))
        return `whether "${one.shown}" or which`;
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

/** What a question asks the meaning of, where it is one word: `What is banking?`; '' where it asks something else. */
function definedIn({ text }: Analysis): string {
  return /^what(?:'s| is) (?:an? )?(\p{L}+)(?: in \p{L}+)?\s*\?*$/iu.exec(text)?.[1]?.toLowerCase() ?? '';
}

/** `trading` and `trade`: the doing is another thing than the deed, the place or what is made. */
function isDoing(doing: string, thing: string): boolean {
  const stem = doing.replace(/(?:(\p{L})\1)?ing$/u, '$1');
  return (
    doing.endsWith('ing') &&
    !thing.endsWith('ing') &&
    thing !== '' &&
    (thing === stem || thing === `${stem}e`)
  );
}

/** `check whether ports are open`; whatever follows. */
function asksWhether({ elements }: Analysis, { verb, at }: Unit): boolean {
  return verb && ['if', 'whether'].includes(wordBehind(elements, at));
}

/** `check which port is open`. */
function asksWhich({ elements }: Analysis, { verb, at }: Unit): boolean {
  return verb && ['which', 'what'].includes(wordBehind(elements, at));
}

/** The word behind a verb, `out` left aside. */
function wordBehind(elements: readonly Element[], at: number): string {
  const next = elements[at + 1]?.word ?? '';
  return next === 'out' ? (elements[at + 2]?.word ?? '') : next;
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
