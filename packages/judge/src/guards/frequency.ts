import type { Analysis } from '../analysis/analyse.ts';
import type { Comparison } from '../compare/comparison.ts';

const ALWAYS = new Set(['always']);
const AT_TIMES = new Set(
  'sometimes usually often occasionally normally typically generally frequently mostly'.split(' '),
);

/** Always against sometimes, a few against few: nobody asks the one for the other, however alike they read. */
export function otherFrequency({ a, b }: Comparison): string | undefined {
  return against(a, b) ?? against(b, a) ?? otherFew(a.text, b.text);
}

function against(one: Analysis, other: Analysis): string | undefined {
  const always = said(one, ALWAYS) ?? allOfThem(one);
  if (always === undefined || said(other, ALWAYS) !== undefined || allOfThem(other) !== undefined)
    return undefined;
  const seldom = said(other, AT_TIMES);
  return seldom === undefined || said(one, AT_TIMES) !== undefined
    ? undefined
    : `"${always}" against "${seldom}"`;
}

/** What is left of the text: `I always wondered why` is gone by now. */
function said({ elements }: Analysis, words: ReadonlySet<string>): string | undefined {
  return elements.find(({ token }) => words.has(token.norm))?.token.text;
}

/** `Do all cats …` */
function allOfThem({ ask, markers, units }: Analysis): string | undefined {
  if (ask.type !== 'yesno') return undefined;
  return markers.find(({ value, target }) => value === 'all' && units[target]?.role === 'subj')?.shown;
}

const SOME = /\b(?:(?<a>a) )?(?<few>few|little) (?<of>\p{L}+)/giu;
/** `the last few days`, `so little water`; of what is counted the amount is not the question. */
const OTHERWISE =
  /\b(?:the|these|those|my|your|his|her|our|their|last|next|first|past|every|so|too|very|as|how|only|quite) (?:few|little)\b/iu;
/** `A little dress` is a small one. */
const MASSES = new Set(
  `sugar water salt wine beer milk time money sleep food alcohol coffee tea sun sunlight exercise help effort light rain snow oil
  butter fat fiber fibre protein caffeine experience information evidence blood energy space hope pain traffic bleach vinegar
  garlic honey cheese chocolate meat bread rice iron stress knowledge practice progress damage noise air gas fuel smoke`.split(
    /\s+/u,
  ),
);

/** `a few options are left`, `few options are left`. */
function otherFew(one: string, other: string): string | undefined {
  const [first, second] = [fewOf(one), fewOf(other)];
  if (first === undefined || second === undefined || first.isSome === second.isSome) return undefined;
  return first.of === second.of ? `"${first.shown}" against "${second.shown}"` : undefined;
}

function fewOf(text: string): { isSome: boolean; of: string; shown: string } | undefined {
  const [found, more] = text.matchAll(SOME);
  if (found?.groups === undefined || more !== undefined || OTHERWISE.test(text)) return undefined;
  const of = `${found.groups['few'] ?? ''} ${found.groups['of'] ?? ''}`.toLowerCase();
  if (of.startsWith('little') && !MASSES.has(of.slice('little '.length))) return undefined;
  return { isSome: found.groups['a'] !== undefined, of, shown: found[0] };
}
