import { describe, expect, test } from 'vitest';
import { Strata } from './strata.ts';

/** The rules know neither of the two for a conflict. */
const STORED = 'What is the capital of France?';
const REWORDED = "Which city serves as France's capital?";

async function readingsOf(strata: Strata): Promise<number> {
  const metrics = await (await fetch(`${strata.url}/metrics`)).text();
  const [, calls = '0'] = /dep="cross-encoder",operation="compare",result="ok"} (\d+)/.exec(metrics) ?? [];
  return Number(calls);
}

describe('a hit in other words', () => {
  test('is read by the cross-encoder, a retyped one is not', async () => {
    await using strata = await Strata.start();
    expect((await strata.ask(STORED)).cache).toBe('miss');
    expect((await strata.ask(STORED.toLowerCase())).cache).toBe('semantic-hit');
    expect(await readingsOf(strata)).toBe(0);
    expect((await strata.ask(REWORDED)).cache).toBe('semantic-hit');
    expect(await readingsOf(strata)).toBe(1);
  });

  test('is not read where readings are switched off', async () => {
    await using strata = await Strata.start({ SEMANTIC_READING: 'false' });
    expect((await strata.ask(STORED)).cache).toBe('miss');
    expect((await strata.ask(REWORDED)).cache).toBe('semantic-hit');
    expect(await readingsOf(strata)).toBe(0);
  });
});
