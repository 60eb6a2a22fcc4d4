import { wordingOf, type Wording } from '../foreign/wording.ts';
import type { Dictionary } from '../lexicon/dictionary.ts';
import { ellipsesOf } from './actors.ts';
import { withoutAppositions } from './apposition.ts';
import { readAsk } from './ask.ts';
import type { Ask } from './ask-types.ts';
import { askedDeals } from './asked-deals.ts';
import { becomeSo } from './become-so.ts';
import { turnConverses } from './converse.ts';
import { receivedDeals } from './deals.ts';
import type { Element } from './element.ts';
import { elementsOf } from './elements.ts';
import type { QuotedSpan } from './quotes.ts';
import { rewrite } from './rewrite.ts';
import { scan } from './scan.ts';
import { withoutTitles } from './titles.ts';
import type { Token } from './token.ts';
import type { Marker, Unit } from './unit.ts';
import { withoutPreamble } from './preamble.ts';
import { readUnits } from './units.ts';
import { wordsOf } from './words.ts';

/** All that the guards and the score know of one text. Computed once, and remembered for stored texts. */
export type Analysis = {
  /** After folding typography. */
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly quotes: readonly QuotedSpan[];
  readonly elements: readonly Element[];
  readonly units: readonly Unit[];
  readonly markers: readonly Marker[];
  /** What is left of clauses whose verb was said before. */
  readonly ellipses: readonly string[];
  readonly ask: Ask;
  /** Share of the words that the lexicon knows; 1 for a text without words. */
  readonly knownShare: number;
  /** Of a question in another language that is known a little: how it is worded. */
  readonly wording: Wording | undefined;
};

export function analyse(text: string, dictionary: Dictionary): Analysis {
  const { text: folded, tokens, quotes } = scan(text);
  const written = becomeSo(wordsOf(withoutTitles(withoutAppositions(withoutPreamble(tokens))), dictionary));
  const words = askedDeals(receivedDeals(turnConverses(written)));
  const items = rewrite(words, dictionary);
  const elements = elementsOf(items, dictionary);
  const { units, markers } = readUnits(elements, dictionary);
  const knownShare = knownShareOf(elements);
  const language = dictionary.languages.languageOf(tokens, knownShare);
  return {
    text: folded,
    tokens,
    quotes,
    elements,
    units,
    markers,
    ellipses: ellipsesOf(elements),
    ask: readAsk(elements),
    knownShare,
    wording: language && wordingOf(tokens, language),
  };
}

function knownShareOf(elements: readonly Element[]): number {
  let [known, words] = [0, 0];
  for (const { kind, forms, token } of elements) {
    // Code and what is quoted is in no language; a turn of phrase was recognised as English.
    if (token.quoted && token.kind !== 'script') continue;
    if (token.kind === 'script') words += 1;
    if (kind !== 'content' && kind !== 'function' && kind !== 'mark') continue;
    words += 1;
    if (kind !== 'content' || forms.known) known += 1;
  }
  return words === 0 ? 1 : known / words;
}
