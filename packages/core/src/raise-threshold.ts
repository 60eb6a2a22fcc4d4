import { cosineOfUnits } from './cosine-of-units.ts';
import type { Feedback } from './feedback.ts';
import { UNHURRIED } from './dependency.ts';
import type { SemanticEngines } from './semantic-engines.ts';

/** How much more alike than a wrong pair a question must be from then on. Cosine. */
const THRESHOLD_STEP = 0.005;

type Parts = { readonly engines: SemanticEngines; readonly feedback: Feedback | undefined };

/** A question that got an entry's answer, and the entry's own. */
export type WrongPair = { readonly question: string; readonly query: string };

/**
 * Makes the entry answer only questions that are more alike than this one. Resolves with its new threshold; rejects
 * with `DependencyError`.
 */
export async function raiseThreshold(
  { engines, feedback }: Parts,
  id: string,
  wrongPair: WrongPair,
): Promise<number> {
  const [a, b] = await engines.embed([wrongPair.question, wrongPair.query], UNHURRIED);
  if (a === undefined || b === undefined) return 0;
  const likeness = cosineOfUnits(a.vector, b.vector);
  const before = (await feedback?.minScore(id)) ?? 0;
  const minScore = Math.min(1, Math.max(before, likeness + THRESHOLD_STEP));
  await feedback?.setMinScore(id, minScore);
  await engines.setMinScore(a.space, id, minScore);
  return minScore;
}
