import { expect, test } from 'vitest';
import { BoundedNames } from './bounded-names.ts';

test('the first names have a label of their own, all others share one', () => {
  const names = new BoundedNames(2);
  expect(['a', 'b', 'c', 'a'].map((name) => names.label(name))).toEqual(['a', 'b', 'other', 'a']);
});

test('a name that is only asked about takes no place', () => {
  const names = new BoundedNames(1);
  expect(names.labelIfKnown('imagined')).toBe('other');
  expect(names.label('real')).toBe('real');
  expect(names.labelIfKnown('real')).toBe('real');
});

test('no name makes a longer label than anybody reads', () => {
  const names = new BoundedNames(2);
  const long = 'm'.repeat(15_000_000);
  expect([names.label(long), names.labelIfKnown(long)]).toEqual(['m'.repeat(100), 'm'.repeat(100)]);
});
