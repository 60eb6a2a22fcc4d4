/**
 * May the stored answer to `candidate` be served for `query`?
 *
 * Contract: pure and deterministic (same pair, same verdict; no clock, no I/O), symmetric in nothing it does not
 * say, well under 0.3 ms for a pair of questions. It never throws: the semantic tier takes a throw as a veto.
 */
export interface Judge {
  judge(query: JudgeQuery, candidate: JudgeCandidate): Verdict;
  /** A question that is about to be judged, told while its embedding is waited for: what can be done now is not done then. */
  prepare?(text: string): void;
  /** All that is known about a pair, for people: not on the path of a request. */
  explain?(query: JudgeQuery, candidate: JudgeCandidate): Explanation;
}

/** One guard's view of a pair. */
export type Finding = { readonly guard: string; readonly reason: string };

export type Explanation = {
  readonly verdict: Verdict;
  /** Every guard that objects, not only the first. */
  readonly findings: readonly Finding[];
  readonly features: Readonly<Record<string, number>>;
};

export type JudgeQuery = {
  readonly text: string;
  /** The lowest cosine that may be accepted, from configuration, tightened by the request. */
  readonly threshold: number;
};

export type JudgeCandidate = {
  readonly text: string;
  /** Cosine similarity of the two texts. */
  readonly score: number;
  /** The candidate's own minimum score (feedback); 0 where nothing was said. */
  readonly minScore: number;
};

/** `guard` is the short, stable name of what refused (a bounded metric label); `reason` is for people. */
export type Verdict = (
  | { readonly accepted: true; readonly confidence: number }
  | { readonly accepted: false; readonly guard: string; readonly reason: string }
) & {
  /**
   * Log-odds that a cross-encoder's reading of the pair must reach for it to be accepted: the reading, where there is
   * one, decides in place of this verdict. Absent: no reading could change it.
   */
  readonly needs?: number;
};
