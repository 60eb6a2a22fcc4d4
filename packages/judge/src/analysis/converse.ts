import { BE } from './be.ts';
import { functionClass } from './function-words.ts';
import { isNumberWord } from './number-words.ts';
import type { Word } from './word.ts';

/** Of two comparatives that measure the same, the rarer: `A is lower than B` is `B is higher than A`. */
const TURNED: ReadonlyMap<string, string> = new Map(
  `smaller bigger, lower higher, slower faster, shorter taller, younger older, lighter heavier, weaker stronger,
  worse better, poorer richer, colder warmer, earlier later, harder easier, pricier cheaper, costlier cheaper, dearer cheaper,
  riskier safer, quieter louder, thinner thicker, narrower wider, nearer further, closer further, newer older,
  shallower deeper, darker brighter`
    .split(',')
    .map((line) => line.trim().split(' '))
    .map(([from = '', to = '']): [string, string] => [from, to]),
);
/** Of those behind `more`. */
const TURNED_MORE: ReadonlyMap<string, string> = new Map([
  ['expensive', 'cheaper'],
  ['difficult', 'easier'],
  ['dangerous', 'safer'],
  ['risky', 'safer'],
]);

/** Words that a compared thing may have; a longer one is a clause. */
const LONGEST_THING = 6;

/** `Is the moon smaller than Earth?` is asked as `Is Earth bigger than the moon?`; what is compared with a figure stays. */
export function turnConverses(words: readonly Word[]): readonly Word[] {
  const than = words.findIndex(({ norm }) => norm === 'than');
  if (than < 2) return turnAfter(words);
  if ((words[than + 1]?.token.kind ?? 'punct') === 'punct') return turnStranded(words, than);
  const done = turnDone(words, than);
  if (done !== undefined) return done;
  const last = comparativeBefore(words, than);
  const more = words[last - 1]?.norm === 'less' ? TURNED_MORE.get(words[last]?.norm ?? '') : undefined;
  // `less expensive` is `cheaper` as it stands.
  if (more !== undefined)
    return words.flatMap((word, at) =>
      at === last - 1 ? [] : at === last ? [{ ...word, norm: more }] : [word],
    );
  const [before, comparative] = [words[last - 1]?.norm, words[last]];
  if (comparative === undefined || comparative.token.quoted) return words;
  const turned = turnedBy(before, comparative.norm);
  if (turned === undefined) return words;
  const comparedAt = before === 'less' || before === 'more' ? last - 1 : last;
  const subject = subjectBefore(words, comparedAt);
  const end = thingEnd(words, than + 1);
  if (subject === undefined || end === undefined) return words;
  const { from, to } = subject;
  return [
    ...words.slice(0, from),
    ...words.slice(than + 1, end),
    ...words.slice(to, comparedAt),
    ...turned.map((norm) => ({ ...comparative, norm })),
    ...words.slice(last + 1, than + 1),
    ...words.slice(from, to),
    ...words.slice(end),
  ];
}

/** `Did Haydn die after Mozart?`: `Did Mozart die before Haydn?` */
function turnAfter(words: readonly Word[]): readonly Word[] {
  const after = words.findIndex(({ norm }) => norm === 'after');
  if (after === -1) return words;
  const aux = words.findIndex(({ norm }) => DOING.has(norm) || BE.has(norm));
  const end = nameEnd(words, after + 1);
  const first = aux === -1 ? undefined : nameEnd(words, aux + 1);
  const word = words[after];
  if (word === undefined || end === undefined || first === undefined || first >= after) return words;
  if (words.slice(end).some(({ token, norm }) => token.kind !== 'punct' && !DOING.has(norm))) return words;
  return [
    ...words.slice(0, aux + 1),
    ...words.slice(after + 1, end),
    ...words.slice(first, after),
    { ...word, norm: 'before' },
    ...words.slice(aux + 1, first),
    ...words.slice(end),
  ];
}

/** Behind the capitalised words of a name, where one begins. */
function nameEnd(words: readonly Word[], from: number): number | undefined {
  const end = words.findIndex(({ token }, at) => at >= from && token.letterCase !== 'title');
  const behind = end === -1 ? words.length : end;
  return behind > from ? behind : undefined;
}

/** `worse than`, `worse for your teeth than`. */
function comparativeBefore(words: readonly Word[], than: number): number {
  const from = Math.max(0, than - LONGEST_THING);
  const preposition = words.findLastIndex(({ norm }, at) => at < than && functionClass(norm) === 'prep');
  const isPhrase =
    preposition > from && words[preposition]?.norm !== 'of' && isThing(words, preposition + 1, than);
  return isPhrase ? preposition - 1 : than - 1;
}

const DOING = new Set(['do', 'does', 'did']);
const LESS = new Set(['less', 'fewer']);
/** Of adverbs that measure how a thing is done. */
const TURNED_DONE: ReadonlyMap<string, string> = new Map([
  ['slower', 'faster'],
  ['worse', 'better'],
  ['earlier', 'later'],
  ['quieter', 'louder'],
  ['shorter', 'longer'],
  ['lower', 'higher'],
]);

