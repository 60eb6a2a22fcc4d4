import { readFileSync } from 'node:fs';
import { pairsOf, type Part, type QuestionPairs } from './qqp-split.ts';
import type { Rule } from './rules/rule.ts';
import { clopperPearson, type Interval } from './statistics.ts';
import type { TextVectors } from './text-vectors.ts';

/** Two texts, and whether one answer serves both. */
export type LabelledTexts = { readonly a: string; readonly b: string; readonly same: boolean };

export type PairsReport = {
  readonly name: string;
  readonly accepted: number;
  /** Of the accepted, those labelled different. */
  readonly wrong: number;
  readonly precision: number;
  readonly precisionInterval: Interval;
  readonly recall: number;
  readonly recallInterval: Interval;
};

/** Lines of `label<TAB>a<TAB>b` without a header, the label 1 where one answer serves both and 0 where not. Throws on another line. */
export function readLabelledTexts(path: string): readonly LabelledTexts[] {
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  return lines.map((line, index) => {
    const [label, a, b, ...rest] = line.split('\t');
    if ((label !== '0' && label !== '1') || !a || !b || rest.length > 0)
      throw new Error(`${path}:${index + 1}: not a label (0 or 1) and two texts, with tabs between`);
    return { a, b, same: label === '1' };
  });
}

/** Those of one part of the questions, by their raw labels. */
export function labelledTextsOf(questions: QuestionPairs, part: Part): readonly LabelledTexts[] {
  const { texts } = questions;
  return pairsOf(questions, part).map(({ a, b, same }) => ({ a: texts[a] ?? '', b: texts[b] ?? '', same }));
}

/** Precision and recall on labelled pairs, one direction each. The vectors of all texts must be prepared. */
export async function labelledPairs(
  pairs: readonly LabelledTexts[],
  from: { readonly rules: readonly Rule[]; readonly vectors: TextVectors },
): Promise<readonly PairsReport[]> {
  const asked = pairs.map(({ a, b, same }) => {
    return { query: a, candidate: b, same, score: from.vectors.cosine(a, b) };
  });
  const positives = asked.filter((pair) => pair.same).length;
  const reports: PairsReport[] = [];
  for (const rule of from.rules) {
    const accepted: (typeof asked)[number][] = [];
    for (const pair of asked) if (await rule.accepts(pair)) accepted.push(pair);
    const right = accepted.filter((pair) => pair.same).length;
    reports.push({
      name: rule.name,
      accepted: accepted.length,
      wrong: accepted.length - right,
      precision: right / accepted.length,
      precisionInterval: clopperPearson(right, accepted.length),
      recall: right / positives,
      recallInterval: clopperPearson(right, positives),
    });
  }
  return reports;
}
