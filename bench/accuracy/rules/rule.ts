/** A cache's decision on one candidate, replayed. */
export type Rule = {
  /** Short and stable: a key in the results file. */
  readonly name: string;
  /** What a reader of the tables needs to know. */
  readonly note: string;
  /** What this cache embeds for a question. Absent: the bare question. */
  readonly embeddedText?: (question: string) => string;
  /** No score below it is ever accepted. */
  readonly lowestScore: number;
  readonly accepts: Accepts;
  /** Decides of the candidates of one look-up, told from the nearest on. Absent: of each by itself. */
  readonly lookUp?: (query: string) => Accepts;
};

export type Accepts = (pair: CandidatePair) => boolean | Promise<boolean>;

export type CandidatePair = {
  readonly query: string;
  readonly candidate: string;
  /** Cosine of the two embedded texts. */
  readonly score: number;
};
