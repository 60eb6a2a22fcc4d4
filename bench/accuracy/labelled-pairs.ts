import { pairsOf, type Part, type QuestionPairs } from './qqp-split.ts';
import type { Rule } from './rules/rule.ts';
import { clopperPearson, type Interval } from './statistics.ts';
import type { TextVectors } from './text-vectors.ts';

export type PairsReport = {
  readonly name: string;
  readonly accepted: number;
  readonly precision: number;
  readonly precisionInterval: Interval;
  readonly recall: number;
  readonly recallInterval: Interval;
};

/** Precision and recall on the labelled pairs of one part, one direction each, raw labels. */
export function labelledPairs(
  questions: QuestionPairs,
  from: { readonly part: Part; readonly rules: readonly Rule[]; readonly vectors: TextVectors },
): readonly PairsReport[] {
  const pairs = pairsOf(questions, from.part).map(({ a, b, same }) => {
    const [query, candidate] = [questions.texts[a] ?? '', questions.texts[b] ?? ''];
    return { query, candidate, same, score: from.vectors.cosine(query, candidate) };
  });
  const positives = pairs.filter((pair) => pair.same).length;
  return from.rules.map((rule) => {
    const accepted = pairs.filter((pair) => rule.accepts(pair));
    const right = accepted.filter((pair) => pair.same).length;
    return {
      name: rule.name,
      accepted: accepted.length,
      precision: right / accepted.length,
      precisionInterval: clopperPearson(right, accepted.length),
      recall: right / positives,
      recallInterval: clopperPearson(right, positives),
    };
  });
}
