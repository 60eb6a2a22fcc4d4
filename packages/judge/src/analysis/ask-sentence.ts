import {
  isCauseNamed,
  isFronting,
  isImminent,
  isMeasure,
  isProhibition,
  isRefusal,
  isSubjectAsked,
  opensQuestion,
} from './ask-shapes.ts';
import type { Ask, AskType, Tense } from './ask-types.ts';
import {
  hasParticiple,
  isAside,
  isContact,
  isModalBefore,
  MODALS,
  subjectTense,
  tenseOf,
} from './ask-tense.ts';
import type { Element } from './element.ts';
import { isSubordinate } from './subordinate.ts';

const MARKS: Readonly<Record<string, AskType>> = {
  '@how': 'how',
  '@want': 'how',
  '@why': 'why',
  '@whynot': 'why',
  '@what': 'what',
  '@tell': 'what',
  '@define': 'what',
  '@list': 'what',
  '@recommend': 'what',
  '@kinds': 'kinds',
  '@when': 'when',
  '@year': 'when',
  '@date': 'when',
  '@time': 'when',
  '@until': 'when',
  '@where': 'where',
  '@wherefind': 'where',
  '@who': 'who',
  '@howmany': 'howmany',
  '@howmuch': 'howmuch',
  '@can': 'yesno',
  '@yesno': 'yesno',
  '@must': 'yesno',
  '@should': 'yesno',
  '@request': 'request',
  '@any': 'any',
  '@exists': 'exists',
};
const WH: Readonly<Record<string, AskType>> = {
  what: 'what',
  which: 'what',
  who: 'who',
  whom: 'who',
  whose: 'whose',
  when: 'when',
  where: 'where',
  why: 'why',
  how: 'how',
};
/** What may be sharpened by a later word of the same sentence: `Tell me why …`, `Can you say when …`. */
const VAGUE: ReadonlySet<AskType> = new Set(['none', 'what', 'request', 'do']);
const COPULA = new Set(['am', 'is', 'are', 'was', 'were']);

/** What one sentence asks, by its function words and marks. */
export function readSentence(sentence: readonly Element[]): Ask {
  const first = firstSpoken(sentence);
  let type: AskType = 'none';
  let [tense, modal]: [Ask['tense'], Ask['modal']] = ['open', 'none'];
  let told: Tense = 'open';
  const types: AskType[] = [];
  for (const [at, element] of sentence.entries()) {
    const { word, kind } = element;
    if (at > first && (element.function === 'sub' || isSubordinate(sentence, at))) {
      if (type !== 'none' || element.function === 'sub') break;
      continue;
    }
    const asked = isMeasure(sentence, at) ? 'howmuch' : askedBy(element);
    const answersWish = type === 'how' && isWished(sentence, at);
    if (
      asked !== undefined &&
      (answersWish || (VAGUE.has(type) && (asked !== 'what' || type === 'none' || type === 'request')))
    ) {
      type = asked;
      if (answersWish) types.length = 0;
    }
    if (asked !== undefined && (types.length === 0 || isFurther(sentence, at))) types.push(asked);
    // `My cat has had kittens, what do I need?`
    if (asked !== undefined && sentence[at - 1]?.kind === 'pause') told = tense;
    // `Can I see who …`: what is seen is no question of its own.
    const isSeen = type === 'yesno' && element.function === 'wh' && sentence[at - 1]?.verb === true;
    if (asked !== undefined && !isSeen) [tense, modal] = ['open', 'none'];
    // `My train is late, will I …`
    const isAuxiliary = AUXILIARY.has(element.function ?? '');
    if (isAuxiliary && type === 'none' && at > first && opensQuestion(sentence, at)) {
      told = tense;
      [tense, modal] = ['open', 'none'];
    }
    const mood = kind === 'mark' || element.function === 'modal' ? MODALS[word] : undefined;
    if (mood !== undefined && modal === 'none') modal = mood;
    if ((word === '@how' || word === '@want') && tense === 'open') tense = 'present';
    if (!isAuxiliary) continue;
    if (tense === 'open' && !isContact(sentence, at))
      tense = isRefusal(sentence, at, type)
        ? 'present'
        : isImminent(sentence, at)
          ? 'future'
          : tenseOf(word, mood);
    // `When is it going to be?`
    else if (mood === 'will' && tense === 'present' && element.rewritten) tense = 'future';
    if (['has', 'have', 'had'].includes(word) && hasParticiple(sentence, at) && !isAside(sentence, at))
      tense = isModalBefore(sentence, at) ? 'hindsight' : 'perfect';
    if (
      (type === 'none' || answersWish) &&
      (at === first || opensQuestion(sentence, at) || isFronting(sentence, first, at))
    )
      type = isProhibition(sentence, at) ? 'do' : 'yesno';
  }
  const opening = sentence[first];
  if (tense === 'open') tense = subjectTense(sentence, first);
  if (
    type === 'what' &&
    opening?.word === 'what' &&
    sentence.some(({ forms }, at) => forms.lemmas.includes('cause') && sentence[at - 1]?.kind !== 'figure') &&
    !isCauseNamed(sentence)
  )
    type = 'why';
  if (type === 'none' && opening?.verb === true && !opening.forms.past && !opening.forms.ing) type = 'do';
  if (type === 'none' && opening?.word === 'whether') type = 'yesno';
  // `payday this month when`.
  const last = sentence.at(-1);
  if ((type === 'none' || type === 'do') && last?.function === 'wh') type = WH[last.word] ?? type;
  const copula = sentence.some(({ word }) => COPULA.has(word)) && !sentence.some((element) => element.verb);
  return {
    type,
    questions: 1 + furtherQuestions(sentence),
    types: types.length === 0 ? [type] : types,
    tense,
    modal,
    general: isGeneral(sentence),
    told,
    person: copula || type === 'yesno' ? personOf(sentence) : 'open',
  };
}

