import { functionClass } from './function-words.ts';
import type { Token } from './token.ts';

/** What people say before they ask: words about asking, knowing and being polite, nothing of what is asked. */
const ASKING = new Set(
  `question questions q query wonder wondering wondered ask asked asking think thinking thought know knows knew known
  forget forgot forgotten remember remind reminded curious curiosity interest interested sure unsure chance idea clue
  quick random silly stupid dumb simple short weird strange serious seriously honestly genuinely basic newbie
  noob tell say see let listen look hear heard understand understood figure help hoping hope confused confusing lost
  puzzled stuck bothering bugging mind fun sake record long shot place right topic thread forum here guys folks
  homework assignment class term lot lately recently mate dude bro yo cheers thanks thank sorry apologies anyways alright thing last frankly btw fyi tbh imo imho idk
  urgent urgently asap important apparently supposedly possible appreciate grateful kind enough everywhere anywhere looked searched googled ages moment minute second wait gonna wanna
  laugh laughing believe bother disturb rude offend annoy embarrassed embarrassing suppose mistaken honest learned learnt
  want try trying sigh ugh lol haha nobody everyone post poster lurker lurking caller listener`.split(/\s+/u),
);

/** What they say of themselves beside it: `long-time lurker, first question`. */
const SETTING = new Set(['first', 'time', 'long', 'reader', 'user', 'new', 'hope', 'well', 'burning']);

/** Longest preamble, in tokens. */
const LONGEST = 16;
/** Words that must be left to be asked about: by a question, by another sentence. */
const LEAST = { question: 1, sentence: 2 };

/** Without an opening that only leads to the question: `Not sure if this is the right place to ask, but …`. */
export function withoutPreamble(written: readonly Token[]): readonly Token[] {
  const tokens = withoutPostscript(withoutSignature(written));
  let start = 0;
  let leads = false;
  for (let at = 0; at < Math.min(tokens.length, LONGEST); at += 1) {
    const token = tokens[at];
    if (token === undefined) break;
    if (isBreak(token)) {
      const leadsOn = leads && asks(tokens, at + 1, /[:.!?]/u.test(token.text));
      if (leadsOn && !isTopic(tokens.slice(start, at), tokens.slice(at + 1))) start = at + 1;
      continue;
    }
    if (token.kind !== 'word' || token.quoted || OTHERS.has(token.norm)) break;
    if (ASKING.has(plain(token))) leads = true;
    else if (
      functionClass(plain(token)) === undefined &&
      !(SETTING.has(token.norm) && tellsOfOneself(tokens.slice(start, at))) &&
      !CONTRACTED.test(token.norm)
    )
      break;
  }
  if (start === 0) return tokens;
  const rest = tokens.slice(tokens[start]?.norm === 'but' ? start + 1 : start);
  const [first, ...others] = rest;
  return first === undefined ? tokens : [{ ...first, opens: true }, ...others];
}

