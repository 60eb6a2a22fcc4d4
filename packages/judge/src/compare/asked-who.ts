import type { Analysis } from '../analysis/analyse.ts';
import type { Unit } from '../analysis/unit.ts';

const PERSONS = new Set(
  `person man woman guy girl boy people individual company firm business brand manufacturer organization organisation agency
  band singer artist author writer scientist inventor explorer architect painter composer musician athlete actor actress
  director poet philosopher politician emperor king queen president minister footballer player swimmer novelist
  mathematician physicist chemist astronaut sculptor conductor playwright engineer designer doctor ruler general chef
  team club party`.split(/\s+/u),
);
/** Of these verbs a country does what is asked. */
const STATELY = new Set('win host own rule govern invade colonize colonise conquer'.split(' '));
const COUNTRIES = new Set(['country', 'nation']);

/** `Which company makes it?`, `Which author wrote it?`: the noun that asks for somebody. */
export function askedPerson({ elements, units, ask }: Analysis): Unit | undefined {
  if (ask.type !== 'what') return undefined;
  const wh = elements.findIndex(({ word, function: named }) => named === 'wh' && ASKING.has(word));
  if (wh === -1) return undefined;
  let last = wh;
  while (elements[last + 1]?.kind === 'content' && elements[last + 1]?.verb === false) last += 1;
  const noun = units.find(({ at }) => at === last);
  if (last === wh || noun === undefined) return undefined;
  const is = (words: ReadonlySet<string>): boolean => noun.keys.some((key) => words.has(key));
  const isStately = units.some(({ verb, keys }) => verb && keys.some((key) => STATELY.has(key)));
  return is(PERSONS) || (is(COUNTRIES) && isStately) ? noun : undefined;
}

const ASKING = new Set(['which', 'what']);
