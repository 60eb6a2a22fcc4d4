import { isNameWord, LONGEST_NAME } from './name-words.ts';
import type { Word } from './word.ts';

type Giving = { readonly base: string; readonly third: string; readonly past: string };

/** What somebody does from whom one does this. */
const GIVERS: ReadonlyMap<string, Giving> = new Map([
  ['buy', { base: 'sell', third: 'sells', past: 'sold' }],
  ['purchase', { base: 'sell', third: 'sells', past: 'sold' }],
  ['borrow', { base: 'lend', third: 'lends', past: 'lent' }],
  ['learn', { base: 'teach', third: 'teaches', past: 'taught' }],
  ['import', { base: 'export', third: 'exports', past: 'exported' }],
  ['get', { base: 'give', third: 'gives', past: 'gave' }],
  ['receive', { base: 'give', third: 'gives', past: 'gave' }],
]);
/** These say so only where it is asked who gave. */
const VAGUE = new Set(['get', 'receive']);
const PERSONS = new Set(['who', 'whom', 'which', 'what']);

/** `Who did the king buy it from?`: `Who sold it to the king?`; `What does Oman import from Peru?`: `What does Peru export to Oman?` */
export function askedDeals(words: readonly Word[]): readonly Word[] {
  const aux = words.findIndex(({ norm }) => norm === 'do' || norm === 'does' || norm === 'did');
  const asked = aux === -1 ? undefined : askedBefore(words, aux);
  if (asked === undefined) return words;
  const deed = namedEnd(words, aux + 1);
  const giving = GIVERS.get(words[deed]?.norm ?? '');
  const thing = namedEnd(words, deed + 1);
  if (giving === undefined || deed === aux + 1) return words;
  const [taker, thingWords] = [words.slice(aux + 1, deed), words.slice(deed + 1, thing)];
  const parts = { words, aux, deed, giving, taker, thing: thingWords };
  if (asked.isGiver) return thingWords.length === 0 ? words : giverAsked(parts, asked.wh, thing);
  if (words[thing]?.norm !== 'from') return words;
  const giverEnd = namedEnd(words, thing + 1);
  if (giverEnd > thing + 1)
    return VAGUE.has(words[deed]?.norm ?? '')
      ? words
      : giverNamed(parts, words.slice(thing + 1, giverEnd), giverEnd);
  return asked.wh.length === 0 || thingWords.length === 0 ? words : giverAsked(parts, asked.wh, thing + 1);
}

type Parts = {
  readonly words: readonly Word[];
  readonly aux: number;
  readonly deed: number;
  readonly giving: Giving;
  readonly taker: readonly Word[];
  readonly thing: readonly Word[];
};

/** `Who …`, `Which firm …`, `From whom …`, or nothing before the auxiliary; `undefined` for all else. */
function askedBefore(
  words: readonly Word[],
  aux: number,
): { readonly wh: readonly Word[]; readonly isGiver: boolean } | undefined {
  const isGiver = words[0]?.norm === 'from';
  const wh = words.slice(isGiver ? 1 : 0, aux);
  const [first, ...noun] = wh;
  if (first === undefined) return isGiver ? undefined : { wh, isGiver };
  if (!PERSONS.has(first.norm) || noun.length > 2 || !noun.every(isNameWord)) return undefined;
  return { wh: [{ ...first, norm: first.norm === 'whom' ? 'who' : first.norm }, ...noun], isGiver };
}

function giverAsked(
  { words, aux, deed, giving, taker, thing }: Parts,
  wh: readonly Word[],
  rest: number,
): readonly Word[] {
  const norm = words[aux]?.norm === 'did' ? giving.past : giving.third;
  return [
    ...wh,
    ...as(words[deed], norm),
    ...thing,
    ...as(words[deed], 'to'),
    ...taker,
    ...words.slice(rest),
  ];
}

function giverNamed(
  { words, aux, deed, giving, taker, thing }: Parts,
  giver: readonly Word[],
  rest: number,
): readonly Word[] {
  return [
    ...words.slice(0, aux),
    ...as(words[aux], words[aux]?.norm === 'did' ? 'did' : 'does'),
    ...giver,
    ...as(words[deed], giving.base),
    ...thing,
    ...as(words[deed], 'to'),
    ...taker,
    ...words.slice(rest),
  ];
}

function as(word: Word | undefined, norm: string): readonly Word[] {
  return word === undefined ? [] : [{ ...word, norm }];
}

/** Behind the words of a name or a plain noun phrase; a verb of dealing ends it. */
function namedEnd(words: readonly Word[], from: number): number {
  let end = from;
  while (
    end < from + LONGEST_NAME &&
    isNameWord(words[end]) &&
    !(end > from && GIVERS.has(words[end]?.norm ?? ''))
  )
    end += 1;
  return end;
}
