import type { Analysis } from '../analysis/analyse.ts';
import type { Unit } from '../analysis/unit.ts';
import { unitsOf, type Comparison, type Guard } from '../compare/comparison.ts';
import { show } from './show.ts';

/** With more words alone than this the substitution guard objects anyway. */
const MOST_COMPARED = 20;

type Senses = {
  /** One of these must stand in both texts; none named: wherever. */
  readonly beside: ReadonlySet<string>;
  /** Where both ask how to do it, the words come to the same. */
  readonly unlessHow: boolean;
};

const ANYWHERE = new Set(['*', '?*']);

/**
 * Words that come to the same in most questions and are two things in some: a service is started or enabled, a string empty or
 * blank, tax filed or paid, a disease cured or treated. `words beside: a b | c` parts a and b from c beside these words, `*: a | c` always, `?*:` unless
 * both ask how to do it.
 */
const SENSES = [
  'service daemon systemd systemctl: start run launch | enable activate',
  'service daemon systemd systemctl: stop end halt terminate kill | disable deactivate',
  'container docker: stop | kill',
  'meeting call zoom teams webinar conference: end close finish stop terminate | leave exit quit | cancel',
  'string: empty | blank',
  'list array vector arraylist slice: append push | insert',
  'table list array dictionary map collection: delete remove drop | clear empty truncate',
  'disk drive partition: erase wipe format clear | remove',
  'user member someone server group channel discord twitch reddit: ban | block | mute | kick',
  'tax taxation return income: file submit | pay',
  'visa: renew | extend',
  'dress shirt hat jacket clothes color coat ring: fit | suit',
  'pdf video audio image file page word text: remove delete | extract',
  `illegal legal law plane flight airport customs police border mix alcohol quit stop addiction addict addicted test sell smuggle
    high war dealer kid school: drug | medicine medication`,
  'contractor right law uk britain: worker | employee',
  `average height tall weigh weight heavy calorie protein vitamin iron zinc fiber expectancy lifespan long sleep old gift
    present: man guy | person human people individual | woman lady | boy | girl`,
  `nosebleed diarrhea bleeding bleed cold flu attack hangover vomit vomiting cough headache migraine fever cramp hiccup
    infection seizure panic: prevent avoid | stop halt`,
  'visa rent cost city hotel rome paris london spain japan italy dubai like: live reside | stay',
  'cough pain fever rash headache symptom bleed: last persist continue remain | go gone disappear vanish resolve',
  'tower building bridge stadium house cathedral palace castle monument statue church: design | build construct',
  'email mail account address identity phone number phonenumber: check test | verify confirm validate',
  'chat conversation whatsapp telegram messenger: delete remove | clear empty',
  `food fruit vegetable meat fish herb lemon tomato egg flower cucumber apple mushroom garlic ginger basil bean pepper:
    preserve conserve pickle can | store keep save`,
  'funding fund loan job deal investment investor place seat: secure get obtain | protect guard keep',
  `dress costume shirt furniture chair table boat ship car engine bridge house: design | build construct make sew`,
  'asthma epilepsy psoriasis eczema ptsd gout ibs lupus arthritis tinnitus: cause lead | trigger',
  'flight ticket booking trip hotel reservation room: booking book purchase | departure check_in checkin arrival',
  'table: set lay | setup set_up',
  '*: double twofold twice | triple threefold thrice | quadruple fourfold | halve half',
  '*: economic | economical',
  '*: historic | historical',
  '*: classic | classical',
  '?*: cure cured curable | treat treated treatment treatable therapy manage manageable',
];

/** For each word the lines it stands in, and in which group of the line. */
const LINES_OF: ReadonlyMap<string, ReadonlyMap<Senses, number>> = read();

function read(): Map<string, Map<Senses, number>> {
  const found = new Map<string, Map<Senses, number>>();
  for (const line of SENSES) {
    const [where = '', groups = ''] = line.split(/:\s+/u);
    const beside = where.split(/\s+/u).filter((word) => !ANYWHERE.has(word));
    const senses = { beside: new Set(beside), unlessHow: where === '?*' };
    for (const [number, group] of groups.split(' | ').entries()) {
      for (const word of group.split(' '))
        found.set(word, (found.get(word) ?? new Map<Senses, number>()).set(senses, number));
    }
  }
  return found;
}

/** `Is there a cure for lupus?`, `Is there a treatment for lupus?` */
export const senseGuard: Guard = {
  name: 'sense',
  check: (comparison: Comparison) => {
    const { a, b, aloneA, aloneB, matches } = comparison;
    const areApart = (one: Unit, other: Unit): boolean =>
      partingOf(one, other).some((senses) => holds(senses, a, b));
    for (const match of matches) {
      const [one, other] = unitsOf(comparison, match);
      if (
        (match.kind !== 'same' && areApart(one, other)) ||
        areOtherVerbs(a, one, other) ||
        areOtherVerbs(b, other, one)
      )
        return `"${one.shown}" against "${other.shown}"`;
    }
    for (const one of aloneA.slice(0, MOST_COMPARED)) {
      const other = aloneB.slice(0, MOST_COMPARED).find(({ unit }) => areApart(one.unit, unit));
      if (other !== undefined) return show([one], [other]);
    }
    return undefined;
  },
};

const HOW_TO = /\bhow (?:do|can|should|to)\b/iu;

/** Verbs that look like the past of others: to found is not to find. */
const BASES: ReadonlyMap<string, string> = new Map([
  ['found', 'find'],
  ['saw', 'see'],
  ['fell', 'fall'],
  ['felt', 'feel'],
  ['ground', 'grind'],
  ['wound', 'wind'],
  ['bound', 'bind'],
]);

/** `How do I found a club?`, `How do I find a club?`: behind `to` and the like no past stands. */
function areOtherVerbs({ elements }: Analysis, one: Unit, other: Unit): boolean {
  const before = elements[one.at - 1];
  return (
    BASES.get(one.shown.toLowerCase()) === other.shown.toLowerCase() &&
    (before?.kind === 'mark' || before?.word === 'to')
  );
}

function holds({ beside, unlessHow }: Senses, a: Analysis, b: Analysis): boolean {
  if (unlessHow && HOW_TO.test(a.text) && HOW_TO.test(b.text)) return false;
  return (
    beside.size === 0 ||
    [a, b].every(({ units }) => units.some(({ keys }) => keys.some((key) => beside.has(key))))
  );
}

/** The lines that have the two words in two groups. */
function partingOf(one: Unit, other: Unit): readonly Senses[] {
  if (one.quoted || other.quoted) return [];
  return one.keys.flatMap((first) =>
    [...(LINES_OF.get(first) ?? [])].flatMap(([senses, group]) => {
      const groups = other.keys.flatMap((second) => LINES_OF.get(second)?.get(senses) ?? []);
      return groups.length > 0 && !groups.includes(group) ? [senses] : [];
    }),
  );
}