/** `Where and when …`, `When did it sink, and where?` */
function isFurther(sentence: readonly Element[], at: number): boolean {
  return sentence[at - 1]?.function === 'conj' || sentence[at - 1]?.kind === 'pause';
}

/** `What is yeast, and how does it work?` asks two things, `Why and how does it work?` and `what it is and how it works` one. */
function furtherQuestions(sentence: readonly Element[]): number {
  const asks = (at: number): boolean =>
    askedBy(sentence[at]) !== undefined &&
    (sentence[at]?.kind === 'mark' ||
      AUXILIARY.has(sentence[at + 1]?.function ?? '') ||
      isSubjectAsked(sentence, at));
  return sentence.filter(
    ({ function: named }, at) =>
      named === 'conj' &&
      asks(at + 1) &&
      sentence
        .slice(0, at)
        .some(({ kind, function: other }) => kind === 'mark' || AUXILIARY.has(other ?? '')),
  ).length;
}

const AUXILIARY: ReadonlySet<string> = new Set(['aux', 'modal']);

const ONESELF = new Set('i we you one u us me'.split(' '));

function isGeneral(sentence: readonly Element[]): boolean {
  const at = sentence.findIndex(({ function: named }) => named === 'modal');
  if (at === -1) return false;
  return ![sentence[at - 1], sentence[at + 1]].some(
    (element) => element !== undefined && ONESELF.has(element.word),
  );
}

/** `I want to cancel my order, who do I contact?`: a wish that was told asks nothing where a question follows. */
function isWished(sentence: readonly Element[], at: number): boolean {
  return (
    sentence[0]?.word === '@want' &&
    (sentence[at - 1]?.kind === 'pause' || sentence[at - 1]?.function === 'conj')
  );
}

function askedBy(element: Element | undefined): AskType | undefined {
  if (element === undefined) return undefined;
  const { kind, word, function: named } = element;
  return kind === 'mark' ? MARKS[word] : named === 'wh' ? WH[word] : undefined;
}

function personOf(sentence: readonly Element[]): Ask['person'] {
  const has = (words: readonly string[]): boolean => sentence.some((element) => words.includes(element.word));
  const [i, you] = [has(['i', 'me', 'my', 'mine', 'myself']), has(['you', 'your', 'yours', 'yourself'])];
  return i === you ? 'open' : i ? 'i' : 'you';
}

/** Where the sentence proper begins, -1 for nowhere. */
export function firstSpoken(sentence: readonly Element[]): number {
  return sentence.findIndex(
    ({ kind, word, function: named }) =>
      kind !== 'mark' && kind !== 'pause' && (named !== 'filler' || INDEFINITE.has(word)),
  );
}

/** They say nothing, but `Someone has dented my car` begins with its subject. */
const INDEFINITE = new Set('someone somebody anyone anybody something anything'.split(' '));
