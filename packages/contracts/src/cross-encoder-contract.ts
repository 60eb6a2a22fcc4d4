import type { CrossEncoder } from '@strata/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

export type CrossEncoderFixture = AsyncDisposable & { readonly crossEncoder: CrossEncoder };

export type CrossEncoderContractOptions = {
  /** A cross-encoder with a real model in it. Called once. */
  readonly setUp: () => Promise<CrossEncoderFixture>;
};

type Question = { readonly asked: string; readonly paraphrase: string; readonly lookAlike: string };

const QUESTIONS: readonly Question[] = [
  {
    asked: 'How do I reverse a string in Python?',
    paraphrase: 'What is the way to reverse a string in Python?',
    lookAlike: 'How do I reverse a string in Java?',
  },
  {
    asked: 'What is the capital of France?',
    paraphrase: 'Which city is the capital of France?',
    lookAlike: 'What is the capital of Germany?',
  },
  {
    asked: 'How can I lose weight fast?',
    paraphrase: 'What is the fastest way to lose weight?',
    lookAlike: 'How can I gain weight fast?',
  },
];

const [{ asked: ASKED, paraphrase: PARAPHRASE }] = QUESTIONS as readonly [Question, ...Question[]];

/** In log-odds, of which today's weights put ten between such pairs; others may well put fewer. */
const CLEARLY = 2;

/** What every `CrossEncoder` promises, whatever computes behind it. */
export function crossEncoderContract(name: string, { setUp }: CrossEncoderContractOptions): void {
  describe(`the cross-encoder contract: ${name}`, () => {
    let fixture: CrossEncoderFixture;
    let crossEncoder: CrossEncoder;

    beforeAll(async () => {
      fixture = await setUp();
      crossEncoder = fixture.crossEncoder;
    });

    afterAll(() => fixture[Symbol.asyncDispose]());

    const read = async (one: string, other: string): Promise<number> => {
      const reading = await crossEncoder.compare(one, other);
      if (reading === undefined) throw new Error('The cross-encoder did not read the pair.');
      return reading;
    };

    test.for(QUESTIONS)('“$paraphrase” is clearly nearer to “$asked” than “$lookAlike”', async (question) => {
      const paraphrase = await read(question.asked, question.paraphrase);
      const lookAlike = await read(question.asked, question.lookAlike);
      expect(paraphrase).toBeGreaterThan(0);
      expect(paraphrase).toBeGreaterThan(lookAlike + CLEARLY);
    });

    test.for(QUESTIONS)('“$asked” is about as near to others the other way round', async (question) => {
      const { asked, paraphrase, lookAlike } = question;
      expect(Math.abs((await read(paraphrase, asked)) - (await read(asked, paraphrase)))).toBeLessThan(
        CLEARLY,
      );
      expect(await read(paraphrase, asked)).toBeGreaterThan((await read(lookAlike, asked)) + CLEARLY);
    });

    test('a reading is the same every time, alone or among others', async () => {
      const pairs = QUESTIONS.flatMap(({ asked, paraphrase, lookAlike }) => [
        [asked, paraphrase] as const,
        [asked, lookAlike] as const,
      ]);
      const together = await Promise.all(pairs.map((pair) => read(...pair)));
      for (const [index, pair] of pairs.entries()) {
        // oxlint-disable-next-line no-await-in-loop -- one at a time is what is compared
        expect(await read(...pair)).toBe(together[index]);
      }
    });

    test('short texts are read whatever they hold', async () => {
      const texts = ['', ' ', '\0', '😀', '再见', '\ud800', '[SEP] [MASK]', '{"pairs":[["a","b"]]}'];
      const readings = await Promise.all(texts.map((text) => read(ASKED, text)));
      expect(readings.every(Number.isFinite)).toBe(true);
    });

    test.for([
      ['a thousand words', words(1_000)],
      ['a megabyte', words(200_000)],
      ['one endless word', 'a'.repeat(10_000)],
    ] as const)('of a pair with %s there is no reading, on either side', async ([, long]) => {
      expect(await crossEncoder.compare(ASKED, long)).toBeUndefined();
      expect(await crossEncoder.compare(long, ASKED)).toBeUndefined();
      expect(await crossEncoder.compare(long, long)).toBeUndefined();
    });

    test('an aborted call rejects with the reason of its signal', async () => {
      const reason = new Error('the client left');
      const gone = AbortSignal.abort(reason);
      await expect(crossEncoder.compare(ASKED, PARAPHRASE, gone)).rejects.toBe(reason);
      const controller = new AbortController();
      const leaving = crossEncoder.compare(ASKED, PARAPHRASE, controller.signal);
      controller.abort(reason);
      // An implementation that was done in the same moment may have answered.
      const outcome = await leaving.catch((error: unknown) => error);
      expect(typeof outcome === 'number' || outcome === reason).toBe(true);
    });

    test('a caller that leaves takes nothing from others who ask the same', async () => {
      const controller = new AbortController();
      const leaving = crossEncoder.compare(ASKED, PARAPHRASE, controller.signal).catch(() => 'left');
      const staying = read(ASKED, PARAPHRASE);
      controller.abort();
      await leaving;
      expect(await staying).toBe(await read(ASKED, PARAPHRASE));
    });
  });
}

function words(count: number): string {
  return Array.from({ length: count }, () => 'word').join(' ');
}
