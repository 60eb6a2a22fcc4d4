import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type SuiteKind = 'lookalikes' | 'paraphrases';
export type SuiteHalf = 'open' | 'sealed';

export type SuitePair = {
  readonly kind: SuiteKind;
  /** `fresh`: of a batch that was run before it was read. */
  readonly half: SuiteHalf | 'fresh';
  readonly family: string;
  readonly a: string;
  readonly b: string;
  /** `open/lookalikes-code.tsv:12`, for messages. */
  readonly where: string;
};

const HEADER = 'family\ta\tb';

/** All pairs of one half, in file order. Throws on a malformed file: a suite that is half read proves nothing. */
export function readSuiteHalf(root: string, half: SuiteHalf): readonly SuitePair[] {
  const folder = join(root, half);
  const files = readdirSync(folder).filter((name) => name.endsWith('.tsv'));
  return files.toSorted().flatMap((name) => readSuiteFile(folder, { half, name }));
}

/** Pairs of one file outside the suite. */
export function readPairs(folder: string, name: string): readonly SuitePair[] {
  return readSuiteFile(folder, { half: 'fresh', name });
}

function readSuiteFile(folder: string, file: { half: SuitePair['half']; name: string }): SuitePair[] {
  const lines = readFileSync(join(folder, file.name), 'utf8').split('\n');
  if (lines.shift() !== HEADER) throw new Error(`${file.name}: the header line is missing`);
  if (lines.pop() !== '') throw new Error(`${file.name}: no line break at the end`);
  const kind: SuiteKind = file.name.startsWith('lookalikes') ? 'lookalikes' : 'paraphrases';
  return lines.map((line, index) => {
    const where = `${file.half}/${file.name}:${index + 2}`;
    const [family, a, b, ...rest] = line.split('\t');
    if (!family || !a || !b || rest.length > 0) throw new Error(`${where}: not three cells`);
    return { kind, half: file.half, family, a: unescapeCell(a), b: unescapeCell(b), where };
  });
}

function unescapeCell(cell: string): string {
  return cell.replace(/\\([nt\\])/g, (_, code: string) => (code === 'n' ? '\n' : code === 't' ? '\t' : '\\'));
}
