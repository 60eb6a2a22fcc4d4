import type { Forms } from '../lexicon/morphology.ts';
import type { FunctionClass } from './function-words.ts';
import type { Figure } from './figure.ts';
import type { Item } from './item.ts';
import type { Token } from './token.ts';

/** What a place in the sentence does. `exact` is compared as written: code, signs, names with figures, other scripts. */
export type ElementKind =
  | 'content'
  | 'figure'
  | 'exact'
  | 'function'
  | 'mark'
  | 'genitive'
  | 'pause'
  | 'stop';

export type Element = {
  readonly kind: ElementKind;
  readonly word: string;
  readonly forms: Forms;
  readonly token: Token;
  readonly rewritten: boolean;
  readonly function?: FunctionClass;
  readonly figure?: Figure;
  /** As which parts of speech it can be read here (`POS` bits). */
  readonly mask: number;
  readonly verb: boolean;
  /** Written as an adjective or adverb. */
  readonly adjective: boolean;
};

export type Neighbours = { readonly before: readonly Element[]; readonly next: Item | undefined };
