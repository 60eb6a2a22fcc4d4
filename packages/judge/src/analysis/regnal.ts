import type { Figure } from './figure.ts';
import type { Item } from './item.ts';

const NUMERALS =
  `I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX XXI XXII XXIII`.split(' ');

/** Names of which so many ruled that they are counted. */
const RULERS = new Set(
  `abdul albert alexander alfonso andrew baldwin bela benedict boniface carl carlos casimir catherine charles christian
  clement constantine darius edward elizabeth eric felipe ferdinand francis franz frederick friedrich george gregory gustav
  haakon harald henry innocent isabella ivan james john joseph juan julius karl leo leopold louis magnus maria mary
  maximilian mehmed murad napoleon nicholas otto paul pedro peter philip pius ptolemy ramses ramesses richard robert
  rudolf selim sigismund stephen suleiman thutmose umberto urban vittorio wilhelm willem william xerxes`.split(
    /\s+/u,
  ),
);

/** `Type II`, `Henry VIII`, `King Charles III's`: capitals behind a word, of a ruler any letters. A single letter is a letter but behind a name. */
export function romanAt(items: readonly Item[], at: number): { value: number; to: number } | undefined {
  const [before, item] = [items[at - 1], items[at]];
  if (item === undefined || item.rewritten || item.token.kind !== 'word' || before?.token.kind !== 'word')
    return undefined;
  const isRuler = RULERS.has(before.word);
  const written = item.token.text.replace(/'s?$/u, '');
  const value = NUMERALS.indexOf(isRuler && written.length > 1 ? written.toUpperCase() : written) + 1;
  if (value === 0 || item.word !== written.toLowerCase()) return undefined;
  const isShort = written.length < 2 && !(isRuler && isAlone(items, at)) && !isFifth(items, at);
  return isShort ? undefined : { value, to: at + 1 };
}

/** `Elizabeth I's mother`, `Charles V of Spain`; not `did I tell George I …`. */
function isAlone(items: readonly Item[], at: number): boolean {
  const [item, next] = [items[at], items[at + 1]];
  if (item?.token.letterCase === 'lower') return false;
  return (
    item?.token.text !== 'I' ||
    next === undefined ||
    next.word === "'s" ||
    next.word === 'of' ||
    next.token.kind === 'punct'
  );
}

/** `GTA V`, `Rocky V`; not `Batman V Superman`. */
function isFifth(items: readonly Item[], at: number): boolean {
  const [before, item, next] = [items[at - 1], items[at], items[at + 1]];
  const isName = before?.token.letterCase === 'upper' || before?.token.letterCase === 'title';
  return (
    item?.token.text === 'V' &&
    item.token.letterCase === 'title' &&
    isName &&
    !(next?.token.letterCase === 'title')
  );
}

/** `Henry the …`. */
export function isBehindRuler(items: readonly Item[], at: number): boolean {
  return items[at]?.word === 'the' && RULERS.has(items[at - 1]?.word ?? '');
}

/** `Henry the Eighth`: of all of that name; not `Was Napoleon the first emperor?`, `Was George the third to leave?` */
export function isRegnal(items: readonly Item[], { from, to }: Figure): boolean {
  const next = items[to];
  return (
    items[from]?.token.letterCase === 'title' ||
    next === undefined ||
    next.token.kind === 'punct' ||
    next.word === "'s" ||
    (next.word === 'of' && items[to + 1]?.token.letterCase === 'title')
  );
}
