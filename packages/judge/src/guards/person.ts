import type { Marker } from '../analysis/unit.ts';
import type { Comparison, Guard } from '../compare/comparison.ts';
import { unequal } from './unequal.ts';

/** He or she. */
export const personGuard: Guard = {
  name: 'person',
  check: (comparison) => unequal(comparison, 'person') ?? selfOrYou(comparison) ?? turned(comparison),
};

/** `He is older than she is`, `She is older than he is`. */
function turned({ a, b }: Comparison): string | undefined {
  const order = (markers: readonly Marker[]): string =>
    markers
      .filter(({ sort }) => sort === 'person')
      .map(({ value }) => value)
      .filter((value, index, all) => value !== all[index - 1])
      .join(' ');
  return order(a.markers) === order(b.markers) ? undefined : 'he and she have changed places';
}

/** `Who am I?` is not `Who are you?`; in how-to questions the two are one. */
function selfOrYou({ a, b }: Comparison): string | undefined {
  const [one, other] = [a.ask.person, b.ask.person];
  if (one === 'open' || other === 'open' || one === other) return undefined;
  return 'one asks about the asker, the other about the one asked';
}
