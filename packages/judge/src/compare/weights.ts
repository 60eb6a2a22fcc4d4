import { dataLines } from '../lexicon/data-file.ts';
import { POS, POS_LETTERS } from '../lexicon/lexicon-format.ts';
import type { Unit } from '../analysis/unit.ts';

/** A verb in -ing before its object: `the benefits of drinking tea`. */
const GERUND = 32;
/** A verb after `to` and a noun: `books to read`. */
const INFINITIVE = 64;
const LETTERS: Readonly<Record<string, number>> = {
  ...POS_LETTERS,
  g: GERUND,
  i: INFINITIVE,
};

/** How much a unit says that stands in one text alone. */
export class Weights {
  readonly #light = new Map<string, { readonly cost: number; readonly mask: number }[]>();
  readonly #implied = new Map<string, Set<string>>();
  readonly #compounds: ReadonlySet<string>;

  constructor(light: readonly string[], implied: readonly string[], compounds: readonly string[]) {
    this.#compounds = new Set(
      compounds.flatMap((line) => {
        const [first = '', heads = ''] = line.split(': ');
        return heads.split(' ').map((head) => `${first} ${head}`);
      }),
    );
    for (const line of light) {
      const [tenths = '', letter = '', ...words] = line.split(' ');
      for (const word of words) {
        const entry = { cost: Number(tenths) / 10, mask: LETTERS[letter] ?? 0 };
        this.#light.set(word, [...(this.#light.get(word) ?? []), entry]);
      }
    }
    for (const line of implied) {
      const [words = '', says = ''] = line.split(': ');
      for (const word of words.split(' ')) {
        const known = this.#implied.get(word) ?? new Set<string>();
        for (const said of says.split(' ')) known.add(said);
        this.#implied.set(word, known);
      }
    }
  }

  /** `shared`: the units of the same text that have a partner in the other. */
  costOf(index: number, units: readonly Unit[], shared: readonly Unit[]): number {
    const unit = units[index];
    if (unit?.kind !== 'word') return 1;
    if (unit.degree === 0 && unit.keys.some((key) => shared.some((other) => this.#implies(other, key))))
      return IMPLIED_COST;
    // Said twice: `Which laptop is the best laptop`.
    if (
      unit.letterCase === 'lower' &&
      unit.degree === 0 &&
      unit.keys.some((key) => shared.some((other) => other.keys.includes(key)))
    )
      return 0.2;
    // `deal with being a toxic person` is not dealing with one.
    if (unit.degree !== 0 || (unit.ing && unit.keys.includes('become'))) return 1;
    let cost = 1;
    for (const key of unit.keys) {
      for (const light of this.#light.get(key) ?? []) {
        const reads =
          light.mask === GERUND
            ? unit.ing
            : light.mask === INFINITIVE
              ? unit.infinitive
              : light.mask === POS.verb
                ? unit.verb || unit.mask === POS.verb
                : (unit.mask & light.mask) !== 0;
        if (reads) cost = Math.min(cost, light.cost);
      }
    }
    return (isHeadOf(unit, index, units) && !unit.keys.some((key) => LISTING.has(key))) ||
      isConstraint(unit) ||
      this.#isCompound(unit, units[index + 1]) ||
      isOther(unit, units) ||
      isNounBefore(unit, units) ||
      isBecome(unit, units) ||
      isQualifying(unit, units[index - 1], units[index + 1])
      ? Math.max(cost, HEAD_COST)
      : cost;
  }

  /** `general relativity` is not relativity in general. */
  #isCompound({ keys, at }: Unit, next: Unit | undefined): boolean {
    return (
      next?.at === at + 1 &&
      keys.some((key) => next.keys.some((head) => this.#compounds.has(`${key} ${head}`)))
    );
  }

  #implies(unit: Unit, word: string): boolean {
    // `It is blocked, how do I unblock it?`
    return unit.keys.some((key) => this.#implied.get(key)?.has(word) === true || key === `un${word}`);
  }
}

/** `healthy snack ideas` are healthy snacks, `German citizens` are Germans. */
const LISTING = new Set(
  'definition meaning idea suggestion recommendation inspiration advice citizen national'.split(' '),
);

/** `exam procedure` is not `exam`: a light noun that other nouns lean on is what the phrase is about. */
function isHeadOf(unit: Unit, index: number, units: readonly Unit[]): boolean {
  return (
    (unit.mask & POS.noun) !== 0 &&
    !unit.verb &&
    units.some(
      (other) =>
        other.head === index && (other.mask & POS.noun) !== 0 && other.kind === 'word' && other.degree === 0,
    )
  );
}

/** `the average starting salary`: between an adjective and its noun a verb in -ing narrows the noun. */
function isQualifying(unit: Unit, before: Unit | undefined, next: Unit | undefined): boolean {
  return (
    unit.ing &&
    before?.at === unit.at - 1 &&
    next?.at === unit.at + 1 &&
    !before.verb &&
    (before.mask & POS.adjective) !== 0 &&
    (next.mask & POS.noun) !== 0
  );
}

const CONSTRAINING = new Set([
  'p:for',
  'p:with',
  'p:from',
  'p:by',
  'p:during',
  'p:to',
  'p:without',
  'p:after',
  'p:before',
]);

/** `for my life`, `with people`: under these a light noun narrows the question. */
function isConstraint(unit: Unit): boolean {
  return !unit.verb && CONSTRAINING.has(unit.role) && (unit.mask & POS.noun) !== 0;
}

/** `life insurance` is not any insurance. */
function isNounBefore({ keys, mask, role, head, verb }: Unit, units: readonly Unit[]): boolean {
  const noun = units[head];
  return (
    role === 'mod' &&
    !verb &&
    !keys.some((key) => LISTING.has(key)) &&
    (mask & POS.noun) !== 0 &&
    (mask & POS.adjective) === 0 &&
    noun !== undefined &&
    (noun.mask & POS.noun) !== 0 &&
    noun.degree === 0
  );
}

/** `new customers` are not customers at large, `a different card` is another one. */
const NEWCOMERS = new Set(
  'customer client member user employee patient student driver tenant parent mother father subscriber player'.split(
    ' ',
  ),
);

function isOther({ keys, head }: Unit, units: readonly Unit[]): boolean {
  const noun = units[head];
  if (noun === undefined) return false;
  if (keys.includes('different')) return !noun.plural;
  return keys.includes('new') && noun.keys.some((key) => NEWCOMERS.has(key));
}

const SEEMING = new Set('look feel sound taste smell'.split(' '));

/** `become a good teacher`, `look good`: more than to become a teacher, or to look. */
function isBecome({ keys, at }: Unit, units: readonly Unit[]): boolean {
  return (
    (keys.includes('good') || keys.includes('great')) &&
    units.some(
      (verb) =>
        verb.at < at &&
        ((verb.keys.includes('become') && verb.at >= at - 2) ||
          (verb.at === at - 1 && verb.verb && verb.keys.some((key) => SEEMING.has(key)))),
    )
  );
}

const HEAD_COST = 0.8;
/** Nothing, but that one implied word for another is a swap. */
export const IMPLIED_COST = 0.1;

export function loadWeights(): Weights {
  return new Weights(dataLines('light-words.txt'), dataLines('implied.txt'), dataLines('compounds.txt'));
}
