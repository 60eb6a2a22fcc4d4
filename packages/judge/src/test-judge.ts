import { expect } from 'vitest';
import { createJudge, type ExplainingJudge } from './judge.ts';

/** One judge for a test file: reading the word lists once is enough, it keeps no state that a verdict depends on. */
export const judge: ExplainingJudge = createJudge();

const QUERY = { threshold: 0.84 };
const CANDIDATE = { score: 0.97, minScore: 0 };

/** Names of all guards that object to the pair, whichever of the texts is asked. */
export function objectionsTo(a: string, b: string): string[] {
  const { findings } = judge.explain({ ...QUERY, text: a }, { ...CANDIDATE, text: b });
  return findings.map((finding) => finding.guard);
}

/** The verdict must not depend on which of the two was asked first. */
export function isServed(a: string, b: string): boolean {
  const there = judge.judge({ ...QUERY, text: a }, { ...CANDIDATE, text: b }).accepted;
  const back = judge.judge({ ...QUERY, text: b }, { ...CANDIDATE, text: a }).accepted;
  expect(back).toBe(there);
  return there;
}

export function expectServed(a: string, b: string): void {
  expect(objectionsTo(a, b)).toEqual([]);
  expect(isServed(a, b)).toBe(true);
}

export function expectVeto(guard: string, a: string, b: string): void {
  expect(objectionsTo(a, b)).toContain(guard);
  expect(isServed(a, b)).toBe(false);
}
