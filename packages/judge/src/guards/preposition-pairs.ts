import type { Role, Unit } from '../analysis/unit.ts';

/** Prepositions that may stand for one another before the same word; all others part the questions. */
const ALIKE: readonly (readonly string[])[] = [
  ['in', 'on', 'at', 'inside', 'of', 'onto', 'across', 'throughout', 'into', 'around', 'within'],
  ['of', 'for', 'about', 'on', 'regarding', 'to', 'in', 'with', 'between', 'among'],
  ['with', 'by', 'via', 'through', 'in', 'on', 'over', 'upon'],
  ['to', 'in', 'at', 'towards', 'toward', 'into', 'onto'],
  ['from', 'of', 'in', 'out'],
  ['from', 'off', 'out'],
  ['by', 'of'],
  ['for', 'during', 'in', 'over'],
  ['between', 'versus', 'from'],
  ['between', 'versus', 'among', 'of'],
  ['till', 'until'],
  ['along', 'by'],
  ['about', 'around'],
  ['beside', 'by', 'near'],
  ['per', 'in', 'for'],
  ['given', 'for', 'with'],
  ['under', 'in', 'by'],
];
const ALIKE_PAIRS: ReadonlySet<string> = new Set(
  ALIKE.flatMap((group) => group.flatMap((one) => group.map((other) => `p:${one} p:${other}`))),
);
/** What somebody makes of somebody: `a portrait by Monet` is not `a portrait of Monet`. */
const DEPICTIONS = new Set(
  `portrait painting picture photo photograph drawing sketch sculpture statue bust biography documentary film video
  caricature parody imitation review analysis criticism critique study description account history interpretation
  translation praise defence defense attack murder killing assassination invasion conquest betrayal rejection abuse
  treatment discovery`.split(/\s+/u),
);

/** `of` and `by` behind such a noun. */
export function isMadeBy(a: Unit, b: Unit, before: Unit | undefined): boolean {
  const pair = [a.role, b.role].toSorted().join(' ');
  return pair === 'p:by p:of' && before?.verb === false && before.keys.some((key) => DEPICTIONS.has(key));
}

/** Prepositions that mean the same behind one word only. */
const GOVERNED: readonly (readonly [words: string, prepositions: string])[] = [
  [
    'protect protection shield defend defence guard safeguard insulate insure insurance immune secure shelter',
    'from against',
  ],
  ['different differ difference', 'from to than'],
  ['made make build built consist', 'of from out'],
  ['die suffer ill sick recover recovery', 'of from with after'],
  ['angry annoyed mad furious upset', 'at with about'],
  ['bored tired fed', 'of with by'],
  ['compare compared comparison relative', 'to with versus against'],
  ['divide split cut break', 'into in by'],
  ['prepare ready study train', 'for to'],
  ['replace swap exchange', 'with by for'],
  ['use serve act function qualify count mistake', 'for as'],
  ['depend rely based', 'on upon'],
  ['reason cause', 'for of'],
  ['remove clean wash wipe scrub erase delete clear', 'from on in off out'],
  ['cure treatment remedy medicine drug vaccine', 'for against of'],
  ['eliminate disqualify relegate', 'from at in'],
  ['buy get order rent hire', 'from at in'],
];
const GOVERNED_PAIRS: ReadonlySet<string> = new Set(
  GOVERNED.flatMap(([words, prepositions]) =>
    words
      .split(' ')
      .flatMap((word) =>
        prepositions
          .split(' ')
          .flatMap((one) => prepositions.split(' ').map((other) => `${word} p:${one} p:${other}`)),
      ),
  ),
);

/** `protect from`, `protect against`: whether a word before governs both. */
export function areGoverned(a: Unit, b: Unit, before: readonly Unit[]): boolean {
  return before.some(({ keys }) => keys.some((key) => GOVERNED_PAIRS.has(`${key} ${a.role} ${b.role}`)));
}

export function opposedPrepositions(a: Role, b: Role): string | undefined {
  if (a === b || !a.startsWith('p:') || !b.startsWith('p:') || ALIKE_PAIRS.has(`${a} ${b}`)) return undefined;
  return `${a.slice(2)} against ${b.slice(2)}`;
}
