import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { PackedVectors } from './packed-vectors.ts';

const angle = (degrees: number): Float32Array => {
  const radians = (degrees * Math.PI) / 180;
  return Float32Array.of(Math.cos(radians), Math.sin(radians));
};

describe('PackedVectors', () => {
  it('is a list in the order of keys, searched exactly, whatever is put in, removed and taken', () => {
    const command = fc.oneof(
      {
        weight: 6,
        arbitrary: fc.record({ kind: fc.constant('push'), value: fc.integer({ min: 0, max: 89 }) }),
      },
      {
        weight: 2,
        arbitrary: fc.record({ kind: fc.constant('remove'), value: fc.integer({ min: 0, max: 400 }) }),
      },
      {
        weight: 2,
        arbitrary: fc.record({ kind: fc.constant('take'), value: fc.integer({ min: 1, max: 9 }) }),
      },
      {
        weight: 2,
        arbitrary: fc.record({ kind: fc.constant('find'), value: fc.integer({ min: 0, max: 89 }) }),
      },
    );
    const commands = fc.array(command, { maxLength: 700, size: 'max' });
    fc.assert(fc.property(commands, checkAgainstList), { numRuns: 60 });
  });
});

function checkAgainstList(commands: readonly { readonly kind: string; readonly value: number }[]): void {
  const packed = new PackedVectors(2);
  let list: { readonly key: number; readonly degrees: number }[] = [];
  let last = 0;
  for (const { kind, value } of commands) {
    if (kind === 'push') {
      last += 1;
      packed.push(last, angle(value));
      list.push({ key: last, degrees: value });
    } else if (kind === 'remove') {
      expect(packed.remove(value)).toBe(list.some((held) => held.key === value));
      list = list.filter((held) => held.key !== value);
    } else if (kind === 'take') {
      const taken = list.splice(0, value).map(({ key, degrees }) => ({ key, vector: angle(degrees) }));
      expect(packed.take(value)).toEqual(taken);
    } else {
      const distances = new Map(list.map(({ key, degrees }) => [key, Math.abs(degrees - value)]));
      const nearest = packed.nearest(angle(value), 3).map((key) => distances.get(key));
      expect(nearest).toEqual([...distances.values()].toSorted((a, b) => a - b).slice(0, 3));
    }
    expect(packed.size).toBe(list.length);
  }
}
