import { describe, expect, test } from 'vitest';
import { Retractions } from './retractions.ts';

describe('what was taken back', () => {
  test('counts for its own key, and only from then on', () => {
    const retractions = new Retractions();
    const before = retractions.generation;
    retractions.one('a');
    const after = retractions.generation;
    expect(retractions.since(before, ['a'])).toBe(true);
    expect(retractions.since(before, ['b'])).toBe(false);
    expect(retractions.since(before, ['b', 'a'])).toBe(true);
    expect(retractions.since(after, ['a'])).toBe(false);
  });

  test('counts for every key after a clear', () => {
    const retractions = new Retractions();
    const before = retractions.generation;
    retractions.all();
    expect(retractions.since(before, ['b'])).toBe(true);
    expect(retractions.since(retractions.generation, ['b'])).toBe(false);
  });

  test('errs towards taken back for what it no longer remembers', () => {
    const retractions = new Retractions();
    const before = retractions.generation;
    for (let at = 0; at <= 4_096; at += 1) retractions.one(`key ${at}`);
    expect(retractions.since(before, ['key 0'])).toBe(true);
    expect(retractions.since(before, ['never deleted'])).toBe(true);
    expect(retractions.since(1, ['never deleted'])).toBe(false);
  });
});
