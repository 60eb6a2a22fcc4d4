import type { Element } from './element.ts';
import { extendsRun, isNominal, LONGEST_RUN } from './noun-phrases.ts';

/** Where a word stands, as written: behind which content of its sentence (-1 for none), linked by which small words. */
export type Slot = { readonly after: number; readonly link: string };

/** Small words that only point, ask or carry tense: they do not make another place. */
const QUIET = new Set(['det', 'poss', 'pron', 'aux', 'modal', 'filler', 'quant', 'degree']);

/** The place of a noun phrase, which is its first word's, for each of its words. */
export function phraseSlotAt(elements: readonly Element[], at: number): Slot {
  let first = at;
  while (first > at - LONGEST_RUN && isWithin(elements, first)) first -= 1;
  return slotAt(elements, first);
}

/** Whether the word before belongs to the same noun phrase. */
function isWithin(elements: readonly Element[], at: number): boolean {
  const before = elements[at - 1];
  return extendsRun(elements[at]) && isNominal(before) && before?.verb === false;
}

export function slotAt(elements: readonly Element[], at: number): Slot {
  let link = '';
  for (let back = at - 1; back >= 0; back -= 1) {
    const element = elements[back];
    if (element === undefined || element.kind === 'stop') break;
    if (element.kind === 'mark') {
      if (element.word !== '@not') break;
      link = `not ${link}`;
    } else if (isNominal(element)) return { after: back, link };
    else if (element.kind === 'pause') link = `, ${link}`;
    else if (element.function === 'sub' || element.function === 'wh')
      return { after: -1, link: `${element.word} ${link}` };
    else if (!QUIET.has(element.function ?? '')) link = `${element.word} ${link}`;
  }
  return { after: -1, link };
}
