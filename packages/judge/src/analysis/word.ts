import type { Token } from './token.ts';

/** A word of the sentence after contractions and hyphens are resolved; still one for one with what was written. */
export type Word = {
  /** Lower case, no accents, one spelling. */
  readonly norm: string;
  readonly token: Token;
};
