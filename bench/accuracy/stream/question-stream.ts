import { nearestEarlier, type NearestEarlier } from '../nearest-earlier.ts';
import { readQuestionPairs, type LabelledApart, type QuestionPairs } from '../qqp-split.ts';
import { seededRandom, shuffled } from '../seeded-random.ts';
import type { TextVectors } from '../text-vectors.ts';

const SEED = 20_240_611;

/** Questions in the order in which they are asked; all arrays are indexed by place in that order. */
export type QuestionStream = {
  readonly texts: readonly string[];
  readonly classOf: Int32Array;
  readonly labelledApart: LabelledApart;
  /** Questions that no coefficient was fitted on. */
  readonly heldOut: readonly boolean[];
  readonly near: NearestEarlier;
};

/** `length` questions in a random order that is the same in every run; the near lists are cached beside the vectors. */
export async function questionStream(
  source: { readonly path: string; readonly length: number; readonly cacheFolder: string },
  vectors: TextVectors,
): Promise<QuestionStream> {
  const questions = readQuestionPairs(source.path);
  await vectors.prepare(questions.texts);
  const order = shuffled([...questions.texts.keys()], seededRandom(SEED)).slice(0, source.length);
  return streamInOrder(questions, order, { vectors, cacheFolder: source.cacheFolder });
}

async function streamInOrder(
  questions: QuestionPairs,
  order: readonly number[],
  from: { readonly vectors: TextVectors; readonly cacheFolder: string },
): Promise<QuestionStream> {
  const texts = order.map((index) => questions.texts[index] ?? '');
  const near = await nearestEarlier(
    texts.map((text) => from.vectors.of(text).vector),
    { folder: from.cacheFolder, name: `stream-${SEED}-${from.vectors.space}` },
  );
  return {
    texts,
    near,
    classOf: Int32Array.from(order, (index) => questions.classOf[index] ?? -1),
    labelledApart: questions.labelledApart,
    heldOut: order.map((index) => questions.partOf[index] === 'held-out'),
  };
}
