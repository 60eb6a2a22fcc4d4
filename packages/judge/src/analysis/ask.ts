import type { Element } from './element.ts';
import { isSubordinate, SHARP } from './clauses.ts';

/** What a text asks for. `request`: `Can you …?` before a verb; `any`: `Are there any …?`; `exists`: `Is there a …?`; `none`: bare keywords or a statement. */
export type AskType =
  | 'what'
  | 'who'
  | 'whose'
  | 'when'
  | 'where'
  | 'why'
  | 'how'
  | 'howmany'
  | 'howmuch'
  | 'yesno'
  | 'kinds'
  | 'request'
  | 'any'
  | 'exists'
  | 'do'
  | 'none';

export type Tense = 'past' | 'present' | 'perfect' | 'hindsight' | 'future' | 'open';

export type Ask = {
  readonly type: AskType;
  /** How many sentences ask something: `What is GDP? How is it calculated?` asks two things. */
  readonly questions: number;
  readonly tense: Tense;
  readonly modal: 'can' | 'should' | 'need' | 'must' | 'will' | 'would' | 'none';
  /** Copula question about me or about you: `Who am I?`, `What is your name?`. */
  readonly person: 'i' | 'you' | 'open';
  /** Whether the modal is said of somebody else than who asks or is asked: `How much should a baby weigh?` */
  readonly general: boolean;
  /** Tense of the only statement beside the question: `My flight was cancelled. What are my rights?` */
  readonly told: Tense;
};

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
const MODALS: Readonly<Record<string, Ask['modal']>> = {
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
/** What may be sharpened by a later word of the same sentence: `Tell me why …`, `Can you say when …`. */
const VAGUE: ReadonlySet<AskType> = new Set(['none', 'what', 'request', 'do']);
const PAST = new Set(['did', 'was', 'were', 'had']);
const PRESENT = new Set(['do', 'does', 'is', 'are', 'am', 'has', 'have']);
const COPULA = new Set(['am', 'is', 'are', 'was', 'were']);

/** Reads the question out of the function words and marks; the last sentence that asks decides. */
export function readAsk(elements: readonly Element[]): Ask {
  let best: Ask = {
    type: 'none',
    questions: 0,
    tense: 'open',
    modal: 'none',
    person: 'open',
    general: false,
    told: 'open',
  };
  let questions = 0;
  const asks = [...sentencesOf(elements.filter((element) => !element.token.quoted))].map((sentence) => ({
    ...readSentence(mainClause(sentence)),
    wish: sentence.some(({ word }) => word === '@want'),
  }));
  const isAsked = asks.some(({ type, wish }) => !wish && !['none', 'do', 'request'].includes(type));
  for (const { wish, ...ask } of asks) {
    // `I want to learn the guitar. Where do I start?` asks one thing.
    if (wish && isAsked) continue;
    if (ask.type !== 'none' && ask.type !== 'do' && ask.type !== 'request') questions += 1;
    if (ask.type !== 'none' && !(ask.type === 'do' && best.type !== 'none' && best.type !== 'do')) best = ask;
    else if (best.type === 'none') best = ask;
  }
  const told = asks.filter(({ type, wish }) => type === 'none' && !wish);
  const apart = told.length === 1 && asks.length > 1 ? told[0]?.tense : undefined;
  return { ...best, questions, told: apart ?? best.told };
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
      )
    )
      yield sentence;
    start = at + 1;
  }
}

