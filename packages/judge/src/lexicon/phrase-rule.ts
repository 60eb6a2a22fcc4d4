import { interned } from './interned.ts';

/** A line of `data/phrases.txt`: a short sequence of elements and what it is rewritten to. */
export type PhraseRule = {
  /** Place in the file. */
  readonly order: number;
  readonly elements: readonly PhraseElement[];
  readonly atStart: boolean;
  readonly atEnd: boolean;
  /** Not behind a form of `be` in the same clause, where the words would be its participle. */
  readonly notAfterBe: boolean;
  /** First words of one place that must be filled, the most telling one: without any of them the rule cannot match. */
  readonly telling: readonly string[];
  /** Plain words, marks (`@how`), `*`, `~` and `_` for what stands there. */
  readonly output: readonly string[];
};

/** One place of a pattern: a choice of word sequences by their first word; `*` one content word, `*ing` one in -ing, `#` one figure, `~` a run of words, `~3` a short one. */
export type PhraseElement = {
  readonly choices: ReadonlyMap<string, readonly (readonly string[])[]>;
  readonly kind: 'words' | 'wildcard' | 'gerund' | 'figure' | 'gap' | 'short gap';
  readonly optional: boolean;
};

const OPEN_PLACES: Readonly<Record<string, PhraseElement['kind']>> = {
  '*': 'wildcard',
  '*ing': 'gerund',
  '#': 'figure',
  '~': 'gap',
  '~3': 'short gap',
};

/** Throws a `SyntaxError` that quotes the line. */
export function parseRule(line: string, order: number): PhraseRule {
  const arrow = line.indexOf('=>');
  if (arrow === -1) throw new SyntaxError(`phrases.txt: no => in "${line}"`);
  const pattern = line.slice(0, arrow).trim();
  const output = line
    .slice(arrow + 2)
    .split(' ')
    .filter((word) => word !== '')
    .map(interned);
  if (/[([][^)\]]*[([]/u.test(pattern)) throw new SyntaxError(`phrases.txt: choices do not nest: "${line}"`);
  const elements: PhraseElement[] = [];
  for (const part of pattern.matchAll(/\(([^)]+)\)|\[([^\]]+)\]|[^\s()[\]]+/gu)) {
    if (part[0] === '^' || part[0] === '$' || part[0] === '!be') continue;
    const [, required, optional] = part;
    elements.push(elementOf(required ?? optional ?? part[0], optional !== undefined));
  }
  return {
    order,
    elements,
    telling: tellingOf(elements),
    output,
    atStart: pattern.startsWith('^'),
    atEnd: pattern.endsWith('$'),
    notAfterBe: pattern.startsWith('!be'),
  };
}

/** The longer its words, the rarer a place is filled; what a rule starts with is looked up already. */
function tellingOf(elements: readonly PhraseElement[]): readonly string[] {
  const length = (words: readonly string[]): number =>
    words.reduce((sum, word) => sum + word.length, 0) / Math.max(1, words.length);
  return elements
    .slice(1)
    .filter(({ kind, optional }) => kind === 'words' && !optional)
    .map(({ choices }) => [...choices.keys()])
    .reduce((best, words) => (length(words) > length(best) ? words : best), [] as readonly string[]);
}

export function* wordsOfRule({ elements }: PhraseRule): Generator<string> {
  for (const { choices } of elements) {
    for (const [first, rests] of choices) {
      yield first;
      for (const rest of rests) yield* rest;
    }
  }
}

/** What a match may begin with: its first two words where both are sure, else the first. */
export function startsOf({ elements }: PhraseRule): readonly string[] {
  const starts = new Set<string>();
  for (const [index, element] of elements.entries()) {
    for (const [first, rests] of element.choices) {
      for (const rest of rests)
        for (const start of withSecond(first, rest, elements[index + 1])) starts.add(start);
    }
    if (!element.optional) break;
  }
  return [...starts];
}

function withSecond(
  first: string,
  rest: readonly string[],
  next: PhraseElement | undefined,
): readonly string[] {
  if (rest[0] !== undefined) return [`${first} ${rest[0]}`];
  if (next === undefined || next.optional || next.kind !== 'words') return [first];
  return [...next.choices.keys()].map((second) => `${first} ${second}`);
}

function elementOf(text: string, optional: boolean): PhraseElement {
  const choices = new Map<string, (readonly string[])[]>();
  const open = OPEN_PLACES[text];
  if (open !== undefined) return { choices, kind: open, optional };
  for (const choice of text.split('|')) {
    const [first = '', ...rest] = choice.trim().split(' ').map(interned);
    choices.set(first, [...(choices.get(first) ?? []), rest]);
  }
  return { choices, kind: 'words', optional };
}
