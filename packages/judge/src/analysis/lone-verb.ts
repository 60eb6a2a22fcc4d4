import type { Dictionary } from '../lexicon/dictionary.ts';
import { POS } from '../lexicon/lexicon-format.ts';
import type { Element } from './element.ts';

const DOING = new Set(['do', 'does', 'did']);
const BEFORE_NOUNS: ReadonlySet<string> = new Set(['det', 'poss', 'prep', 'quant', 'aux']);

/** `How does the bank float loans?`: a question with `do` has a verb; where none was found and one word alone can be it, it is. */
export function withLoneVerbs(elements: readonly Element[], { lexicon }: Dictionary): readonly Element[] {
  const found: number[] = [];
  for (const [aux, { word, function: named }] of elements.entries()) {
    if (named !== 'aux' || !DOING.has(word) || elements[aux - 1]?.word === 'to') continue;
    const end = clauseEnd(elements, aux + 1);
    const clause = elements.slice(aux + 1, end);
    if (clause.some(({ verb }) => verb)) continue;
    const able = clause.flatMap((element, index) =>
      canBeVerb(element, elements[aux + index]) ? [aux + 1 + index] : [],
    );
    if (able.length === 1) found.push(...able);
  }
  return found.length === 0
    ? elements
    : elements.map((element, at) =>
        found.includes(at) ? { ...element, mask: POS.verb, verb: true } : element,
      );

  function canBeVerb({ kind, word, forms, token }: Element, before: Element | undefined): boolean {
    if (kind !== 'content' || token.quoted || token.letterCase !== 'lower') return false;
    if (BEFORE_NOUNS.has(before?.function ?? '') || forms.lemmas[0] !== word) return false;
    const id = lexicon.find(word);
    return id !== undefined && lexicon.share(id, 1) > 0;
  }
}

function clauseEnd(elements: readonly Element[], from: number): number {
  const end = elements.findIndex(
    ({ kind, function: named }, at) =>
      at >= from && (kind === 'stop' || kind === 'pause' || named === 'sub' || named === 'wh'),
  );
  return end === -1 ? elements.length : end;
}
