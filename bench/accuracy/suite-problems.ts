import type { SuitePair } from './suite-file.ts';

const MIN_LOOKALIKES = 640;
const MIN_PARAPHRASES = 400;
const MIN_FAMILIES = 20;
/** Share of content words in common from which two texts count as near-copies. */
const NEAR_COPY = 0.6;
const FUNCTION_WORDS = new Set(
  (
    'a an the of in on at to for with and or is are was were do does did i me you my your what how why when who ' +
    'which where can could please it this that be by from s t'
  ).split(' '),
);

type Words = { readonly pair: SuitePair; readonly words: ReadonlySet<string> };

/** What is wrong with the suite: form, counts, uniqueness, the seal. Empty when nothing is. */
export function suiteProblems(open: readonly SuitePair[], sealed: readonly SuitePair[]): readonly string[] {
  const pairs = [...open, ...sealed];
  return [...formProblems(pairs), ...countProblems(pairs), ...sealProblems(open, sealed)];
}

function formProblems(all: readonly SuitePair[]): string[] {
  const seen = new Map<string, string>();
  return all.flatMap((pair) => {
    const found: string[] = [];
    const key = [pair.a, pair.b].toSorted().join('\t');
    const twin = seen.get(key);
    if (twin) found.push(`${pair.where}: the same pair as ${twin}`);
    seen.set(key, pair.where);
    if (pair.a === pair.b) found.push(`${pair.where}: both texts are equal`);
    if (pair.a !== pair.a.normalize('NFC').trim() || pair.b !== pair.b.normalize('NFC').trim()) {
      found.push(`${pair.where}: not NFC, or blanks at an end`);
    }
    return found;
  });
}

function countProblems(all: readonly SuitePair[]): string[] {
  const lookalikes = all.filter((pair) => pair.kind === 'lookalikes');
  const families = new Set(lookalikes.map((pair) => pair.family)).size;
  const paraphrases = all.length - lookalikes.length;
  return [
    ...(lookalikes.length < MIN_LOOKALIKES ? [`only ${lookalikes.length} look-alikes`] : []),
    ...(paraphrases < MIN_PARAPHRASES ? [`only ${paraphrases} paraphrases`] : []),
    ...(families < MIN_FAMILIES ? [`only ${families} families of look-alikes`] : []),
  ];
}

/** A guard tuned on the open half must not have seen a sealed text, nor one that differs in a word of many. */
function sealProblems(left: readonly SuitePair[], right: readonly SuitePair[]): string[] {
  const rightWords = right.flatMap(wordsOfPair);
  return left.flatMap(wordsOfPair).flatMap((one) => {
    const twin = rightWords.find((other) => isNearCopy(one.words, other.words));
    return twin ? [`${one.pair.where}: a near-copy of ${twin.pair.where}`] : [];
  });
}

function wordsOfPair(pair: SuitePair): Words[] {
  return [pair.a, pair.b].map((text) => {
    const words = (text.toLowerCase().match(/[\p{L}\p{M}\p{N}_]+/gu) ?? []).filter(
      (word) => !FUNCTION_WORDS.has(word),
    );
    return { pair, words: new Set(words.length > 0 ? words : [text]) };
  });
}

function isNearCopy(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  const shared = one.intersection(other).size;
  if (shared === 1) return one.size === 1 && other.size === 1;
  return shared > 1 && shared / one.union(other).size >= NEAR_COPY;
}
