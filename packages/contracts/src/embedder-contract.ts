import { DependencyError, type Embedder, type Embedding } from '@strata/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

export type EmbedderFixture = AsyncDisposable & { readonly embedder: Embedder };

/** The part of a model's `reference.json` that is compared. */
export type EmbedderReference = {
  readonly pairs: readonly { readonly a: string; readonly b: string; readonly cosInt8: number }[];
};

export type EmbedderContractOptions = {
  /** An embedder with a window of 256 that remembers no texts. Called once for most tests, and once more for disposal. */
  readonly setUp: () => Promise<EmbedderFixture>;
  /** The same with room for few waiting texts, of an implementation that has a queue. */
  readonly setUpCrowded?: () => Promise<EmbedderFixture>;
  /** Where a real model computes: cosines it must come to. */
  readonly reference?: EmbedderReference;
};

const QUESTIONS = [
  'What is the capital of France?',
  'Which city serves as France’s capital?',
  'How do I sort a list in Python without changing the list itself?',
  'hi',
  'Convert 100 USD to EUR, then back to USD, with a fee of 2 percent each way, and show the steps.',
];

/** Unequal processors add in unequal orders; a wrong pooling or window is off by far more. */
const REFERENCE_TOLERANCE = 0.02;

/** What every `Embedder` promises, whatever computes behind it. */
export function embedderContract(name: string, options: EmbedderContractOptions): void {
  describe(`the embedder contract: ${name}`, () => {
    let fixture: EmbedderFixture;
    let embedder: Embedder;

    beforeAll(async () => {
      fixture = await options.setUp();
      embedder = fixture.embedder;
    });

    afterAll(() => fixture[Symbol.asyncDispose]());

    const embedOne = (text: string): Promise<Embedding> => embedFirst(embedder, text);

    test('it says what it computes', async () => {
      const description = await embedder.describe();
      expect(description).toMatchObject({ model: expect.stringMatching(/./), maxTokens: 256 });
      expect(description.dimensions).toBeGreaterThan(0);
      expect(description.fingerprint).toMatch(/^[a-z0-9_-]{1,64}$/);
      expect(embedder.name).toMatch(/^[a-z][a-z0-9-]*$/);
      await expect(embedder.ping()).resolves.toBeUndefined();
    });

    test('there is one embedding for each text, in the order of the texts, also of equal ones', async () => {
      const texts = [...QUESTIONS, QUESTIONS[0]!];
      const together = await embedder.embed(texts);
      expect(together).toHaveLength(texts.length);
      expect(together.at(-1)?.vector).toEqual(together[0]?.vector);
      for (const [index, text] of texts.entries()) {
        // oxlint-disable-next-line no-await-in-loop -- one at a time is what is compared
        const alone = await embedOne(text);
        expect(distance(together[index]!, alone)).toBeLessThan(1e-3);
      }
    });

    test('no texts give no embeddings', async () => {
      expect(await embedder.embed([])).toEqual([]);
    });

    test('vectors have the dimensions and the space of the description, and unit length', async () => {
      const { dimensions, fingerprint } = await embedder.describe();
      for (const { vector, space } of await embedder.embed([...QUESTIONS, '', '你好'])) {
        expect(vector).toBeInstanceOf(Float32Array);
        expect(vector).toHaveLength(dimensions);
        expect(cosine(vector, vector)).toBeCloseTo(1, 4);
        expect(space).toBe(fingerprint);
      }
    });

    test('word pieces are counted with the two special ones', async () => {
      expect(await embedOne('What is the capital of France?')).toMatchObject({ tokenCount: 9 });
      expect(await embedOne('')).toMatchObject({ tokenCount: 2, unknownShare: 0 });
    });

    test('a text that fills the window is whole, one more word and it is truncated', async () => {
      const fits = await embedOne(words(254));
      const cut = await embedOne(words(255));
      expect(fits).toMatchObject({ tokenCount: 256, truncated: false });
      expect(cut).toMatchObject({ tokenCount: 257, truncated: true });
    });

    test('what lies beyond the window does not change the vector', async () => {
      const [one, other] = await embedder.embed([words(300), `${words(254)} and something else`]);
      expect(distance(one!, other!)).toBeLessThan(1e-3);
    });

    test('a megabyte of text is truncated too', async () => {
      const huge = await embedOne(words(200_000));
      expect(huge.truncated).toBe(true);
      expect(huge.tokenCount).toBeGreaterThan(256);
    });

    test('the share of unknown pieces tells scripts the model never saw from those it knows', async () => {
      const texts = ['再见', '😀', 'What is the capital of France?', 'Translate 再见'];
      const shares = (await embedder.embed(texts)).map((embedding) => embedding.unknownShare);
      expect(shares.slice(0, 3)).toEqual([1, 1, 0]);
      expect(shares[3]).toBeGreaterThan(0.4);
      expect(shares[3]).toBeLessThan(0.7);
    });

    test.for(options.reference?.pairs ?? [])('“$a” and “$b” are as alike as $cosInt8', async (pair) => {
      const [a, b] = await embedder.embed([pair.a, pair.b]);
      expect(Math.abs(cosine(a!.vector, b!.vector) - pair.cosInt8)).toBeLessThan(REFERENCE_TOLERANCE);
    });

    test('an aborted call rejects with the reason of its signal', async () => {
      const reason = new Error('the client left');
      await expect(embedder.embed(['gone before'], AbortSignal.abort(reason))).rejects.toBe(reason);
      const controller = new AbortController();
      const leaving = embedder.embed(QUESTIONS, controller.signal);
      controller.abort(reason);
      // An implementation that was done in the same moment may have answered.
      const outcome = await leaving.catch((error: unknown) => error);
      expect(Array.isArray(outcome) || outcome === reason).toBe(true);
    });

    test('a caller that leaves takes nothing from others who ask the same', async () => {
      const controller = new AbortController();
      const leaving = embedder.embed(['the same question'], controller.signal).catch(() => 'left');
      const staying = embedder.embed(['the same question']);
      controller.abort();
      await leaving;
      expect(await staying).toHaveLength(1);
    });

    const { setUpCrowded } = options;
    if (setUpCrowded !== undefined) {
      test('when too many texts wait, calls are refused with a time to come back, and later ones served', async () => {
        await using crowded = await setUpCrowded();
        await crowded.embedder.describe();
        const calls = Array.from({ length: 64 }, (_, index) => crowded.embedder.embed([`question ${index}`]));
        const outcomes = await Promise.allSettled(calls);
        const errors = outcomes.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
        expect(errors.length).toBeGreaterThan(0);
        expect(errors.length).toBeLessThan(calls.length);
        for (const error of errors) {
          expect(error).toBeInstanceOf(DependencyError);
          expect(error).toMatchObject({ code: 'overloaded', retryAfterMs: expect.any(Number) });
        }
        expect(await crowded.embedder.embed(['a question after the rush'])).toHaveLength(1);
      });
    }

    test('after disposal every call rejects, and disposing again is no error', async () => {
      await using other = await options.setUp();
      await other.embedder[Symbol.asyncDispose]();
      const disposed = { name: 'DependencyError', code: 'disposed' };
      await expect(other.embedder.embed(['too late'])).rejects.toMatchObject(disposed);
      await expect(other.embedder.ping()).rejects.toMatchObject(disposed);
    });
  });
}

async function embedFirst(embedder: Embedder, text: string): Promise<Embedding> {
  const [embedding] = await embedder.embed([text]);
  if (embedding === undefined) throw new Error('The embedder gave no embedding.');
  return embedding;
}

function words(count: number): string {
  return Array.from({ length: count }, () => 'word').join(' ');
}

function cosine(left: Float32Array, right: Float32Array): number {
  return left.reduce((sum, value, index) => sum + value * (right[index] ?? 0), 0);
}

/** 1 minus the cosine. */
function distance(left: Embedding, right: Embedding): number {
  return 1 - cosine(left.vector, right.vector);
}
