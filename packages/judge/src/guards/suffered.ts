import type { Analysis } from '../analysis/analyse.ts';
import type { Element } from '../analysis/element.ts';
import type { Unit } from '../analysis/unit.ts';
import { isPassiveAuxiliary } from '../analysis/voice.ts';
import type { Comparison } from '../compare/comparison.ts';
import { CHANGING } from './alternations.ts';

/** Whether the verb at `one` is suffered in the first text and done in the second. */
export function isDoneAndSuffered(
  comparison: Comparison,
  match: { readonly a: number; readonly b: number },
): boolean {
  const { a, b, partnerOfA } = comparison;
  const [one, other] = [a.units[match.a], b.units[match.b]];
  const { participle = false, ing = true } = a.elements[one?.at ?? -1]?.forms ?? {};
  if (one?.kind !== 'word' || other?.kind !== 'word' || !participle || ing) return false;
  if (other.keys.some((key) => CHANGING.has(key) || ONESELF.has(key))) return false;
  if (isSameActing(comparison, one, other)) return true;
  if (other.ing) {
    const [noun, same] = [match.a - 1, match.b - 1];
    const areBehindOne =
      a.units[noun]?.at === one.at - 1 && b.units[same]?.at === other.at - 1 && partnerOfA[noun] === same;
    if (areBehindOne && isReduced(a, one)) return true;
    return (
      a.elements[one.at - 1]?.word === 'being' &&
      b.elements[other.at - 1]?.word !== 'being' &&
      !hasObject(b.elements, other.at)
    );
  }
  if (!other.verb) return false;
  if (isBeingDone(a.elements, one.at)) return other.infinitive && !hasObject(b.elements, other.at);
  if (other.passive || other.speaker !== 'subj') return false;
  return isDoneToAsker(a.elements, one.at) || (isOver(other) && isDoneByNobody(a, one));
}

/** `My son was bullied`, `My son bullied someone`. */
function isSameActing({ a, b, partnerOfA }: Comparison, one: Unit, other: Unit): boolean {
  const [subject, actor] = [
    a.units.findIndex(({ at }) => at === one.at - 2),
    b.units.findIndex(({ at }) => at === other.at - 1),
  ];
  const object = b.elements[other.at + 1];
  return (
    isPassiveAuxiliary(a.elements[one.at - 1]) &&
    other.past &&
    actor !== -1 &&
    partnerOfA[subject] === actor &&
    !['this', 'that'].includes(object?.word ?? '') &&
    (['det', 'poss', 'pron'].includes(object?.function ?? '') || object?.word === 'someone')
  );
}

/** `to be recorded`. */
function isBeingDone(elements: readonly Element[], at: number): boolean {
  return ['be', 'become'].includes(elements[at - 1]?.word ?? '') && elements[at - 2]?.word === 'to';
}

/** What one does to oneself: `get married`, `marry`. */
const ONESELF = new Set(
  `marry divorce engage dress undress wash shave bathe prepare ready register enroll enrol sign log settle qualify
  separate recover retire graduate involve commit organize organise set accustom acquaint reconnect enlist lose`.split(
    /\s+/u,
  ),
);

/** `the bank taken over`, where `the bank taking over` is another: no verb of the clause. */
function isReduced({ elements, units }: Analysis, { at, finite }: Unit): boolean {
  const noun = units.find((unit) => unit.at === at - 1);
  if (finite === 'perfect' || noun === undefined || noun.verb) return false;
  return finite === 'none' || elements[at]?.forms.past === false || noun.role.startsWith('p:');
}

const ASKER = new Set(['i', 'we', 'to', '@how', '@can', '@should', '@must', '@want', 'can']);

/** `How do I get invited?`, where `How do I invite people?` asks the other side. */
function isDoneToAsker(elements: readonly Element[], at: number): boolean {
  return isPassiveAuxiliary(elements[at - 1]) && ASKER.has(elements[at - 2]?.word ?? '');
}

function isOver({ finite, keys }: Unit): boolean {
  return (finite === 'past' || finite === 'perfect') && !keys.some((key) => OBTAINING.has(key));
}

/** Of these it is the asker who does them, said or not: `The sofa was ordered in May`. */
const OBTAINING = new Set(
  'buy purchase order place book reserve pay submit send file apply rent hire'.split(' '),
);

/** `my car has been hit`, where `I have hit a car` says who did it. */
function isDoneByNobody({ elements, units }: Analysis, { at }: Unit): boolean {
  const before = elements[at - 1]?.function === 'filler' ? elements[at - 2] : elements[at - 1];
  const verb = units.findIndex((unit) => unit.at === at);
  return (
    isPassiveAuxiliary(before) &&
    elements[at + 1]?.word !== 'by' &&
    !units.some(({ role, governor }) => role === 'subj' && governor === verb)
  );
}

export function hasObject(elements: readonly Element[], at: number): boolean {
  const next = elements[at + 1];
  return next?.kind === 'content' || ['det', 'poss', 'quant', 'pron'].includes(next?.function ?? '');
}
