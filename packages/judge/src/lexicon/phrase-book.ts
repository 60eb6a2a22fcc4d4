import { interned } from './interned.ts';
import { parseRule, startsOf, wordsOfRule, type PhraseElement, type PhraseRule } from './phrase-rule.ts';

/** What the matcher needs to know of the words at hand. */
export interface PhraseInput {
  readonly length: number;
  /** All that the word at a position may be called: its written form and its base forms. */
  namesOf(at: number): readonly string[];
  /** Whether any position may be called so. */
  has(name: string): boolean;
  endsAt(at: number): boolean;
  /** Whether anything but punctuation stands there. */
  isWord(at: number): boolean;
  /** Whether it stands in quotation marks. */
  isQuoted(at: number): boolean;
  /** Whether a content word stands there: what `*` matches. */
  isContent(at: number): boolean;
  /** Whether a content word in -ing stands there: what `*ing` matches. */
  isGerund(at: number): boolean;
  /** Whether a number stands there, in digits or words. */
  isFigure(at: number): boolean;
  /** Whether a form of `be` stands before it without a verb of content between. */
  isAfterBe(at: number): boolean;
}

export type PhraseMatch = {
  readonly rule: PhraseRule;
  /** Position behind the match. */
  readonly end: number;
  /** Where the word that `*` took stands, -1 for none. */
  readonly wildcard: number;
  /** From where to before where `~` reaches. */
  readonly gap: readonly [from: number, to: number];
};

/** Longest run of words that `~` takes. */
const LONGEST_GAP = 9;
const SHORT_GAP = 3;
/** What is quoted in it does not count, up to this many words. */
const LONGEST_QUOTE = 24;
/** `turn off the lights on Sunday`: what already has its particle has no gap before one. */
const PARTICLES = ['off', 'on', 'up', 'down', 'out'];

/** Rewrites turns of phrase to their plain form before texts are compared, from `data/phrases.txt`. */
export class PhraseBook {
  /** By the first two words; rules whose second word is open stand under the first and an empty one. */
  readonly #rules = new Map<string, Map<string, PhraseRule[]>>();
  /** All words that patterns are made of. */
  readonly words = new Set<string>();

  constructor(lines: readonly string[]) {
    for (const [order, line] of lines.entries()) {
      const rule = parseRule(line, order);
      for (const word of wordsOfRule(rule)) this.words.add(word);
      for (const start of startsOf(rule)) this.#add(rule, start);
    }
  }

  #add(rule: PhraseRule, start: string): void {
    const [first = '', second = ''] = start.split(' ').map(interned);
    const following = this.#rules.get(first) ?? new Map<string, PhraseRule[]>();
    this.#rules.set(first, following);
    following.set(second, [...(following.get(second) ?? []), rule]);
  }

  /** The rule that covers most words from this position on; of equals, the one that stands first in the file. */
  longestAt(input: PhraseInput, at: number, opens: boolean): PhraseMatch | undefined {
    let best: PhraseMatch | undefined;
    const seconds = at + 1 < input.length ? input.namesOf(at + 1) : [];
    for (const name of input.namesOf(at)) {
      const following = this.#rules.get(name);
      if (following === undefined) continue;
      best = this.#better(best, following.get(''), { input, at, opens });
      for (const second of seconds) best = this.#better(best, following.get(second), { input, at, opens });
    }
    return best;
  }

  #better(
    best: PhraseMatch | undefined,
    rules: readonly PhraseRule[] | undefined,
    { input, at, opens }: { input: PhraseInput; at: number; opens: boolean },
  ): PhraseMatch | undefined {
    if (rules === undefined) return best;
    let better = best;
    for (const rule of rules) {
      if ((rule.atStart && !opens) || !mayMatch(rule, input)) continue;
      if (rule.notAfterBe && input.isAfterBe(at)) continue;
      const walk = new Walk(rule, input);
      walk.from(0, at);
      const further = walk.end - (better?.end ?? at);
      if (further > 0 || (further === 0 && better !== undefined && rule.order < better.rule.order))
        better = walk.match();
    }
    return better;
  }
}

function mayMatch({ telling }: PhraseRule, input: PhraseInput): boolean {
  return telling.length === 0 || telling.some((word) => input.has(word));
}

/**
 * Finds the furthest way through one rule. Depth-first and bounded: a pattern has about a dozen elements, a choice is
 * looked up by the word at hand, and nothing repeats, so no input makes it slow.
 */
class Walk {
  end = -1;
  readonly #rule: PhraseRule;
  readonly #input: PhraseInput;
  #wildcard = -1;
  #gap: readonly [number, number] = [0, 0];
  #found: readonly [wildcard: number, gap: readonly [number, number]] = [-1, [0, 0]];

  constructor(rule: PhraseRule, input: PhraseInput) {
    this.#rule = rule;
    this.#input = input;
  }

  match(): PhraseMatch {
    const [wildcard, gap] = this.#found;
    return { rule: this.#rule, end: this.end, wildcard, gap };
  }

  from(index: number, at: number): void {
    const element = this.#rule.elements[index];
    if (element === undefined) {
      if (at <= this.end || (this.#rule.atEnd && !this.#input.endsAt(at))) return;
      this.end = at;
      this.#found = [this.#wildcard, this.#gap];
      return;
    }
    if (element.kind === 'words') this.#choose(element, index, at);
    else if (element.kind === 'gap') this.#across(index, at, LONGEST_GAP);
    else if (element.kind === 'short gap') this.#across(index, at, SHORT_GAP);
    else if (element.kind === 'figure') {
      if (at < this.#input.length && this.#input.isFigure(at)) this.from(index + 1, at + 1);
    } else if (at < this.#input.length && this.#fits(element, at)) {
      this.#wildcard = at;
      this.from(index + 1, at + 1);
      this.#wildcard = -1;
    }
    if (element.optional) this.from(index + 1, at);
  }

  #fits({ kind }: PhraseElement, at: number): boolean {
    return kind === 'gerund' ? this.#input.isGerund(at) : this.#input.isContent(at);
  }

  #choose(element: PhraseElement, index: number, at: number): void {
    if (at >= this.#input.length) return;
    for (const name of this.#input.namesOf(at)) {
      for (const rest of element.choices.get(name) ?? []) {
        if (this.#continues(rest, at + 1)) this.from(index + 1, at + 1 + rest.length);
      }
    }
  }

  #continues(words: readonly string[], from: number): boolean {
    if (from + words.length > this.#input.length) return false;
    return words.every((word, offset) => this.#input.namesOf(from + offset).includes(word));
  }

  /** The shortest run of words after which the rest of the rule fits. */
  #across(index: number, at: number, longest: number): void {
    const furthest = Math.min(at + LONGEST_QUOTE, this.#input.length);
    const next = this.#rule.elements[index + 1]?.choices;
    const splits = next !== undefined && PARTICLES.some((particle) => next.has(particle));
    let words = 0;
    for (let end = at + 1; end <= furthest && this.#input.isWord(end - 1) && this.end === -1; end += 1) {
      if (!this.#input.isQuoted(end - 1)) words += 1;
      if (words > longest) break;
      const particle = PARTICLES.find((name) => this.#input.namesOf(end - 1).includes(name));
      if (particle !== undefined && (splits || particle !== 'on')) break;
      this.#gap = [at, end];
      this.from(index + 1, end);
    }
    this.#gap = [0, 0];
  }
}
