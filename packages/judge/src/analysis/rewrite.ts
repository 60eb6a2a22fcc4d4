import type { Dictionary } from '../lexicon/dictionary.ts';
import type { Forms } from '../lexicon/morphology.ts';
import { isPhrasalVerb } from '../lexicon/phrasal-verbs.ts';
import type { PhraseMatch } from '../lexicon/phrase-book.ts';
import { functionClass } from './function-words.ts';
import type { Item } from './item.ts';
import { deniedBy } from './negative-prefix.ts';
import type { Token } from './token.ts';
import { endsSentence, WordInput } from './word-input.ts';
import type { Word } from './word.ts';

/** Marks after which the sentence proper begins. */
const FRAMES = new Set(['@tell', '@request', '@yesno', '@recommend', '@brief', '@detail', '@simple']);

const NO_FORMS: Forms = {
  lemmas: [],
  past: false,
  participle: false,
  ing: false,
  plural: false,
  degree: 0,
  known: true,
};

/** Rewrites turns of phrase from left to right. What is written in quotation marks or is no word stays as it is. */
export function rewrite(written: readonly Word[], dictionary: Dictionary): readonly Item[] {
  const words = written.map((word) => corrected(word, dictionary));
  const forms = words.map((word) => formsOf(word, dictionary));
  const input = new WordInput(words, forms);
  const items: Item[] = [];
  let opens = true;
  for (let at = 0; at < words.length;) {
    const [word, form] = [words[at], forms[at]];
    if (word === undefined || form === undefined) break;
    const longest: PhraseMatch | undefined =
      canRewrite(word) && !isUnitOf(words[at - 1], word, dictionary)
        ? dictionary.phrases.longestAt(input, at, opens)
        : undefined;
    const match: PhraseMatch | undefined =
      longest !== undefined && takesWhatIsNotItsOwn(longest, words) ? undefined : longest;
    if (match === undefined) {
      if (opens && isAskedWhether(words, at)) {
        items.push(rewritten('@yesno', word.token, dictionary));
        at += 1;
        continue;
      }
      const denied = deniedBy(word, dictionary);
      if (denied === undefined)
        items.push({ word: word.norm, forms: form, token: word.token, rewritten: false });
      else items.push(rewritten('@not', word.token, dictionary), rewritten(denied, word.token, dictionary));
      opens = word.token.kind === 'punct' && (endsSentence(word) || opens || opensClause(words, at));
      at += 1;
      continue;
    }
    const output: readonly string[] = match.rule.output;
    const reread: boolean = match.end - 1 > at && output.at(-1) === '_';
    const matched = { match, at, words, forms, dictionary };
    items.push(...(reread ? output.slice(0, -1) : output).flatMap((_, place) => itemsFor(place, matched)));
    opens = reread
      ? endsAnew(output, words[match.end - 1])
      : opens && output.every((mark) => FRAMES.has(mark));
    at = reread ? match.end - 1 : match.end;
  }
  return items;
}

/** `It sank in which year?`, `bring up to 10 litres`: the particle belongs to what follows, not to the verb. */
function takesWhatIsNotItsOwn({ rule, end }: PhraseMatch, words: readonly Word[]): boolean {
  if (!isPhrasalVerb(rule.output[0] ?? '')) return false;
  const [particle = '', next = ''] = [words[end - 1]?.norm, words[end]?.norm];
  if (['in', 'on', 'at', 'by'].includes(particle)) return ['which', 'what'].includes(next);
  return particle === 'up' && next === 'to' && words[end + 1]?.token.kind === 'number';
}

type Matched = {
  readonly match: PhraseMatch;
  readonly at: number;
  readonly words: readonly Word[];
  readonly forms: readonly Forms[];
  readonly dictionary: Dictionary;
};

/** What one place of a rule's right side becomes: words of the text, read anew where more than one, or a word of the rule. */
function itemsFor(place: number, { match, at, words, forms, dictionary }: Matched): readonly Item[] {
  const output = match.rule.output[place] ?? '';
  if (output === '~') return rewrite(words.slice(...match.gap), dictionary);
  if (output === '*' && match.wildcard === -1) return [];
  const source = output === '*' ? match.wildcard : output === '_' ? match.end - 1 : -1;
  const kept = words[source];
  // `k8s` for what `*` took.
  if (output === '*' && kept?.token.kind === 'mixed') return rewrite([kept], dictionary);
  if (kept !== undefined)
    return [{ word: kept.norm, forms: forms[source] ?? NO_FORMS, token: kept.token, rewritten: false }];
  const [word, form = NO_FORMS] = [words[at], forms[at]];
  if (word === undefined) return [];
  const { token } = word;
  if (isPhrasalVerb(output))
    return [{ word: output, forms: { ...form, lemmas: [output] }, token, rewritten: true }];
  const item = rewritten(output, token, dictionary);
  return [place === 0 ? inflected(item, word, form) : item];
}

