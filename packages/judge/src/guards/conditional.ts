import type { Analysis } from '../analysis/analyse.ts';

const CONDITIONS = new Set('if when whenever unless once after'.split(' '));

/** Whether a text says under which condition it asks. */
export function isConditional({ elements }: Analysis): boolean {
  return elements.some(
    ({ word, function: named }, at) =>
      CONDITIONS.has(word) && (named === 'sub' || named === 'prep' || (named === 'wh' && at > 0)),
  );
}
