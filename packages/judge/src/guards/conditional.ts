import type { Analysis } from '../analysis/analyse.ts';

const CONDITIONS = new Set('if when whenever unless once after'.split(' '));

/** Whether a text says under which condition it asks. */
export function isConditional({ elements }: Analysis): boolean {
  return elements.some(
    ({ word, function: named }, at) =>
      CONDITIONS.has(word) && (named === 'sub' || named === 'prep' || (named === 'wh' && at > 0)),
  );
}

/** `Will I be paid if it is cancelled?`, `It is cancelled, am I paid?`: one of the two may tell what the other supposes. */
export function bothSuppose(a: Analysis, b: Analysis): boolean {
  const [ofA, ofB] = [isConditional(a), isConditional(b)];
  return (ofA && ofB) || (ofA && b.ask.told !== 'open') || (ofB && a.ask.told !== 'open');
}
