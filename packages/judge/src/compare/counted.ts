import type { Analysis } from '../analysis/analyse.ts';
import type { Element } from '../analysis/element.ts';
import type { Unit } from '../analysis/unit.ts';
import type { Pairing } from './avoidance.ts';

type Side = { readonly own: Analysis; readonly other: Analysis; readonly partners: Int32Array };

/** Whether a figure, or what belongs to it, is said in the other text without being one there. */
export function isCountedAlike(unit: Unit, a: Analysis, b: Analysis, pairing: Pairing): boolean {
  const side = a.units.includes(unit)
    ? { own: a, other: b, partners: pairing.partnerOfA }
    : { own: b, other: a, partners: pairing.partnerOfB };
  return unit.kind === 'figure' ? isSingle(unit, side) : isAge(unit, side);
}

/** `1 bag`, `one bag`, `a bag`. */
function isSingle(unit: Unit, side: Side): boolean {
  const { other, partners } = side;
  if (unit.word !== '#1') return false;
  if (isSaidByItself(unit, side) || isSaidBefore(unit, side)) return true;
  const partner = other.units[partners[unit.head] ?? -1];
  if (partner?.kind !== 'word') return false;
  let at = partner.at - 1;
  while (at >= partner.at - 3 && other.elements[at]?.kind === 'content' && !other.elements[at]?.verb) at -= 1;
  return ['a', 'an', 'one'].includes(other.elements[at]?.word ?? '');
}

/** `1 litter tray`, `one litter tray`: what is written behind them is the same, however it is read. */
function isSaidBefore({ at }: Unit, { own, other }: Side): boolean {
  const behind = own.elements[at + 1];
  if (behind?.kind !== 'content' || (behind.verb && !isBehindFigure(at, own))) return false;
  const figure = own.tokens.findIndex(({ start }) => start === own.elements[at]?.token.start);
  const words = own.tokens.slice(figure + 1, figure + 3).map(({ norm }) => norm);
  return other.tokens.some(
    ({ norm, quoted }, index) =>
      norm === 'one' &&
      !quoted &&
      words.every((word, place) => other.tokens[index + 1 + place]?.norm === word),
  );
}

/** `3 rooms, of which 1 has a bath`, `merge 5 tickets into 1`, `1 of them`: between the same words, where things are counted. */
function isSaidByItself({ at }: Unit, { own, other }: Side): boolean {
  const [before, behind] = [own.elements[at - 1], own.elements[at + 1]];
  const fits =
    behind?.word === 'of' ||
    (isBehindFigure(at, own) && (behind?.function === 'aux' || before?.word === 'into'));
  const isSame = (one: Element | undefined, two: Element | undefined): boolean =>
    isEnd(one) ? isEnd(two) : one?.word === two?.word;
  return (
    fits &&
    other.elements.some(
      ({ word, kind }, index) =>
        word === 'one' &&
        kind !== 'figure' &&
        isSame(other.elements[index - 1], before) &&
        isSame(other.elements[index + 1], behind),
    )
  );
}

/** Where things are counted already. */
function isBehindFigure(at: number, { units }: Analysis): boolean {
  return units.some((unit) => unit.kind === 'figure' && unit.at < at);
}

function isEnd(element: Element | undefined): boolean {
  return element === undefined || element.kind === 'stop';
}

/** `a 3-month-old puppy`, `a puppy of 3 months`, `he is 6`; not `a 6-year-old contract`, `a 6-year contract`. */
function isAge(unit: Unit, { own, other, partners }: Side): boolean {
  if (!unit.keys.includes('old')) return false;
  const figure = own.units.findIndex(({ at }) => at === unit.at - 1);
  const partner = other.units[partners[figure] ?? -1];
  return partner?.kind === 'figure' && partner.head === -1;
}
