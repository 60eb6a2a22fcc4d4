import type { Element } from '../analysis/element.ts';
import type { Comparison, Guard } from '../compare/comparison.ts';

/** `What eats bats?`, `What do bats eat?`: who does it is asked, or whom it is done to. */
export const askedPartGuard: Guard = {
  name: 'argument-order',
  check: ({ a, b }: Comparison) => turned(a.elements, b.elements) ?? turned(b.elements, a.elements),
};

function turned(one: readonly Element[], other: readonly Element[]): string | undefined {
  const done = askedDone(other);
  return done !== undefined && asksDoing(one, done)
    ? `who does "${done.word}" is asked in one text, whom it is done to in the other`
    : undefined;
}

const ASKING = new Set(['what', 'who', 'whom', '@who', '@what', 'which']);
const DO = new Set(['do', 'does', 'did']);

/** `What eats …`, `Which animals eat …`: no auxiliary between what is asked and the verb, and an object behind it. */
function asksDoing(elements: readonly Element[], { forms }: Element): boolean {
  const asking = elements.findIndex(({ word }) => ASKING.has(word));
  if (asking === -1) return false;
  for (let at = asking + 1; at <= asking + FURTHEST; at += 1) {
    const verb = elements[at];
    if (verb?.kind !== 'content') return false;
    const { kind, function: named } = elements[at + 1] ?? {};
    const takesObject = kind === 'content' || ['det', 'poss', 'quant', 'pron'].includes(named ?? '');
    if (takesObject && !verb.forms.ing && verb.forms.lemmas.some((lemma) => forms.lemmas.includes(lemma)))
      return true;
  }
  return false;
}

/** How many words may stand between the one that asks and its verb: `which red giant stars`. */
const FURTHEST = 5;

/** `What do bats eat?`: behind `do` its subject, and the verb at the end of the clause or before a preposition. */
function askedDone(elements: readonly Element[]): Element | undefined {
  const asking = elements.findIndex(
    ({ word }, at) => ASKING.has(word) && elements.slice(at + 1, at + 4).some((next) => DO.has(next.word)),
  );
  if (asking === -1) return undefined;
  const auxiliary = elements.findIndex(({ word }, at) => at > asking && DO.has(word));
  let last = auxiliary;
  for (let at = auxiliary + 1; at < elements.length; at += 1) {
    const { kind, function: named } = elements[at] ?? {};
    const isSubject = kind === 'content' || named === 'det' || named === 'poss' || kind === 'genitive';
    if (!isSubject) break;
    last = at;
  }
  const verb = elements[last];
  // `What did the nurse give me?`
  const next = elements[elements[last + 1]?.function === 'pron' ? last + 2 : last + 1];
  const ends = next === undefined || next.kind === 'stop' || next.function === 'prep';
  return ends && last > auxiliary + 1 && verb?.kind === 'content' && !verb.forms.plural ? verb : undefined;
}
