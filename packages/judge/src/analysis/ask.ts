import { firstSpoken, readSentence } from './ask-sentence.ts';
import type { Ask } from './ask-types.ts';
import type { Element } from './element.ts';
import { isSubordinate } from './subordinate.ts';

/** Reads the question out of the function words and marks; the last sentence that asks decides. */
export function readAsk(elements: readonly Element[]): Ask {
  let best: Ask = {
    type: 'none',
    questions: 0,
    types: [],
    tense: 'open',
    modal: 'none',
    person: 'open',
    general: false,
    told: 'open',
  };
  let questions = 0;
  const asks = [...sentencesOf(elements.filter((element) => !element.token.quoted))].map((sentence) => {
    const ask = readSentence(mainClause(sentence));
    const wishes = ask.type === 'how' ? '@want' : '';
    // `Whenever I plug it in the screen flickers. Why?`
    const tells = sentence[0]?.word === 'when' && sentence[0].token.norm !== 'when';
    return { ask, wish: tells || sentence.some(({ word }) => word === wishes || word === '@give') };
  });
  const isAsked = asks.some(({ ask: { type }, wish }) => !wish && !['none', 'do', 'request'].includes(type));
  for (const { ask, wish } of asks) {
    // `I want to learn the guitar. Where do I start?` asks one thing.
    if (wish && isAsked) continue;
    if (ask.type !== 'none' && ask.type !== 'do' && ask.type !== 'request') questions += ask.questions;
    if (ask.type !== 'none' && !(ask.type === 'do' && best.type !== 'none' && best.type !== 'do')) best = ask;
    else if (best.type === 'none') best = ask;
  }
  const types = asks
    .flatMap(({ ask, wish }) => (wish && isAsked ? [] : ask.types))
    .filter((type) => !['none', 'do', 'request'].includes(type))
    .toSorted();
  const told = asks.filter(({ ask, wish }) => ask.type === 'none' && !wish);
  const apart = told.length === 1 && asks.length > 1 ? told[0]?.ask.tense : undefined;
  return { ...best, questions, types, told: apart ?? best.told };
}

function* sentencesOf(elements: readonly Element[]): Generator<readonly Element[]> {
  let start = 0;
  for (let at = 0; at <= elements.length; at += 1) {
    if (at < elements.length && elements[at]?.kind !== 'stop') continue;
    const sentence = elements.slice(start, at);
    // `Could you tell me:` is a frame, not a sentence.
    if (
      sentence.some(
        ({ kind, function: named }) => ['content', 'figure', 'exact'].includes(kind) || named === 'wh',
      ) ||
      isElliptic(sentence)
    )
      yield sentence;
    start = at + 1;
  }
}

/** `I am 16 and want to vote. Can I?`: the verb stands in the sentence before. */
function isElliptic([first, second, ...rest]: readonly Element[]): boolean {
  if (rest.length > 0 || first === undefined) return false;
  if (second === undefined) return ASKING_ALONE.has(first.word);
  return (first.function === 'aux' || first.function === 'modal') && second.function === 'pron';
}

const ASKING_ALONE = new Set('@can @must @should @why @yesno'.split(' '));

/** Drops a fronted clause: `If it rains, …`, `When a customer asks, …`, `Before painting a wall, …`. */
function mainClause(sentence: readonly Element[]): readonly Element[] {
  const first = firstSpoken(sentence);
  const element = sentence[first];
  // `Are there any (without gluten) …`.
  if (first > 0 && element?.function === 'prep') return sentence;
  const fronted =
    element?.function === 'sub' ||
    element?.function === 'prep' ||
    (element !== undefined && isSubordinate(sentence, first));
  if (!fronted && element?.word !== 'given') return sentence;
  const comma = sentence.findIndex((other, at) => at > first && other.kind === 'pause' && other.word === ',');
  if (comma !== -1) return sentence.slice(comma + 1);
  const asks = sentence.findIndex(
    (other, at) =>
      at > first + 2 &&
      other.function === 'wh' &&
      ['aux', 'modal'].includes(sentence[at + 1]?.function ?? ''),
  );
  return asks === -1 ? sentence : sentence.slice(asks);
}
