import { POS } from '../lexicon/lexicon-format.ts';
import type { Dictionary } from '../lexicon/dictionary.ts';
import { endsRelative } from './actors.ts';
import { BE } from './be.ts';
import type { Element, Neighbours } from './element.ts';
import { functionClass, type FunctionClass } from './function-words.ts';
import {
  isDoneBy,
  isFiniteBehind,
  isFiniteBetween,
  isGoing,
  isInverted,
  isKeptOn,
  isQualifier,
  isRelative,
} from './neighbours.ts';
import type { Item } from './item.ts';
import { isPerfect, isPrevented } from './verb-forms.ts';

export const SUBJECTS = new Set('i you we they he she it who people'.split(' '));

const NOMINAL_BEFORE: ReadonlySet<FunctionClass> = new Set(['det', 'poss', 'quant']);

export function openMask({ forms, word, rewritten }: Item, { lexicon }: Dictionary): number {
  let mask = 0;
  for (const lemma of forms.lemmas) {
    const id = lexicon.find(lemma);
    if (id === undefined) continue;
    for (const [index, bit] of [POS.noun, POS.verb, POS.adjective, POS.adverb].entries()) {
      if (lexicon.share(id, index as 0 | 1 | 2 | 3) > 0) mask |= bit;
    }
  }
  const own = lexicon.find(word);
  const asVerb = own !== undefined && lexicon.share(own, 1) > 0 ? POS.verb : 0;
  if (forms.degree > 0) return POS.adjective | POS.adverb | asVerb;
  if (forms.participle || forms.ing) mask |= POS.adjective;
  // `login`, `shutdown`: nouns by the book, but the plain form of verbs too.
  if (rewritten && mask === POS.noun) return POS.noun | POS.verb;
  return mask === 0 ? (word.endsWith('ly') ? POS.adverb : POS.noun | POS.adjective | POS.verb) : mask;
}

export function isAdjective({ word, forms }: Item, { lexicon }: Dictionary): boolean {
  const id = lexicon.find(word);
  if (id === undefined) return forms.degree > 0;
  return lexicon.share(id, 2) + lexicon.share(id, 3) > lexicon.share(id, 0);
}

/** Drops readings that the word before rules out; never all of them. */
export function narrow(mask: number, item: Item, { before, next }: Neighbours): number {
  const previous = before.findLast((element) => element.function !== 'filler');
  const subject =
    previous === undefined || !isAdverb(previous) ? undefined : before[before.lastIndexOf(previous) - 1];
  const follows = next === undefined ? undefined : functionClass(next.word);
  const isName = item.token.letterCase === 'title' && !item.token.opens && !item.rewritten;
  if (!isName && endsRelative(item, before, next) && (mask & POS.verb) !== 0) return POS.verb;
  if ((follows === 'aux' || follows === 'modal') && (mask & ~POS.verb) !== 0 && !item.forms.ing)
    return mask & ~POS.verb;
  // `Someone hacked …`, `if nobody answers`.
  if (
    INDEFINITE.has(before.at(-1)?.word ?? '') &&
    (mask & POS.verb) !== 0 &&
    (item.forms.past || item.forms.plural)
  )
    return POS.verb;
  if (previous === undefined) return mask;
  const { past, participle, ing, plural } = item.forms;
  // `cost`, `put`: a past that looks like its base form is one or the other.
  const isBase = !ing && !plural && ((!past && !participle) || item.forms.lemmas[0] === item.word);
  // `learn math well`.
  if (
    item.word === 'well' &&
    previous.kind === 'content' &&
    (next === undefined || next.token.kind === 'punct')
  )
    return POS.adverb;
  const keep = (bits: number): number => ((mask & bits) === 0 ? mask : mask & bits);
  if (isName) return keep(~POS.verb);
  if (previous.kind === 'genitive') return keep(~POS.verb);
  if (ing && (mask & POS.verb) !== 0 && isPrevented(before)) return POS.verb;
  if (participle && (mask & POS.verb) !== 0 && isPerfect(previous, next)) return POS.verb;
  // `I already booked`, `my cat never drinks`.
  if (subject !== undefined && (mask & POS.verb) !== 0 && isSubject(subject) && (past || plural) && !ing)
    return POS.verb;
  // `is owned by`, `should it be stored`.
  const isDone = previous.word === 'be' && item.forms.lemmas[0] !== item.word;
  if (
    participle &&
    !ing &&
    next?.word === 'by' &&
    ['it', 'that', 'this'].includes(previous.word) &&
    BE.has(before.at(-2)?.word ?? '')
  )
    return keep(POS.verb);
  if (BE.has(previous.word) && participle && !ing && (isDone || next?.word === 'by')) return keep(POS.verb);
  if (previous.function !== undefined) {
    if (isRelative(previous, before))
      return isFiniteBehind(item, before.at(-2), next) ? keep(POS.verb) : mask;
    if (NOMINAL_BEFORE.has(previous.function)) return keep(~POS.verb);
    if (BE.has(previous.word) && !item.forms.ing && !item.forms.participle) return keep(~POS.verb);
    if (isInverted(before, previous)) return keep(~POS.verb);
    if (previous.function === 'modal' && ((previous.rewritten && isBase) || followsSubject(before, previous)))
      return keep(POS.verb | POS.adverb);
    if (previous.word === 'to') return isBase ? keep(POS.verb | POS.noun) : keep(~POS.verb);
    if (previous.function === 'prep') return item.forms.ing ? mask : keep(~POS.verb);
    if (previous.function === 'pron' && SUBJECTS.has(previous.word)) return keep(POS.verb | POS.adverb);
  }
  // `when the museum opens`, `if magma cools slowly`.
  if (
    previous.kind === 'content' &&
    !previous.verb &&
    !previous.forms.plural &&
    plural &&
    endsClause(before, next)
  )
    return keep(POS.verb);
  // `Which nurse gave …`
  if (
    previous.word === 'which' &&
    isBase &&
    before.at(-2)?.kind !== 'content' &&
    next?.token.kind === 'word' &&
    follows === undefined
  )
    return keep(~POS.verb);
  if (previous.word === 'who' && (mask & POS.verb) !== 0) return POS.verb;
  // `with new shelves`: behind what is only an adjective stands its noun.
  if (isQualifier(previous, before.at(-2)) && (isBase || plural) && !previous.word.endsWith('ly') && !past)
    return keep(~POS.verb);
  if (previous.kind === 'content' && !previous.verb && past && !ing && isFiniteBetween(before, next))
    return keep(POS.verb);
  if (previous.kind === 'content' && (isKeptOn(item, previous, next) || isGoing(item, before, follows)))
    return POS.verb;
  // `Mum books a room`, `Which firm owns Lidl?`: a form in -s between a noun and what it acts on.
  const acts =
    plural && (before.at(-2)?.function === 'wh' || (follows !== undefined && !previous.forms.plural));
  if (
    previous.kind === 'content' &&
    acts &&
    isFiniteBehind(item, previous, next) &&
    isFiniteBetween(before, next)
  )
    return keep(POS.verb);
  if (previous.kind === 'content' && isBase && endsDoQuestion(item, { before, next })) return keep(POS.verb);
  if (previous.kind === 'content' && isDoneBy(item, before, next)) return keep(POS.verb);
  if (
    previous.kind === 'content' &&
    !previous.verb &&
    isBase &&
    !previous.forms.plural &&
    !hasAuxiliary(before)
  )
    return keep(~POS.verb);
  if (
    previous.kind === 'mark' &&
    ['@how', '@want', '@can', '@must', '@should', '@request'].includes(previous.word)
  )
    return keep(POS.verb | POS.adverb);
  return mask;
}

