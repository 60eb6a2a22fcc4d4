import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { UnionFind } from './union-find.ts';

/**
 * Quora question pairs, read from a path outside the project (Quora's terms: the text is neither committed nor shipped).
 *
 * - `texts`: the distinct questions; everything else speaks of them by index.
 * - `classOf[i]`: union-find closure of the pairs labelled 1. Two questions are "the same" when their classes are equal.
 * - `labelledApart(x, y)`: whether a question of class `x` and one of class `y` are labelled 0. Where none are, the labels say nothing of the two.
 * - `partOf[i]`: `fit` (80 %) or `held-out` (20 %). Whole connected components over *both* labels, and over texts that
 *   differ in case, spacing or punctuation alone, go to one side, so that no pair and no class lies across. The side
 *   follows from a hash of the component's first text, not from the order of the file.
 */
export type QuestionPairs = {
  readonly texts: readonly string[];
  readonly pairs: readonly LabelledPair[];
  readonly classOf: Int32Array;
  readonly labelledApart: LabelledApart;
  readonly partOf: readonly Part[];
};

export type LabelledApart = (oneClass: number, otherClass: number) => boolean;
export type LabelledPair = { readonly a: number; readonly b: number; readonly same: boolean };
export type Part = 'fit' | 'held-out';

const HELD_OUT_PERCENT = 20;

/** `path`: gzip, one pair a line, three tab-separated columns without a header: label (1 = duplicate), a, b. */
export function readQuestionPairs(path: string): QuestionPairs {
  const indexOf = new Map<string, number>();
  const pairs: LabelledPair[] = [];
  for (const line of gunzipSync(readFileSync(path)).toString('utf8').split('\n')) {
    const [label, a, b] = line.split('\t');
    if (!a || !b) continue;
    pairs.push({ a: intern(indexOf, a), b: intern(indexOf, b), same: label === '1' });
  }
  const texts = [...indexOf.keys()];
  const classOf = classesOf(texts.length, pairs);
  return { texts, pairs, classOf, labelledApart: apartBy(pairs, classOf), partOf: partsOf(texts, pairs) };
}

/** The pairs of one part; both questions always lie in it. */
export function pairsOf(questions: QuestionPairs, part: Part): readonly LabelledPair[] {
  return questions.pairs.filter((pair) => questions.partOf[pair.a] === part);
}

/** Case, spacing and punctuation removed: what audits hash and what keeps near-copies together. */
export function normaliseQuestion(text: string): string {
  const words = text
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();
  return words === '' ? text : words;
}

function intern(indexOf: Map<string, number>, text: string): number {
  const known = indexOf.get(text);
  if (known !== undefined) return known;
  indexOf.set(text, indexOf.size);
  return indexOf.size - 1;
}

function classesOf(size: number, pairs: readonly LabelledPair[]): Int32Array {
  const sets = new UnionFind(size);
  for (const pair of pairs) if (pair.same) sets.union(pair.a, pair.b);
  return Int32Array.from({ length: size }, (_, index) => sets.find(index));
}

function apartBy(pairs: readonly LabelledPair[], classOf: Int32Array): LabelledApart {
  const key = (one: number, other: number): number =>
    Math.min(one, other) * classOf.length + Math.max(one, other);
  const apart = new Set<number>();
  for (const { a, b, same } of pairs) if (!same) apart.add(key(classOf[a] ?? -1, classOf[b] ?? -1));
  return (one, other) => one !== other && apart.has(key(one, other));
}

function partsOf(texts: readonly string[], pairs: readonly LabelledPair[]): Part[] {
  const sets = new UnionFind(texts.length);
  for (const pair of pairs) sets.union(pair.a, pair.b);
  const normalised = texts.map(normaliseQuestion);
  const firstWith = new Map<string, number>();
  for (const [index, text] of normalised.entries()) {
    const first = firstWith.get(text);
    if (first === undefined) firstWith.set(text, index);
    else sets.union(index, first);
  }
  const names = new Map<number, string>();
  for (const [index, text] of normalised.entries()) {
    const root = sets.find(index);
    const name = names.get(root);
    if (name === undefined || text < name) names.set(root, text);
  }
  const parts = new Map([...names].map(([root, name]) => [root, partOfName(name)]));
  return texts.map((_, index) => parts.get(sets.find(index)) ?? 'fit');
}

function partOfName(name: string): Part {
  const hash = createHash('sha256').update(`strata-qqp-split:${name}`).digest().readUInt32BE();
  return hash % 100 < HELD_OUT_PERCENT ? 'held-out' : 'fit';
}
