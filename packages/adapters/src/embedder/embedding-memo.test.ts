import { deferred, settle, type Deferred } from '@strata/contracts/deferred';
import type { Embedding } from '@strata/core';
import { beforeEach, expect, test } from 'vitest';
import { EmbeddingMemo } from './embedding-memo.ts';

type Asked = {
  readonly texts: readonly string[];
  readonly signal: AbortSignal;
  readonly answer: Deferred<string>;
};

let asked: Asked[];
let memo: EmbeddingMemo;

function remembering(maxTexts: number): void {
  asked = [];
  memo = new EmbeddingMemo({
    maxTexts,
    compute: async (texts, signal) => {
      const answer = deferred<string>();
      asked.push({ texts, signal, answer });
      const space = await answer.promise;
      return texts.map((text) => embeddingOf(text, space));
    },
  });
}

function embeddingOf(text: string, space: string): Embedding {
  const vector = Float32Array.of(text.length, 1);
  return { vector, tokenCount: text.length, truncated: false, unknownShare: 0, space };
}

/** Asks, and lets the computation answer that this starts, if it starts one. */
async function ask(texts: readonly string[], space = 'space'): Promise<readonly Embedding[]> {
  const embeddings = memo.embed(texts);
  asked.at(-1)?.answer.resolve(space);
  return embeddings;
}

const textsAsked = (): readonly (readonly string[])[] => asked.map(({ texts }) => texts);

beforeEach(() => remembering(2));

test('a recent text is not computed again', async () => {
  const [first] = await ask(['a']);
  const [again] = await ask(['a']);
  expect(again).toBe(first);
  expect(textsAsked()).toEqual([['a']]);
  expect(memo.stats).toEqual({ recalled: 1, joined: 0, computed: 1 });
});

test('of a list, only what is not known is computed, once for equal texts, and the order is kept', async () => {
  await ask(['bb']);
  const embeddings = await ask(['a', 'bb', 'ccc', 'a']);
  expect(textsAsked()).toEqual([['bb'], ['a', 'ccc']]);
  expect(embeddings.map((each) => each.tokenCount)).toEqual([1, 2, 3, 1]);
});

test('the text that was not asked for the longest is forgotten first', async () => {
  await ask(['a']);
  await ask(['b']);
  await ask(['a']);
  await ask(['c']);
  await ask(['a']);
  await ask(['b']);
  expect(textsAsked()).toEqual([['a'], ['b'], ['c'], ['b']]);
});

test('with room for none, and for texts beyond every window, nothing is remembered', async () => {
  const long = 'a'.repeat(5_000);
  await ask([long]);
  await ask([long]);
  expect(asked).toHaveLength(2);
  remembering(0);
  await ask(['a']);
  await ask(['a']);
  expect(asked).toHaveLength(2);
});

test('who asks for a text that is being computed joins', async () => {
  const first = memo.embed(['a', 'b']);
  const second = memo.embed(['b', 'c']);
  expect(textsAsked()).toEqual([['a', 'b'], ['c']]);
  for (const { answer } of asked) answer.resolve('space');
  expect((await first).length + (await second).length).toBe(4);
  expect(memo.stats).toEqual({ recalled: 0, joined: 1, computed: 3 });
});

test('a computation is aborted when the last who waits for it has left, not before', async () => {
  const [one, other] = [new AbortController(), new AbortController()];
  const outcomes = Promise.allSettled([memo.embed(['a'], one.signal), memo.embed(['a'], other.signal)]);
  one.abort(new Error('one left'));
  await settle();
  expect(asked[0]?.signal.aborted).toBe(false);
  other.abort(new Error('other left'));
  await settle();
  expect(asked[0]?.signal.aborted).toBe(true);
  expect(await outcomes).toMatchObject([
    { reason: { message: 'one left' } },
    { reason: { message: 'other left' } },
  ]);
});

test('nobody joins a computation that everybody left', async () => {
  const controller = new AbortController();
  const left = memo.embed(['a'], controller.signal).catch(() => 'left');
  controller.abort();
  await left;
  expect(await ask(['a'])).toHaveLength(1);
  expect(asked).toHaveLength(2);
});

test('a failure reaches all who wait and is not remembered', async () => {
  const outcomes = Promise.allSettled([memo.embed(['a']), memo.embed(['a'])]);
  asked[0]?.answer.reject(new Error('down'));
  expect(await outcomes).toMatchObject([{ reason: { message: 'down' } }, { reason: { message: 'down' } }]);
  expect(await ask(['a'])).toHaveLength(1);
});

test('vectors of another space push out all of the space before', async () => {
  await ask(['a'], 'old');
  await ask(['b'], 'new');
  const [embedding] = await ask(['a'], 'new');
  expect(embedding?.space).toBe('new');
  expect(asked).toHaveLength(3);
});