/** `What time, do you think, …` asks already. */
function tellsOfOneself(said: readonly Token[]): boolean {
  return said.every(
    ({ norm }) => !['wh', 'aux', 'modal'].includes(functionClass(norm.replace(/'.*$/u, '')) ?? ''),
  );
}

/** Of the words about asking those that may be what is asked about. */
const TOPICAL = new Set(
  `homework assignment class term thread forum place record topic idea mind chance curiosity interest help hope fun second minute moment
  mate post poster caller listener first time long new reader user`.split(/\s+/u),
);
const REFERRING = new Set('it its this that these those one ones'.split(' '));

/** `Homework: is it useful?`, `A thread, what is it in Java?` */
function isTopic(said: readonly Token[], rest: readonly Token[]): boolean {
  const words = said.filter(({ norm }) => !['det', 'prep'].includes(functionClass(norm) ?? ''));
  return (
    words.length > 0 &&
    words.every((token) => TOPICAL.has(plain(token))) &&
    rest.some(({ norm }) => REFERRING.has(norm.replace(/'.*$/u, '')))
  );
}

const CLOSINGS = new Set(
  'regards wishes thanks cheers sincerely greetings you best lot much advance'.split(' '),
);
const CLOSING = new Set('kind best warm many thank thanks yours with a so very in'.split(' '));
/** These close only behind one of the others: `thanks a lot`. */
const LEANING = new Set(['you', 'lot', 'much', 'advance']);
const LONGEST_SIGNATURE = 5;

/** `What does it cost? Kind regards, Petra`: who it is from says nothing. */
function withoutSignature(tokens: readonly Token[]): readonly Token[] {
  const closing = tokens.findLastIndex(
    ({ norm }, at) => at >= tokens.length - LONGEST_SIGNATURE - 1 && CLOSINGS.has(norm),
  );
  const names = tokens.slice(closing + 1);
  if (closing < 1 || names.length > LONGEST_SIGNATURE) return tokens;
  if (
    !names.some(({ kind }) => kind === 'word') ||
    names.some((token) => !isBreak(token) && token.letterCase !== 'title')
  )
    return tokens;
  let start = closing;
  while (start > 0 && CLOSING.has(tokens[start - 1]?.norm ?? '')) start -= 1;
  const before = tokens[start - 1];
  const thanks = !LEANING.has(tokens[closing]?.norm ?? '') || start < closing;
  return before !== undefined && isBreak(before) && thanks ? tokens.slice(0, start) : tokens;
}

/** `Why do cats purr? I'm really curious.` */
function withoutPostscript(tokens: readonly Token[]): readonly Token[] {
  const end = tokens.at(-1)?.kind === 'punct' ? tokens.length - 1 : tokens.length;
  const stop = tokens.findLastIndex(
    ({ text, kind }, at) => at < end && kind === 'punct' && /^[.?!]+$/u.test(text),
  );
  const said = tokens.slice(stop + 1, end);
  const adds =
    stop > 0 &&
    tokens[end]?.text !== '?' &&
    said.length > 1 &&
    said.length < LONGEST &&
    said.some((token) => ASKING.has(plain(token))) &&
    said[0]?.norm.startsWith('i') === true &&
    functionClass(said[0].norm.replace(/'.*$/u, '')) === 'pron' &&
    said.every(
      (token) =>
        token.kind === 'word' &&
        !token.quoted &&
        !OTHERS.has(token.norm) &&
        (ASKING.has(plain(token)) ||
          functionClass(plain(token)) !== undefined ||
          CONTRACTED.test(token.norm)),
    );
  return adds ? tokens.slice(0, stop + 1) : tokens;
}

/** Somebody is spoken of: `She knows. Should I …?` */
const OTHERS = new Set('he she they him her them his hers their'.split(' '));

/** `don't`, `I've`: small words joined. */
const CONTRACTED =
  /^(?:[a-z]+n't|can't|won't|cannot|(?:i|you|we|they|it|that|there|here|what|he|she)'[a-z]+|let's)$/u;

function plain({ norm }: Pick<Token, 'norm'>): string {
  return norm.replace(/[.']$/u, '');
}

function isBreak({ kind, text }: Token): boolean {
  return (kind === 'punct' || kind === 'symbol') && /^[-:,.!?;]+$/u.test(text);
}

/** A question follows, or a sentence of its own: not the rest of this one. */
function asks(tokens: readonly Token[], from: number, isSentence: boolean): boolean {
  const at = tokens[from]?.norm === 'but' ? from + 1 : from;
  const first = tokens[at];
  if (first === undefined) return false;
  const opening = functionClass(first.norm.replace(/'.*$/u, '').replace(/n$/u, ''));
  const isQuestion =
    opening === 'wh' || opening === 'aux' || opening === 'modal' || functionClass(first.norm) === 'aux';
  const said = tokens
    .slice(at)
    .filter(({ kind, norm }) => kind !== 'punct' && functionClass(norm) === undefined);
  return isQuestion ? said.length >= LEAST.question : isSentence && said.length >= LEAST.sentence;
}
