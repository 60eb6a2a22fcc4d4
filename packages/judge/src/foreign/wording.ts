import type { Token } from '../analysis/token.ts';
import { withoutAccents } from '../analysis/fold.ts';
import type { Language } from './languages.ts';

/** A question of another language, without what may be said or not. */
export type Wording = {
  readonly language: Language;
  /** It asks for the way, the place or a deed (`can you …?`): its verb may stand first or last and in another form. */
  readonly asked: 'how' | 'where' | 'deed' | undefined;
  /** Words in order; with case their article with them. */
  readonly free: readonly string[];
  /** Prepositions with what stands under them, sorted: these may stand anywhere. */
  readonly bound: readonly string[];
};

/** Longest question that is read so. */
const MOST_TOKENS = 40;
/** Behind the question word, so many words may be helpers. */
const HELPERS_WITHIN = 3;

export function wordingOf(tokens: readonly Token[], language: Language): Wording | undefined {
  if (tokens.length > MOST_TOKENS) return undefined;
  // Twice: what one phrase leaves out may stand within another.
  const said = mentioned(spoken(turnedBack(conditionLast(tokens, language), language)), language);
  const words = unwished(folded(folded(said, language), language), language);
  const [first = ''] = words;
  const deed = asksDeed(words, language);
  const asked = language.how.has(first) ? 'how' : language.where.has(first) ? 'where' : deed && 'deed';
  const idle = asked === 'how' ? language.help : language.may;
  const plain =
    asked === 'how' || asked === 'where'
      ? words.slice(1).filter((word, at) => at >= HELPERS_WITHIN || !idle.has(word))
      : withoutMe(deed ?? words, deed === undefined ? 1 : 0, language);
  const chunks = chunked(plain, language).map(withoutAccents);
  const isBound = (chunk: string): boolean => chunk.startsWith('+');
  return {
    language,
    asked,
    free: chunks.filter((chunk) => !isBound(chunk)),
    bound: chunks.filter(isBound).toSorted(),
  };
}

/** `If it rains, what do I do?` as `What do I do if it rains?` */
function conditionLast(tokens: readonly Token[], { ifs }: Language): readonly Token[] {
  const end = tokens.findIndex(({ text }) => text === ',');
  const isCondition = end > 1 && end < tokens.length - 2 && ifs.has(tokens[0]?.norm ?? '');
  return isCondition ? [...tokens.slice(end + 1), ...tokens.slice(0, end)] : tokens;
}

/** What is asked to be done: `Kannst du …?` */
function asksDeed(words: readonly string[], { ask }: Language): readonly string[] | undefined {
  const text = words.join(' ');
  const start = ask.find((phrase) => text.startsWith(`${phrase} `));
  return start === undefined ? undefined : words.slice(start.split(' ').length);
}

/** Shorter words end so by themselves. */
const SHORTEST_CLUNG = 6;

/** `(Can you) write me a poem`: who gets it is who asks. `at`: where that may be said by itself. */
function withoutMe(words: readonly string[], at: number, { me, cling }: Language): readonly string[] {
  const rest = me.has(words[at] ?? '') ? words.toSpliced(at, 1) : words;
  const [first = '', ...others] = rest;
  return cling !== undefined && first.endsWith(cling) && first.length >= SHORTEST_CLUNG
    ? [first.slice(0, -cling.length), ...others]
    : rest;
}

const AGAIN = new Set(['il', 'elle', 'ils', 'elles']);
/** `Qui Nadal a-t-il battu`: only the pronoun says who does it. */
const WHO = new Set(['qui', 'que']);

/** `dois-je`, `a-t-il` as `je dois`, `il a`. */
function turnedBack(tokens: readonly Token[], { inverted, known }: Language): readonly Token[] {
  if (inverted.size === 0) return tokens;
  const turned: Token[] = [];
  for (const token of tokens) {
    const isInverted = token.glued && inverted.has(token.norm) && turned.length > 0;
    if (!isInverted) {
      turned.push(token);
      continue;
    }
    if (turned.at(-1)?.norm === 't' && turned.at(-1)?.glued === true) turned.pop();
    // `la piscine est-elle ouverte`: the pronoun says the subject again.
    const subject = turned.at(-2);
    const isRepeated =
      AGAIN.has(token.norm) &&
      subject?.kind === 'word' &&
      !known.has(subject.norm) &&
      !turned.some(({ norm }) => WHO.has(norm));
    if (!isRepeated) turned.splice(-1, 0, token);
  }
  return turned;
}

/** Words in lower case, elisions apart (`l' homme`); quoted ones as written. */
function spoken(tokens: readonly Token[]): readonly string[] {
  return tokens
    .filter(({ kind }) => kind !== 'punct')
    .flatMap(({ norm, text, quoted, kind }) =>
      quoted || (kind !== 'word' && kind !== 'script')
        ? [text]
        : norm.split(/(?<=')/u).filter((part) => part !== "'"),
    );
}

/** `Comment dire merci en japonais ?`: what is to be said is no politeness. */
function mentioned(words: readonly string[], { saying, greetings }: Language): readonly string[] {
  return words.map((word, at) =>
    greetings.has(word) && saying?.test(words[at - 1] ?? '') === true ? `=${word}` : word,
  );
}

function folded(words: readonly string[], { folds }: Language): readonly string[] {
  let text = ` ${words.join(' ')} `;
  for (const [from, to] of folds) text = text.replaceAll(` ${from} `, to === '' ? ' ' : ` ${to} `);
  return text.split(' ').filter(Boolean);
}

/** `I want to …, how do I do that?` is `How do I …?` */
function unwished(words: readonly string[], { wish, tail, how }: Language): readonly string[] {
  const text = words.join(' ');
  const end = tail.find((phrase) => text.endsWith(` ${phrase}`));
  const start = wish.find((phrase) => text.startsWith(`${phrase} `));
  if (end === undefined || start === undefined) return words;
  return [
    [...how][0] ?? '',
    ...text
      .slice(start.length, text.length - end.length)
      .split(' ')
      .filter(Boolean),
  ];
}

function chunked(words: readonly string[], language: Language): readonly string[] {
  const chunks: string[] = [];
  let open = '';
  for (const word of words) {
    if (language.articles.has(word)) continue;
    if (language.prepositions.has(word) && !open.endsWith('_')) {
      if (open !== '') chunks.push(open);
      open = `+${word}_`;
    } else if (language.cases.has(word)) open += `${word}_`;
    else {
      chunks.push(open + word);
      open = '';
    }
  }
  return open === '' ? chunks : [...chunks, open.replace(/^\+|_$/gu, '')];
}
