import type { Gap } from './actors.ts';
import type { Slot } from './slots.ts';
import type { LetterCase } from './token.ts';

/**
 * How a word stands to its sentence: `p:from` under a preposition, `subj` and `obj` of a verb (voice resolved: in
 * `Y was beaten by X`, X is `subj`), `mod` in front of its head noun, `top` otherwise.
 */
export type Role = 'subj' | 'obj' | 'mod' | 'top' | `p:${string}`;

/** What a piece of content is, wherever it stands: a word of the open classes, a figure, or something to compare as written. */
export type Content = {
  readonly kind: 'word' | 'figure' | 'exact';
  /** What it is compared by; units that share a key are equal. */
  readonly keys: readonly string[];
  /** Main base form, or the figure or text itself. */
  readonly word: string;
  /** As written. */
  readonly shown: string;
  /** Unknown to the lexicon. */
  readonly unknown: boolean;
  /** Only ever a name (Paris, Tesla). */
  readonly proper: boolean;
  readonly rarity: number;
};

/** A piece of content in its place. */
export type Unit = Content & {
  readonly mask: number;
  readonly verb: boolean;
  readonly letterCase: LetterCase;
  /** First in its sentence, or rewritten: its case says nothing. */
  readonly caseFree: boolean;
  readonly quoted: boolean;
  readonly plural: boolean;
  readonly past: boolean;
  readonly ing: boolean;
  readonly glued: boolean;
  /** -2 least, -1 less, 0 plain, 1 more, 2 most. */
  readonly degree: number;
  /** Of a verb that carries the tense of its clause: itself, or by `will` and `have` right before it. */
  readonly finite: 'past' | 'perfect' | 'present' | 'future' | 'none';
  /** Of a verb: the modal it stands under (`can`, `might`, `should`, `must`, `will`), or ''. */
  readonly modal: string;
  /** Behind `to`. */
  readonly infinitive: boolean;
  readonly role: Role;
  /** Index of the unit it modifies, -1 for none. */
  readonly head: number;
  /** Index of the verb whose subject or object it is, -1 for none. */
  readonly governor: number;
  /** Of a verb: whether the one who speaks does it (`subj`) or has it done to them (`obj`). */
  readonly speaker: 'subj' | 'obj' | 'none';
  /** Of a verb: in the passive. */
  readonly passive: boolean;
  /** Of a verb in a relative clause: what the noun before the clause is to it. */
  readonly gap: Gap;
  /** Index of the noun it belongs to as owner or part: `giraffe` of `neck`, by genitive or by `of`; -1 for none. */
  readonly owned: number;
  /** Units joined by and, or, versus share a number; -1 for none. */
  readonly group: number;
  /** How it is joined to the others of its group. */
  readonly joint: 'and' | 'or' | '';
  /** `if`, `because` … of its clause, or ''. */
  readonly clause: string;
  /** Number of its clause in the text. */
  readonly clauseNumber: number;
  /** Where it stands (`after` is a unit), and where the noun phrase stands that it belongs to. */
  readonly slot: Slot;
  readonly phraseSlot: Slot;
  /** Position among the elements. */
  readonly at: number;
};

/** A word that changes what is true: negation, bound, quantifier, exception, asked style. */
export type Marker = {
  readonly sort: 'negation' | 'bound' | 'quantifier' | 'exception' | 'style' | 'person';
  readonly value: string;
  /** Index of the unit it bears on, -1 for none. */
  readonly target: number;
  readonly shown: string;
};
