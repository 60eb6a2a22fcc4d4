import type { Measures } from '../lexicon/measures.ts';
import type { Figure } from './figure.ts';
import type { Item } from './item.ts';

/** `half an hour`, `1/2 a cup`, `an hour and a half`, `one and a half hours`. */
export function halfUnit(items: readonly Item[], at: number, measures: Measures): Figure | undefined {
  const words = items.slice(at, at + 5).map(({ word }) => word);
  const isArticle = (word: string | undefined): boolean => word === 'a' || word === 'an' || word === 'one';
  const [unitAt, value, to] =
    HALVES.has(words[0] ?? '') && isArticle(words[1])
      ? [at + 2, 0.5, at + 3]
      : isArticle(words[0]) && words.slice(2).join(' ') === 'and a half'
        ? [at + 1, 1.5, at + 5]
        : NUMERATORS.indexOf(words[0] ?? '') > 0 && words.slice(1, 4).join(' ') === 'and a half'
          ? [at + 4, NUMERATORS.indexOf(words[0] ?? '') + 0.5, at + 5]
          : halfBefore(items, at);
  const unit = items[unitAt]?.forms.lemmas.find((name) => name.length > 1 && measures.isUnit(name));
  const key = unit === undefined ? undefined : measures.quantity(value, unit);
  if (key === undefined) return undefined;
  const shown = items.slice(at, to).map(({ token }) => token.text);
  return { key, kind: 'quantity', from: at, to, shown: shown.join(' ') };
}

/** Where `half` is no measure but a part of the day, of a text. */
const NO_MEASURES = new Set('day second word page may bit degree in'.split(' '));

/** `half hour`, `a half-inch tap`. */
function halfBefore(items: readonly Item[], at: number): [number, number, number] {
  const half = items[at]?.word === 'a' ? at + 1 : at;
  const unit = items[half + 1];
  const isMeasure =
    items[half]?.word === 'half' &&
    !items[half].token.quoted &&
    unit !== undefined &&
    !unit.forms.plural &&
    !NO_MEASURES.has(unit.word);
  return isMeasure ? [half + 1, 0.5, half + 2] : [-1, 0, -1];
}

const HALVES = new Set(['half', '1/2', '½']);

const PARTS: ReadonlyMap<string, number> = new Map([
  ['half', 1 / 2],
  ['1/2', 1 / 2],
  ['½', 1 / 2],
  ['1/3', 1 / 3],
  ['2/3', 2 / 3],
  ['1/4', 1 / 4],
  ['quarter', 1 / 4],
  ['¼', 1 / 4],
  ['3/4', 3 / 4],
  ['¾', 3 / 4],
]);

const NUMERATORS = 'zero one two three four five six seven eight nine'.split(' ');
const DENOMINATORS = '_ _ half third quarter fifth sixth seventh eighth ninth tenth'.split(' ');

const OPENERS = new Set(['a', 'an', 'ten', 'twenty', ...NUMERATORS, ...PARTS.keys()]);

/** Whether a share or a spoken time of day may begin with a word: most words are done with here. */
export function opensShare(item: Item | undefined): boolean {
  return item !== undefined && (OPENERS.has(item.word) || /^[2-9]$|^[1-9]\/\d/u.test(item.word));
}

/** `7/8`. */
function fraction(word: string): number | undefined {
  const [, count = 0, part = 0] = /^([1-9])\/([3-9]|10)$/u.exec(word)?.map(Number) ?? [];
  return count > 0 && count < part ? count / part : undefined;
}

type Share = { readonly value: number; readonly word: string; readonly unitAt: number };

/** `3/4`, `a quarter`, `three quarters`, `two thirds`. */
function shareAt(items: readonly Item[], at: number): Share | undefined {
  const [word = '', next] = [items[at]?.word, items[at + 1]];
  const value = PARTS.get(word) ?? fraction(word);
  if (value !== undefined) return { value, word, unitAt: at + 1 };
  const [count, part] = [
    word === 'a' ? 1 : /^[2-9]$/u.test(word) ? Number(word) : NUMERATORS.indexOf(word),
    DENOMINATORS.findIndex((name) => next?.forms.lemmas.includes(name)),
  ];
  if (count < 1 || part < 2 || next?.token.quoted === true || items[at + 2]?.word !== 'of') return undefined;
  if (part === 2 && count === 1) return undefined;
  return { value: count / part, word: 'share', unitAt: at + 2 };
}

/** `1/2 cup`, `a quarter of a tank`, `3/4 of an hour`: a share, of a unit where one follows. */
export function partOf(items: readonly Item[], at: number, measures: Measures): Figure | undefined {
  const first = ['a', 'one'].includes(items[at]?.word ?? '') ? at + 1 : at;
  const share = shareAt(items, first) ?? (first === at ? undefined : shareAt(items, at));
  if (share === undefined || items[first]?.token.quoted === true) return undefined;
  const { value, word } = share;
  let { unitAt } = share;
  const isShare = items[unitAt]?.word === 'of';
  if (isShare) unitAt += 1;
  if (['a', 'an', 'the'].includes(items[unitAt]?.word ?? '') && isShare) unitAt += 1;
  const unit = items[unitAt]?.forms.lemmas.find((name) => name.length > 1 && measures.isUnit(name));
  const shown = items.slice(at, unitAt + 1).map(({ token }) => token.text);
  const key = unit === undefined ? undefined : measures.quantity(value, unit);
  if (key !== undefined && word !== 'half')
    return { key, kind: 'quantity', from: at, to: unitAt + 1, shown: shown.join(' ') };
  if (!isShare || word === 'half' || word === '1/2') return undefined;
  return {
    key: `#${value}`,
    kind: 'count',
    from: at,
    to: share.unitAt,
    shown: items[first]?.token.text ?? '',
  };
}
