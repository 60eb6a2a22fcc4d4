import type { Dictionary } from '../lexicon/dictionary.ts';
import type { Word } from './word.ts';

const PREFIXED = /^(?:un|in|im|il|ir|dis|non)(\p{L}{4,})$/u;

/** Of these the prefix says no longer that something is not so. */
const OWN_WORDS = new Set('independent infinite indifferent disabled'.split(' '));

/** `honest` for `dishonest`: of an adjective that only denies another, the other one. Verbs (`unlock`) turn back, they do not deny. */
export function deniedBy(
  { norm, token }: Word,
  { lexicon, morphology, synonyms }: Dictionary,
): string | undefined {
  if (token.kind !== 'word' || token.quoted || token.letterCase === 'upper' || OWN_WORDS.has(norm))
    return undefined;
  const base = PREFIXED.exec(norm)?.[1];
  if (base !== undefined && isUndone(norm, base, { lexicon, morphology })) return base;
  if (base === undefined || !lexicon.has(base) || !synonyms.areOpposites(base, norm)) return undefined;
  const forms = [morphology.formsOf(base), morphology.formsOf(norm)];
  const id = lexicon.find(base);
  const isPlain = forms.every(({ past, ing, plural }) => !past && !ing && !plural);
  return isPlain && id !== undefined && lexicon.share(id, 2) >= Math.max(1, lexicon.share(id, 0))
    ? base
    : undefined;
}

/** `unpaid`, `unmerged`: not paid, not merged; not `unlocked`, which is done to what was locked. */
function isUndone(
  norm: string,
  base: string,
  { lexicon, morphology }: Pick<Dictionary, 'lexicon' | 'morphology'>,
): boolean {
  const { participle, lemmas } = morphology.formsOf(base);
  const isDeed = (lemma: string): boolean => {
    const id = lexicon.find(`un${lemma}`);
    return id !== undefined && lexicon.share(id, 1) > 0;
  };
  return norm.startsWith('un') && participle && !lemmas.some(isDeed);
}
