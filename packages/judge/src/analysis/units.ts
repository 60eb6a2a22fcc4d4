import type { Dictionary } from '../lexicon/dictionary.ts';
import { gapAt } from './actors.ts';
import { BE } from './be.ts';
import type { Element } from './element.ts';
import { markerAt, takesDegree } from './markers.ts';
import { placesOf } from './roles.ts';
import { phraseSlotAt, slotAt, type Slot } from './slots.ts';
import type { Content, Marker, Unit } from './unit.ts';
import { finiteOf, modalOf } from './verb-tense.ts';
import { isPassive } from './voice.ts';

export type Reading = { readonly units: readonly Unit[]; readonly markers: readonly Marker[] };

const DEGREES: Readonly<Record<string, number>> = { more: 1, most: 2, less: -1, least: -2, too: 1 };

/** The content of a sentence with its roles, and the small words that change what is true. */
export function readUnits(elements: readonly Element[], dictionary: Dictionary): Reading {
  const places = placesOf(elements);
  const indexOf = new Map<number, number>();
  for (const [at, element] of elements.entries()) if (isUnit(element)) indexOf.set(at, indexOf.size);
  const unitAt = (place: number): number => indexOf.get(place) ?? -1;
  const units: Unit[] = [];
  const markers: Marker[] = [];
  for (const [at, element] of elements.entries()) {
    const place = places[at];
    if (place === undefined) continue;
    if (indexOf.has(at)) {
      const { token, forms, verb } = element;
      units.push({
        ...contentOf(element, dictionary),
        mask: element.mask,
        verb,
        letterCase: token.letterCase,
        caseFree: token.opens || element.rewritten,
        quoted: token.quoted,
        glued: token.glued,
        plural: forms.plural,
        past: forms.past,
        ing: forms.ing,
        role: place.role,
        group: place.group,
        joint: place.joint,
        clause: place.clause,
        clauseNumber: place.clauseNumber,
        head: unitAt(place.head),
        governor: unitAt(place.governor),
        owned: unitAt(place.owned),
        speaker: speakerOf(elements, at),
        infinitive: verb && elements[at - 1]?.word === 'to',
        finite: finiteOf(elements, at),
        modal: modalOf(elements, at),
        degree: degreeAt(elements, at),
        passive: verb && isPassive(elements, at, false),
        gap: gapAt(elements, at),
        slot: ofUnits(slotAt(elements, at), unitAt),
        phraseSlot: ofUnits(phraseSlotAt(elements, at), unitAt),
        at,
      });
    }
    const marker = markerAt(elements, at, (from) => targetOf(elements, indexOf, from));
    if (marker !== undefined) markers.push(marker);
  }
  return { units, markers };
}

function ofUnits({ after, link }: Slot, unitAt: (place: number) => number): Slot {
  return { after: unitAt(after), link };
}

function isUnit(element: Element): boolean {
  return ['content', 'figure', 'exact'].includes(element.kind);
}

function contentOf(element: Element, { lexicon }: Dictionary): Content {
  const { token, forms, figure } = element;
  if (figure !== undefined) {
    return {
      kind: 'figure',
      keys: [figure.key, ...(figure.otherKeys ?? [])],
      word: figure.key,
      shown: figure.shown,
      unknown: false,
      proper: false,
      rarity: 6,
    };
  }
  if (element.kind === 'exact') {
    const key = token.kind === 'code' ? `\`${token.text}` : `\`${element.word}`;
    return {
      kind: 'exact',
      keys: [key],
      word: token.text,
      shown: token.text,
      unknown: true,
      proper: false,
      rarity: 8,
    };
  }
  const ids = forms.lemmas.map((lemma) => lexicon.find(lemma)).filter((id) => id !== undefined);
  const word = forms.lemmas[0] ?? element.word;
  return {
    kind: 'word',
    keys: forms.lemmas,
    word,
    shown: element.rewritten ? element.word : token.text,
    unknown: !forms.known,
    proper: ids.length > 0 && ids.every((id) => lexicon.isProper(id)),
    rarity: ids.length === 0 ? 11 : Math.min(...ids.map((id) => lexicon.rarity(id))),
  };
}

const SPEAKING = new Set(['@should', '@can', '@must', '@how', '@want']);

/** `I hit` against `hit me`: the pronoun's own form says which. */
function speakerOf(elements: readonly Element[], at: number): Unit['speaker'] {
  const [previous, after] = [elements[at - 1], elements[at + 1]?.word];
  const behind = elements[at + 1]?.function === 'prep' ? elements[at + 2]?.word : after;
  const passive = isPassive(elements, at, false);
  if (behind === 'me' || behind === 'us') return passive && after === 'by' ? 'subj' : 'obj';
  // `@should`, `@how` have swallowed the `I` of their phrase.
  if (previous?.kind === 'mark' && SPEAKING.has(previous.word)) return 'subj';
  // `Can I be sued …`: so did the one before `be`.
  if (passive && BE.has(previous?.word ?? '') && SPEAKING.has(elements[at - 2]?.word ?? '')) return 'obj';
  for (let back = at - 1; back >= 0 && back >= at - 3; back -= 1) {
    const element = elements[back];
    if (back < at - 1 && elements[at]?.verb !== true && elements[at]?.adjective !== true) break;
    if (element?.word === 'i' || element?.word === 'we' || element?.word === 'you')
      return passive ? 'obj' : 'subj';
    // `I got stung`.
    if (passive && element?.forms.lemmas.includes('get') === true) continue;
    // `I rear-ended a taxi`.
    if (back === at - 1 && elements[at]?.token.glued === true && element?.kind === 'content') continue;
    if (element?.kind !== 'function' || element.function === 'prep') break;
  }
  return 'none';
}

function degreeAt(elements: readonly Element[], at: number): number {
  const element = elements[at];
  if (element === undefined || element.kind !== 'content') return 0;
  const before = elements[at - 1];
  const named = before?.function === 'degree' || before?.word === 'most' ? DEGREES[before.word] : undefined;
  return named !== undefined && takesDegree(element) ? named : element.forms.degree;
}

/** The first unit from an element on within the sentence, else the last before it. */
function targetOf(elements: readonly Element[], indexOf: ReadonlyMap<number, number>, from: number): number {
  for (let at = from; at < elements.length && elements[at]?.kind !== 'stop'; at += 1) {
    const unit = indexOf.get(at);
    if (unit !== undefined) return unit;
  }
  for (let at = Math.min(from, elements.length) - 1; at >= 0; at -= 1) {
    const unit = indexOf.get(at);
    if (unit !== undefined) return unit;
  }
  return -1;
}
