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
 * Makes entries answer only questions that are more alike than the wrong ones. Of one entry one after the other: what is
 * written goes by what was read before, and of two at the same time the lower one would win.
 */
export class ThresholdRaises {
  readonly #parts: Parts;
  /** The latest of each entry that has one under way. */
  readonly #latest = new Map<string, Promise<number>>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Resolves with the entry's new threshold; rejects with `DependencyError`. */
  async raise(id: string, wrongPair: WrongPair): Promise<number> {
    const [a, b] = await this.#parts.engines.embed([wrongPair.question, wrongPair.query], UNHURRIED);
    if (a === undefined || b === undefined) return 0;
    const least = cosineOfUnits(a.vector, b.vector) + THRESHOLD_STEP;
    return await this.#inTurn(id, () => this.#raiseTo(least, { space: a.space, id }));
  }

  async #inTurn(id: string, raise: () => Promise<number>): Promise<number> {
    const before = this.#latest.get(id);
    const raised = before === undefined ? raise() : before.then(raise, raise);
    this.#latest.set(id, raised);
    try {
      return await raised;
    } finally {
      if (this.#latest.get(id) === raised) this.#latest.delete(id);
    }
  }

  async #raiseTo(
    least: number,
    { space, id }: { readonly space: string; readonly id: string },
  ): Promise<number> {
    const { engines, feedback } = this.#parts;
    const before = (await feedback?.minScore(id)) ?? 0;
    const minScore = Math.min(1, Math.max(before, least));
    await feedback?.setMinScore(id, minScore);
    await engines.setMinScore(space, id, minScore);
    return minScore;
  }
}