/** Drops a fronted clause: `If it rains, …`, `When a customer asks, …`, `Before painting a wall, …`. */
function mainClause(sentence: readonly Element[]): readonly Element[] {
  const first = firstSpoken(sentence);
  const element = sentence[first];
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

function readSentence(sentence: readonly Element[]): Ask {
  const first = firstSpoken(sentence);
  let type: AskType = 'none';
  let [tense, modal]: [Ask['tense'], Ask['modal']] = ['open', 'none'];
  let told: Tense = 'open';
  for (const [at, element] of sentence.entries()) {
    const { word, kind } = element;
    if (at > first && (element.function === 'sub' || isSubordinate(sentence, at))) {
      if (type !== 'none' || element.function === 'sub') break;
      continue;
    }
    const asked = isMeasure(sentence, at) ? 'howmuch' : askedBy(element);
    if (asked !== undefined && VAGUE.has(type) && (asked !== 'what' || type === 'none' || type === 'request'))
      type = asked;
    // `My cat has had kittens, what do I need?`
    if (asked !== undefined && sentence[at - 1]?.kind === 'pause') told = tense;
    if (asked !== undefined) [tense, modal] = ['open', 'none'];
    const mood = kind === 'mark' || element.function === 'modal' ? MODALS[word] : undefined;
    if (mood !== undefined && modal === 'none') modal = mood;
    if ((word === '@how' || word === '@want') && tense === 'open') tense = 'present';
    if (element.function !== 'aux' && element.function !== 'modal') continue;
    if (tense === 'open')
      tense = isRefusal(sentence, at, type)
        ? 'present'
        : isImminent(sentence, at)
          ? 'future'
          : tenseOf(word, mood);
    if (['has', 'have', 'had'].includes(word) && hasParticiple(sentence, at))
      tense = isModalBefore(sentence, at) ? 'hindsight' : 'perfect';
    if (type === 'none' && (at === first || opensQuestion(sentence, at))) type = 'yesno';
  }
  const opening = sentence[first];
  if (tense === 'open') tense = subjectTense(sentence, first);
  if (
    type === 'what' &&
    opening?.word === 'what' &&
    sentence.some(({ forms }) => forms.lemmas.includes('cause')) &&
    !isCauseNamed(sentence)
  )
    type = 'why';
  if (type === 'none' && opening?.verb === true && !opening.forms.past && !opening.forms.ing) type = 'do';
  const copula = sentence.some(({ word }) => COPULA.has(word)) && !sentence.some((element) => element.verb);
  return {
    type,
    questions: 1,
    tense,
    modal,
    general: isGeneral(sentence),
    told,
    person: copula || type === 'yesno' ? personOf(sentence) : 'open',
  };
}

/** `What does it cause?`, `What is caused by it?` ask for the effect. */
function isCauseNamed(sentence: readonly Element[]): boolean {
  return sentence.some(
    ({ word }, at) =>
      ['do', 'does', 'did'].includes(word) || (word === 'by' && sentence[at + 1] !== undefined),
  );
}

/** `Why won't the printer print?` asks about now. */
function isRefusal(sentence: readonly Element[], at: number, type: AskType): boolean {
  return type === 'why' && sentence[at]?.word === 'will' && sentence.some(({ word }) => word === 'not');
}

/** `I am going to sell it`, `I am about to sell it`. */
function isImminent(sentence: readonly Element[], at: number): boolean {
  const near = sentence.slice(at, at + 5).filter(({ function: named }) => named !== 'filler');
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

/** An auxiliary behind a comma asks where its subject follows: `If it rains, can I …`, not `I am 45, have no savings`. */
function opensQuestion(sentence: readonly Element[], at: number): boolean {
  const next = sentence[at + 1];
  return (
    sentence[at - 1]?.word === ',' &&
    (['pron', 'det', 'poss', 'quant'].includes(next?.function ?? '') ||
      (next?.kind === 'content' && !next.verb))
  );
}

const ONESELF = new Set('i we you one u us me'.split(' '));

function isGeneral(sentence: readonly Element[]): boolean {
  const at = sentence.findIndex(({ function: named }) => named === 'modal');
  if (at === -1) return false;
  return ![sentence[at - 1], sentence[at + 1]].some(
    (element) => element !== undefined && ONESELF.has(element.word),
  );
}

/** `should have said`, `would it have been`; not `can I drive after I have been …`. */
function isModalBefore(sentence: readonly Element[], at: number): boolean {
  for (let back = at - 1; back >= 0 && back >= at - 8; back -= 1) {
    const element = sentence[back];
    if (element?.function === 'modal' || (element?.kind === 'mark' && MODALS[element.word] !== undefined))
      return true;
    if (element?.verb === true || element?.function === 'sub' || SHARP.has(element?.word ?? '')) return false;
  }
  return false;
}

/** `has changed`, `have you ever been`: no `have` of possession. */
function hasParticiple(sentence: readonly Element[], at: number): boolean {
  for (let next = at + 1; next < sentence.length && next <= at + 5; next += 1) {
    const element = sentence[next];
    if (element?.word === 'been' || (element?.verb === true && element.forms.participle)) return true;
    if (element?.word === 'to' || element?.verb === true || element?.function === 'prep') return false;
  }
  return false;
}

/** `What happened …?` and `What happens …?` carry their tense in the verb. */
function subjectTense(sentence: readonly Element[], first: number): Ask['tense'] {
  const [wh, verb] = [sentence[first], sentence[first + 1]];
  if (wh?.function !== 'wh' || verb?.verb !== true) return 'open';
  if (verb.forms.past && !verb.forms.lemmas.includes(verb.word)) return 'past';
  return verb.forms.plural ? 'present' : verb.forms.past ? 'past' : 'open';
}

/** `How bold is too bold?`, `How easy is it …?` */
function isMeasure(sentence: readonly Element[], at: number): boolean {
  const [how, next] = [sentence[at], sentence[at + 1]];
  if (how?.function !== 'wh' || how.word !== 'how') return false;
  return next?.word === 'much' || (next?.kind === 'content' && next.adjective);
}

function askedBy({ kind, word, function: named }: Element): AskType | undefined {
  return kind === 'mark' ? MARKS[word] : named === 'wh' ? WH[word] : undefined;
}

function tenseOf(word: string, mood: Ask['modal'] | undefined): Ask['tense'] {
  if (PAST.has(word)) return 'past';
  if (PRESENT.has(word)) return 'present';
  return mood === 'will' ? 'future' : 'open';
}

function firstSpoken(sentence: readonly Element[]): number {
  return sentence.findIndex(
    ({ kind, word, function: named }) =>
      kind !== 'mark' && kind !== 'pause' && (named !== 'filler' || INDEFINITE.has(word)),
  );
}

/** They say nothing, but `Someone has dented my car` begins with its subject. */
const INDEFINITE = new Set('someone somebody anyone anybody something anything'.split(' '));

function personOf(sentence: readonly Element[]): Ask['person'] {
  const has = (words: readonly string[]): boolean => sentence.some((element) => words.includes(element.word));
  const [i, you] = [has(['i', 'me', 'my', 'mine', 'myself']), has(['you', 'your', 'yours', 'yourself'])];
  return i === you ? 'open' : i ? 'i' : 'you';
}
