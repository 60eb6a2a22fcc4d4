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
export async function labelledPairs(
  questions: QuestionPairs,
  from: { readonly part: Part; readonly rules: readonly Rule[]; readonly vectors: TextVectors },
): Promise<readonly PairsReport[]> {
  const pairs = pairsOf(questions, from.part).map(({ a, b, same }) => {
    const [query, candidate] = [questions.texts[a] ?? '', questions.texts[b] ?? ''];
    return { query, candidate, same, score: from.vectors.cosine(query, candidate) };
  });
  const positives = pairs.filter((pair) => pair.same).length;
  const reports: PairsReport[] = [];
  for (const rule of from.rules) {
    const accepted: (typeof pairs)[number][] = [];
    for (const pair of pairs) if (await rule.accepts(pair)) accepted.push(pair);
    const right = accepted.filter((pair) => pair.same).length;
    reports.push({
      name: rule.name,
      accepted: accepted.length,
      precision: right / accepted.length,
      precisionInterval: clopperPearson(right, accepted.length),
      recall: right / positives,
      recallInterval: clopperPearson(right, positives),
    });
  }
  return reports;
}