/** The last word, but for an adverb, of a clause that has no verb yet. */
function endsClause(before: readonly Element[], next: Item | undefined): boolean {
  if (next !== undefined && next.token.kind !== 'punct' && !next.word.endsWith('ly')) return false;
  return someSince(
    before,
    ({ verb, kind, function: named }) =>
      verb || kind === 'stop' || kind === 'pause' || named === 'aux' || named === 'modal' || named === 'prep',
    ({ function: named, word }) => named === 'sub' || word === 'when' || word === 'where',
  );
}

/** `How do politicians scam?`: the last bare form behind the subject of `do`. */
function endsDoQuestion(item: Item, { before, next }: Neighbours): boolean {
  return (
    !item.token.quoted &&
    (next === undefined ||
      next.token.kind === 'punct' ||
      ['det', 'poss', 'prep', 'pron'].includes(functionClass(next.word) ?? '')) &&
    someSince(
      before,
      ({ verb, kind }) => verb || kind === 'stop',
      ({ word }) => word === 'do' || word === 'does' || word === 'did',
    )
  );
}

/** With `do` or a modal before it, a bare form may be the verb even right behind a noun. */
function hasAuxiliary(before: readonly Element[]): boolean {
  return someSince(
    before,
    ({ verb }) => verb,
    ({ kind, function: named, word }) =>
      named === 'modal' ||
      // `I have a CSV file` has no other verb.
      (named === 'aux' && !BE.has(word) && !['have', 'has', 'had'].includes(word)) ||
      (kind === 'mark' && word !== '@what'),
  );
}

/** No auxiliary stands further from its verb; without an end, a list would be read again for each of its words. */
const FURTHEST = 40;

function someSince(
  before: readonly Element[],
  ends: (element: Element) => boolean,
  holds: (element: Element) => boolean,
): boolean {
  for (let at = before.length - 1; at >= 0 && at >= before.length - FURTHEST; at -= 1) {
    const element = before[at];
    if (element === undefined || ends(element)) return false;
    if (holds(element)) return true;
  }
  return false;
}

/** `AI will replace …`, not `Will AI replace …`. */
function followsSubject(before: readonly Element[], modal: Element): boolean {
  const subject = before[before.indexOf(modal) - 1];
  return subject?.kind === 'content' || subject?.function === 'pron' || subject?.function === 'neg';
}

const INDEFINITE = new Set('someone somebody anyone anybody nobody everyone everybody'.split(' '));

/** `already`, `never`, `always`: may stand between a subject and its verb. */
function isAdverb({ kind, mask, word }: Element): boolean {
  return ['never', 'always', 'sometimes'].includes(word) || (kind === 'content' && mask === POS.adverb);
}

function isSubject(element: Element): boolean {
  if (element.function === 'pron') return SUBJECTS.has(element.word);
  return element.kind === 'content' && !element.verb && (element.mask & POS.noun) !== 0;
}

export function isVerb(mask: number, { forms, word }: Item, { lexicon }: Dictionary): boolean {
  if ((mask & POS.verb) === 0) return false;
  if (mask === POS.verb || (mask & (POS.noun | POS.adjective)) === 0) return true;
  const shares = forms.lemmas.map((lemma) => {
    const id = lexicon.find(lemma);
    return id === undefined ? 0 : lexicon.share(id, 1) - Math.max(lexicon.share(id, 0), lexicon.share(id, 2));
  });
  return (
    shares.length > 0 &&
    Math.max(...shares) > 0 &&
    !(forms.plural && word.endsWith('s') && (mask & POS.noun) !== 0 && Math.max(...shares) < 3)
  );
}