/** `Does anybody know how many …`: behind a frame its last word opens a phrase of its own. */
function endsAnew(output: readonly string[], last: Word | undefined): boolean {
  if (output.length === 1 && output[0] === '_') return true;
  return (
    output.at(-1) === '_' &&
    (functionClass(last?.norm ?? '') === 'wh' || WHETHER.has(last?.norm ?? '')) &&
    output.slice(0, -1).every((word) => word === '.' || FRAMES.has(word))
  );
}

const WHETHER = new Set(['if', 'whether']);
const ASKING = new Set(
  'know knows wonder wondered wondering ask asking curious idea clue out understand learn see hear check remember recall confirm clarify verify sure about'.split(
    ' ',
  ),
);

/** `I wanted to ask if you sell scissors`: behind a frame that asks it is no condition. */
function isAskedWhether(words: readonly Word[], at: number): boolean {
  return WHETHER.has(words[at]?.norm ?? '') && ASKING.has(words[at - 1]?.norm ?? '');
}

/** A slip in a word of turns of phrase; of a capitalised word it may be the name. */
function corrected(word: Word, { frames, morphology }: Dictionary): Word {
  const { kind, letterCase, quoted } = word.token;
  if (kind !== 'word' || quoted || letterCase !== 'lower' || morphology.formsOf(word.norm).known) return word;
  const norm = frames.correct(word.norm);
  return norm === undefined ? word : { ...word, norm };
}

/** `called off` is `cancel` in the past. */
function inflected(item: Item, { norm }: Word, { past, participle, ing, lemmas }: Forms): Item {
  const isForm = (past || ing) && lemmas[0] !== norm && functionClass(norm) === undefined;
  const { forms } = item;
  const takes =
    isForm &&
    !item.word.startsWith('@') &&
    !forms.past &&
    !forms.ing &&
    functionClass(item.word) === undefined;
  return takes ? { ...item, forms: { ...forms, past, participle, ing } } : item;
}

export function rewritten(word: string, token: Token, dictionary: Dictionary): Item {
  const forms = word.startsWith('@') ? NO_FORMS : dictionary.morphology.formsOf(word);
  return { word, forms, token, rewritten: true };
}

function formsOf(word: Word, { morphology }: Dictionary): Forms {
  if (word.token.kind !== 'word') return { ...NO_FORMS, lemmas: [word.norm] };
  const forms = morphology.formsOf(word.norm);
  // `HTTPS` is no plural of HTTP: a plural of capitals takes a small s.
  return !forms.known && word.token.letterCase === 'upper'
    ? { ...forms, lemmas: [word.norm], plural: false }
    : forms;
}

/** `30 min`, `5mb`: behind a figure it is the unit, not the abbreviation; `mL` wherever it stands. */
function isUnitOf(before: Word | undefined, { norm, token }: Word, { measures }: Dictionary): boolean {
  if (token.text === 'mL') return true;
  return (
    before?.token.kind === 'number' &&
    token.kind === 'word' &&
    norm.length > 1 &&
    (ABBREVIATED.has(norm) || token.start === before.token.start + before.token.text.length) &&
    measures.isUnit(norm)
  );
}

const ABBREVIATED = new Set(['min', 'mins', 'sec', 'secs', 'mo', 'ml', 'hr', 'hrs', 'tb', 'ms']);

function canRewrite(word: Word): boolean {
  return !word.token.quoted && word.token.kind !== 'punct' && word.token.kind !== 'script';
}

/** After the comma of a fronted clause the question itself begins: `If it rains, can I …`. */
function opensClause(words: readonly Word[], at: number): boolean {
  const next = words[at + 1]?.norm ?? '';
  return words[at]?.norm === ',' && ['aux', 'modal', 'wh'].includes(functionClass(next) ?? '');
}
