import type { Forms } from '../lexicon/morphology.ts';
import type { Token } from './token.ts';

/** A word, figure, sign or mark of the plain form of a sentence. */
export type Item = {
  /** Lower-case word, or the mark (`@how`). */
  readonly word: string;
  readonly forms: Forms;
  /** What was written; for a rewritten phrase its first token. */
  readonly token: Token;
  /** Came out of a rewriting: its case says nothing. */
  readonly rewritten: boolean;
};
