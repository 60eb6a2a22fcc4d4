import type { JsonObject } from '../json.ts';

/**
 * What a request wants embedded, in order: a text, a list of texts, one text as its tokens (a list of numbers) or a list of
 * those. Anything else that stands in a list is an input too: some servers take images.
 */
export function inputsOf({ input }: JsonObject): readonly unknown[] {
  if (!Array.isArray(input)) return [input];
  return input.every((item) => typeof item === 'number') ? [input] : (input as readonly unknown[]);
}

/**
 * Shares out the tokens that the upstream counted for all inputs, by their length: it tells no more than the sum. The shares add
 * up to it exactly.
 */
export function tokenShares(inputs: readonly unknown[], total: number): readonly number[] {
  const lengths = inputs.map(lengthOf);
  const all = lengths.reduce((sum, length) => sum + length, 0);
  let before = 0;
  let given = 0;
  return lengths.map((length) => {
    before += length;
    const share = Math.round((total * before) / all) - given;
    given += share;
    return share;
  });
}

/** At least one, so that nothing is divided by nothing. */
function lengthOf(input: unknown): number {
  if (typeof input === 'string' || Array.isArray(input)) return Math.max(1, input.length);
  return Math.max(1, JSON.stringify(input).length);
}
