import type { Marker } from '../analysis/unit.ts';
import type { Comparison, Guard } from '../compare/comparison.ts';
import { unequal } from './unequal.ts';

/** Except the lead singer. */
export const exceptionGuard: Guard = {
  name: 'exception',
  check: (comparison) => unequal(comparison, 'exception') ?? moved(comparison) ?? added(comparison),
};

/** `cats but not dogs`, `dogs but not cats`. */
function moved({ a, b, partnerOfA }: Comparison): string | undefined {
  const excepted = (markers: readonly Marker[]): readonly number[] =>
    markers.flatMap(({ sort, target }) => (sort === 'exception' && target !== -1 ? [target] : []));
  const [ofA, ofB] = [excepted(a.markers), excepted(b.markers)];
  const partners = ofA.map((at) => partnerOfA[at] ?? -1);
  const isMoved = partners.every((partner) => partner !== -1 && !ofB.includes(partner));
  return partners.length > 0 && isMoved ? 'another word is excepted' : undefined;
}

const AMONG =
  /\b(?:all|every|everything|everyone|everybody)(?:\s+[\p{L}'-]+){0,3}?\s+(but|and|save|bar)\s(?!(?:i|it|he|she|we|they|you|the|my|nothing|nobody|no|not|still|none|then|now)\b)/iu;

/** `all users but admins`, `all users and admins`. */
function added({ a, b }: Comparison): string | undefined {
  const [one, other] = [a, b].map(({ text }) => AMONG.exec(text)?.[1]?.toLowerCase());
  if (one === undefined || other === undefined || (one === 'and') === (other === 'and')) return undefined;
  return 'what is excepted in one text is added in the other';
}
