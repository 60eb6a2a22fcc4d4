import type { AskType } from './ask-types.ts';
import type { Element } from './element.ts';

/** `… and who invented it?` */
export function isSubjectAsked(sentence: readonly Element[], at: number): boolean {
  return sentence[at]?.word === 'who' && sentence[at + 1]?.verb === true;
}

/** `What does it cause?`, `What is caused by it?` ask for the effect. */
export function isCauseNamed(sentence: readonly Element[]): boolean {
  return sentence.some(
    ({ word }, at) =>
      ['do', 'does', 'did'].includes(word) || (word === 'by' && sentence[at + 1] !== undefined),
  );
}

const SPEAKING = new Set('i we you he she they'.split(' '));

/** `Why won't the printer print?`, `The page won't load` speak of now. */
export function isRefusal(sentence: readonly Element[], at: number, type: AskType): boolean {
  if (sentence[at]?.word !== 'will') return false;
  const isTold = type === 'none' && at > 0 && !SPEAKING.has(sentence[at - 1]?.word ?? '');
  return type === 'why'
    ? sentence.some(({ word }) => word === 'not')
    : isTold && sentence[at + 1]?.word === 'not';
}

/** `I am going to sell it`, `I am about to sell it`. */
export function isImminent(sentence: readonly Element[], at: number): boolean {
  const near = sentence.slice(at, at + 8).filter(({ function: named }) => named !== 'filler');
  return (
    ['am', 'is', 'are'].includes(near[0]?.word ?? '') &&
    near.some(
      ({ word }, index) =>
        (word === 'going' || word === 'about') &&
        near[index + 1]?.word === 'to' &&
        near[index + 2]?.verb === true,
    )
  );
}

/** `Do not use a library`: no subject stands between. */
export function isProhibition(sentence: readonly Element[], at: number): boolean {
  return sentence[at]?.word === 'do' && sentence[at + 1]?.word === 'not' && sentence[at + 2]?.verb === true;
}

/** An auxiliary behind a comma asks where its subject follows: `If it rains, can I …`, not `I am 45, have no savings`. */
export function opensQuestion(sentence: readonly Element[], at: number): boolean {
  const next = sentence[at + 1];
  return (
    sentence[at - 1]?.word === ',' &&
    (['pron', 'det', 'poss', 'quant'].includes(next?.function ?? '') ||
      (next?.kind === 'content' && !next.verb))
  );
}

/** `After lunch can I swim?`: nothing but a circumstance stands before the auxiliary; not `Since my dog had his …`. */
export function isFronting(sentence: readonly Element[], first: number, at: number): boolean {
  return (
    sentence[first]?.function === 'prep' &&
    !['has', 'have', 'had'].includes(sentence[at]?.word ?? '') &&
    ['pron', 'det', 'poss'].includes(sentence[at + 1]?.function ?? '') &&
    sentence
      .slice(first, at)
      .every(
        ({ kind, verb, function: named }) => kind !== 'mark' && !verb && named !== 'pron' && named !== 'wh',
      )
  );
}

/** `How bold is too bold?`, `How easy is it …?` */
export function isMeasure(sentence: readonly Element[], at: number): boolean {
  const [how, next] = [sentence[at], sentence[at + 1]];
  if (how?.function !== 'wh' || how.word !== 'how') return false;
  return next?.word === 'much' || (next?.kind === 'content' && next.adjective);
}
