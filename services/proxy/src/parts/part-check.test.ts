import { expect, test } from 'vitest';
import { partCheck } from './part-check.ts';

const part = { name: 'redis', label: 'redis', value: { ping: () => Promise.resolve() } };
const check = (tier: { available: boolean; writeProblem?: string }) =>
  partCheck(part, () => tier).check(new AbortController().signal);

test('a part that answers, requests too, is well', async () => {
  await expect(check({ available: true })).resolves.toBeUndefined();
});

test('one whose breaker is open is not, though it answers when it is asked how it is', async () => {
  await expect(check({ available: false })).rejects.toThrow('Requests to it failed a moment ago.');
});

test('nor is one that takes nothing that is written', async () => {
  await expect(check({ available: true, writeProblem: 'It is full.' })).rejects.toThrow('It is full.');
});
