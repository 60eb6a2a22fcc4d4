import type { Dictionary } from '../lexicon/dictionary.ts';
import { functionClass } from './function-words.ts';
import type { Token } from './token.ts';

/** `tips 4 my mum`, `how 2 cancel`: the word that a digit sounds like, in a text that is typed so. */
export function soundOf(tokens: readonly Token[], at: number, dictionary: Dictionary): string | undefined {
  const token = tokens[at];
  if (token?.kind !== 'number' || token.quoted || token.glued || !/^[24]$/u.test(token.text))
    return undefined;
  const [before, next] = [tokens[at - 1], tokens[at + 1]];
  if (before?.kind !== 'word' || next?.kind !== 'word' || next.glued || !isTexted(tokens)) return undefined;
  if (token.text === '4')
    return isThing(before, dictionary) && takesFor(next, dictionary) ? 'for' : undefined;
  if (['how', 'where', 'ready', 'able', 'trying', 'supposed', 'allowed'].includes(before.norm))
    return isDeed(next, dictionary) ? 'to' : undefined;
  return (isPerson(before) || TOWARDS.has(before.norm)) && isOwner(next) ? 'to' : undefined;
}

const SHORT = new Set(
  'u ur r pls plz bf gf bday w/o w/ rly thx ty lol tmrw gonna wanna any1 some1 idk tho cuz bc gr8 imma dont cant'.split(
    ' ',
  ),
);

/** Short forms, or no capital but at the start. */
function isTexted(tokens: readonly Token[]): boolean {
  const words = tokens.filter(({ kind }) => kind === 'word');
  return (
    words.some(({ norm }) => SHORT.has(norm)) ||
    words.every(({ letterCase, start }) => letterCase === 'lower' || start === 0)
  );
}

const TOWARDS = new Set(
  'talk talking talked speak speaking listen listening reply write go going come close next back married sorry nice mean rude lie lied explain'.split(
    ' ',
  ),
);

/** Behind these a digit is their number: `day 2`, `level 4`. */
const NUMBERED = new Set(
  `age aged week day chapter level grade stage type year month part season step version class phase number page room line
  episode unit win windows iphone ipad ps gta act scene verse volume book game round lap generation tier size top vitamin section
  article question figure table option plan zone area group team player channel route highway platform gate bus tram train
  model series floor lane exit psalm category factor form year player mark matthew luke john kings samuel corinthians timothy
  has have had got need needs needed want wants wanted with took take buy bought ate eat score scored won lost times turned turns turning`.split(
    /\s+/u,
  ),
);

function isThing({ norm, letterCase, start }: Token, { morphology, lexicon }: Dictionary): boolean {
  if (NUMBERED.has(norm) || functionClass(norm) !== undefined || (letterCase !== 'lower' && start > 0))
    return false;
  const { past, lemmas } = morphology.formsOf(norm);
  const id = lexicon.find(lemmas[0] ?? norm);
  return !past && (id === undefined || lexicon.share(id, 0) > lexicon.share(id, 1));
}

function isPerson({ norm }: Token): boolean {
  return /^(?:it|me|him|them|(?:my|your|him|her|it|them|our)sel(?:f|ves))$/u.test(norm);
}

const OWNERS = new Set('my your his her our their me u him them us'.split(' '));

function isOwner({ norm }: Token): boolean {
  return OWNERS.has(norm);
}

function takesFor(next: Token, { morphology }: Dictionary): boolean {
  return (
    isOwner(next) || ['a', 'an', 'the', 'bf', 'gf'].includes(next.norm) || morphology.formsOf(next.norm).ing
  );
}

/** A verb as it stands in the dictionary, not what is counted: `how 2 people can …`. */
function isDeed({ norm }: Token, { morphology, lexicon }: Dictionary): boolean {
  const id = lexicon.find(norm);
  const { plural, past, ing } = morphology.formsOf(norm);
  if (id === undefined || plural || past || ing || norm === 'people') return false;
  return lexicon.share(id, 1) > 0 && lexicon.share(id, 1) >= lexicon.share(id, 0);
}
