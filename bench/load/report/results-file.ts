import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMet, type Findings } from '../figures.ts';

const RESULTS = join(import.meta.dirname, '../../results');

/** Writes `bench/results/<name>`, numbers to five digits. */
export function writeResults(name: string, results: object): void {
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(join(RESULTS, name), `${JSON.stringify(results, rounded, 1)}\n`);
}

/** What that file holds; an empty object where there is none. */
export function readResults(name: string): object {
  const path = join(RESULTS, name);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as object) : {};
}

/** Findings as a results file has them: each figure with whether its goal is met. */
export function reported({ figures, skipped }: Findings): object {
  return { figures: figures.map((figure) => ({ ...figure, met: isMet(figure) })), skipped };
}

function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toPrecision(5)) : value;
}
