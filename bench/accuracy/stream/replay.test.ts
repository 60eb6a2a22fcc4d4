import { expect, test } from 'vitest';
import { answerable, replay } from './replay.ts';
import type { QuestionStream } from './question-stream.ts';

const everything = () => () => true;

/** Lists of `[place, score]`, nearest first, one for each request. */
function stream(classes: readonly number[], near: readonly (readonly [number, number])[][]): QuestionStream {
  const width = 12;
  const places = new Int32Array(classes.length * width).fill(-1);
  const scores = new Float32Array(classes.length * width);
  for (const [at, list] of near.entries()) {
    for (const [rank, [place, score]] of list.entries()) {
      places[at * width + rank] = place;
      scores[at * width + rank] = score;
    }
  }
  return {
    texts: classes.map(String),
    classOf: Int32Array.from(classes),
    labelledApart: () => true,
    heldOut: classes.map(() => false),
    near: { width, places, scores },
  };
}

test('a miss is stored and answers the next request of its class', async () => {
  const { hits } = await replay(stream([7, 7], [[], [[0, 0.95]]]), everything, 0.9);
  expect(hits).toEqual([{ place: 1, served: 0, right: true }]);
});

test('a hit is not stored, so that it never answers itself', async () => {
  const asked = stream(
    [7, 7, 7],
    [
      [],
      [[0, 0.95]],
      [
        [1, 0.99],
        [0, 0.91],
      ],
    ],
  );
  expect((await replay(asked, everything, 0.9)).hits.at(-1)).toEqual({ place: 2, served: 0, right: true });
});

test('the first candidate that is accepted wins, not the nearest', async () => {
  const asked = stream(
    [1, 2, 1],
    [
      [],
      [],
      [
        [1, 0.97],
        [0, 0.93],
      ],
    ],
  );
  const { hits } = await replay(asked, () => (candidate) => candidate === 0, 0.9);
  expect(hits).toEqual([{ place: 2, served: 0, right: true }]);
});

test('a candidate of another class is a wrong hit', async () => {
  expect((await replay(stream([1, 2], [[], [[0, 0.95]]]), everything, 0.9)).hits).toEqual([
    { place: 1, served: 0, right: false },
  ]);
});

test('nothing below the lowest score is served', async () => {
  expect((await replay(stream([1, 1], [[], [[0, 0.89]]]), everything, 0.9)).hits).toEqual([]);
});

test('requests with a question of their class before them are answerable', () => {
  expect(answerable(stream([1, 2, 1, 1], [[], [], [], []]), () => true)).toBe(2);
});
