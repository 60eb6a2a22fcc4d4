import { expect, test } from 'vitest';
import { isSampled, pairHash, readAudit } from './audit-file.ts';

test('a pair has one name in both directions and whatever its spacing', () => {
  expect(pairHash('How do I  cook rice?', 'What is rice?')).toBe(
    pairHash(' What is rice? ', 'How do I cook rice?'),
  );
});

test('case and punctuation tell pairs apart', () => {
  expect(pairHash('What is C#?', 'a')).not.toBe(pairHash('What is C?', 'a'));
});

test('about as many pairs are sampled as the share says', () => {
  const names = Array.from({ length: 2_000 }, (_, index) => pairHash(`question ${index}`, 'another'));
  const sampled = names.filter((name) => isSampled(name, 0.25)).length;
  expect(sampled).toBeGreaterThan(400);
  expect(sampled).toBeLessThan(600);
});

test('the committed verdicts are readable, and at least 400', () => {
  expect(readAudit(import.meta.dirname).size).toBeGreaterThanOrEqual(400);
});
