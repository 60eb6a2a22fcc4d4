import { readFileSync } from 'node:fs';

/** A sense of a word: which synset, which part of speech, how often it was tagged in WordNet's corpus. */
export type Sense = { readonly synset: string; readonly pos: string; readonly count: number };

export type Pointer = {
  readonly symbol: string;
  readonly synset: string;
  /** 1-based index of the words it joins; 0 means the whole synset. */
  readonly from: number;
  readonly to: number;
};

export type Synset = {
  readonly pos: string;
  readonly words: readonly string[];
  readonly pointers: readonly Pointer[];
  readonly lexFile: number;
};

export type WordNet = {
  readonly synsets: ReadonlyMap<string, Synset>;
  readonly senses: ReadonlyMap<string, readonly Sense[]>;
};

/** Reads the database files of WordNet 3.1 (format: wndb(5WN), senseidx(5WN)). */
export function readWordNet(folder: string): WordNet {
  const synsets = new Map<string, Synset>();
  for (const [file, pos] of [
    ['noun', 'n'],
    ['verb', 'v'],
    ['adj', 'a'],
    ['adv', 'r'],
  ] as const) {
    for (const line of lines(`${folder}/data.${file}`)) {
      if (line.startsWith(' ')) continue;
      const [id, synset] = parseSynset(line, pos);
      synsets.set(id, synset);
    }
  }
  const senses = new Map<string, Sense[]>();
  for (const line of lines(`${folder}/index.sense`)) {
    const [key = '', offset = '', , count = '0'] = line.split(' ');
    const [lemma = '', rest = ''] = key.split('%');
    const pos = '?nvara'[Number(rest[0])] ?? '?';
    const known = senses.get(lemma) ?? [];
    known.push({ synset: pos + offset, pos, count: Number(count) });
    senses.set(lemma, known);
  }
  return { synsets, senses };
}

function parseSynset(line: string, pos: string): [string, Synset] {
  const fields = (line.split(' | ')[0] ?? '').split(' ');
  const at = (index: number): string => fields[index] ?? '';
  const wordCount = Number.parseInt(at(3), 16);
  const words = Array.from({ length: wordCount }, (_, index) => at(4 + 2 * index).replace(/\(.*\)$/u, ''));
  const first = 5 + 2 * wordCount;
  const pointers = Array.from({ length: Number(at(first - 1)) }, (_, index) => {
    const start = first + 4 * index;
    return {
      symbol: at(start),
      synset: (at(start + 2) === 's' ? 'a' : at(start + 2)) + at(start + 1),
      from: Number.parseInt(at(start + 3).slice(0, 2), 16),
      to: Number.parseInt(at(start + 3).slice(2), 16),
    };
  });
  return [pos + at(0), { pos, words, pointers, lexFile: Number(at(1)) }];
}

function lines(path: string): string[] {
  return readFileSync(path, 'latin1')
    .split('\n')
    .filter((line) => line !== '');
}