/** `Does A use less fuel than B?`: `Does B use more fuel than A?`; `Does A run more slowly than B?`: `Does B run faster than A?` */
function turnDone(words: readonly Word[], than: number): readonly Word[] | undefined {
  const aux = words.findIndex(({ norm }) => DOING.has(norm));
  const end = thingEnd(words, than + 1);
  if (aux === -1 || aux > than || end === undefined) return undefined;
  const done = doneLess(words, than);
  if (done === undefined) return undefined;
  const { from, norm, behind } = done;
  const [word, verb] = [words[from], from - 1];
  const named = functionClass(words[verb]?.norm ?? '');
  if (word === undefined || !isThing(words, aux + 1, verb)) return undefined;
  if (named !== undefined && words[verb]?.norm !== 'have') return undefined;
  return [
    ...words.slice(0, aux + 1),
    ...words.slice(than + 1, end),
    ...words.slice(verb, from),
    { ...word, norm },
    ...words.slice(behind, than + 1),
    ...words.slice(aux + 1, verb),
    ...words.slice(end),
  ];
}

/** Where it says that less is done, what to say instead, and where the rest begins. */
function doneLess(
  words: readonly Word[],
  than: number,
): { from: number; norm: string; behind: number } | undefined {
  const last = words[than - 1]?.norm ?? '';
  if (last === 'slowly' && words[than - 2]?.norm === 'more')
    return { from: than - 2, norm: 'faster', behind: than };
  const turned = TURNED_DONE.get(last);
  if (turned !== undefined) return { from: than - 1, norm: turned, behind: than };
  const less = words.findLastIndex(({ norm }, at) => at < than && LESS.has(norm));
  const isLess = less !== -1 && (less === than - 1 || isThing(words, less + 1, than));
  return isLess ? { from: less, norm: 'more', behind: less + 1 } : undefined;
}

const OPPOSED: ReadonlyMap<string, string> = new Map([
  ...[...TURNED].toReversed().map(([from, to]): [string, string] => [to, from]),
  ...TURNED,
  ['larger', 'smaller'],
  ['longer', 'shorter'],
]);

/** `Which planets is Earth smaller than?`: `Which planets is bigger than Earth?` */
function turnStranded(words: readonly Word[], than: number): readonly Word[] {
  const be = words.findIndex(({ norm }) => BE.has(norm));
  const [comparative, than1] = [words[than - 1], words[than]];
  const opposed = OPPOSED.get(comparative?.norm ?? '');
  const asks = ['which', 'what', 'who'].includes(words[0]?.norm ?? '');
  if (!asks || opposed === undefined || comparative === undefined || than1 === undefined) return words;
  if (be < 1 || !(be === 1 || isThing(words, 1, be)) || !isThing(words, be + 1, than - 1)) return words;
  return [
    ...words.slice(0, be + 1),
    { ...comparative, norm: opposed },
    than1,
    ...words.slice(be + 1, than - 1),
    ...words.slice(than + 1),
  ];
}

/** `bigger` for `smaller`, `cheaper` for `more expensive`, `more popular` for `less popular`. */
function turnedBy(before: string | undefined, word: string): readonly string[] | undefined {
  if (before === 'less') return functionClass(word) === undefined ? ['more', word] : undefined;
  const to = before === 'more' ? TURNED_MORE.get(word) : TURNED.get(word);
  return to === undefined ? undefined : [to];
}

/** `Is [A] smaller`, `Why is [A] smaller`, `[A] is smaller`: what stands between. */
function subjectBefore(words: readonly Word[], end: number): { from: number; to: number } | undefined {
  let be = end - 1;
  while (be >= 0 && !BE.has(words[be]?.norm ?? '')) be -= 1;
  if (be === -1) return undefined;
  const isStatement = words.slice(be + 1, end).every(({ norm }) => functionClass(norm) === 'filler');
  if (!isStatement) return isThing(words, be + 1, end) ? { from: be + 1, to: end } : undefined;
  return isThing(words, 0, be) ? { from: 0, to: be } : undefined;
}

/** Behind the last word of the compared thing, where the sentence ends with it. */
function thingEnd(words: readonly Word[], from: number): number | undefined {
  const stop = words.findIndex(({ token }, at) => at >= from && token.kind === 'punct' && !token.quoted);
  const end = stop === -1 ? words.length : stop;
  return isThing(words, from, end) ? end : undefined;
}

/** A few words of a noun phrase: no verb of its own, no figure, nothing that reaches beyond it. */
function isThing(words: readonly Word[], from: number, end: number): boolean {
  const thing = words.slice(from, end);
  return (
    thing.length > 0 &&
    thing.length <= LONGEST_THING &&
    thing.every(({ norm, token }, at) => {
      const named = functionClass(norm);
      // `a Boeing 747`.
      if (token.kind === 'number') return at > 0 && thing[at - 1]?.token.letterCase === 'title';
      if (token.kind === 'punct' || isNumberWord(norm)) return false;
      return (
        named === undefined ||
        named === 'det' ||
        named === 'poss' ||
        (named === 'prep' && norm === 'of' && at > 0)
      );
    })
  );
}
