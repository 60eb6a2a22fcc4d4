import type { Ask } from './ask-types.ts';
import { SHARP } from './clauses.ts';
import type { Element } from './element.ts';

export const MODALS: Readonly<Record<string, Ask['modal']>> = {
  can: 'can',
  could: 'can',
  may: 'can',
  might: 'can',
  '@can': 'can',
  '@request': 'can',
  should: 'should',
  // What `need to` is rewritten to.
  ought: 'need',
  '@should': 'should',
  must: 'must',
  '@must': 'must',
  will: 'will',
  shall: 'will',
  would: 'would',
};

const PRESENT = new Set(['do', 'does', 'is', 'are', 'am', 'has', 'have']);
const PAST = new Set(['did', 'was', 'were', 'had']);

/** `should have said`, `would it have been`; not `can I drive after I have been …`. */
export function isModalBefore(sentence: readonly Element[], at: number): boolean {
  for (let back = at - 1; back >= 0 && back >= at - 8; back -= 1) {
    const element = sentence[back];
    if (element?.function === 'modal' || (element?.kind === 'mark' && MODALS[element.word] !== undefined))
      return true;
    if (element?.verb === true || element?.function === 'sub' || SHARP.has(element?.word ?? '')) return false;
  }
  return false;
}

/** `… stains that have dried`, `… how many points I have left`: behind the verb of the question its tense is another clause's. */
export function isAside(sentence: readonly Element[], at: number): boolean {
  return sentence.slice(0, at).some(({ verb, word }) => verb || word === 'that');
}

/** `The code I was given …`. */
export function isContact(sentence: readonly Element[], at: number): boolean {
  const [noun, pronoun] = sentence.slice(Math.max(0, at - 2), at);
  return pronoun?.function === 'pron' && noun?.kind === 'content' && !noun.verb;
}

/** `has changed`, `have you ever been`: no `have` of possession. */
export function hasParticiple(sentence: readonly Element[], at: number): boolean {
  const before = sentence[at - 1];
  // `I will have a tooth pulled`: behind its subject `have` stands right before its participle.
  const isTold =
    before?.kind === 'mark' || ['pron', 'modal'].includes(before?.function ?? '') || before?.word === 'to';
  for (let next = at + 1; next < sentence.length && next <= at + 5; next += 1) {
    const element = sentence[next];
    if (isTold && (element?.function === 'det' || element?.function === 'poss')) return false;
    if (
      element?.word === 'been' ||
      element?.word === 'had' ||
      (element?.verb === true && element.forms.participle)
    )
      return true;
    if (element?.word === 'to' || element?.verb === true || element?.function === 'prep') return false;
  }
  return false;
}

/** `What happened …?` and `What happens …?` carry their tense in the verb. */
export function subjectTense(sentence: readonly Element[], first: number): Ask['tense'] {
  const [wh, verb] = [sentence[first], sentence[first + 1]];
  if (wh?.function !== 'wh' || verb?.verb !== true) return 'open';
  if (verb.forms.past && !verb.forms.lemmas.includes(verb.word)) return 'past';
  return verb.forms.plural ? 'present' : verb.forms.past ? 'past' : 'open';
}

export function tenseOf(word: string, mood: Ask['modal'] | undefined): Ask['tense'] {
  if (PAST.has(word)) return 'past';
  if (PRESENT.has(word)) return 'present';
  return mood === 'will' ? 'future' : 'open';
}
