import { readFileSync } from 'node:fs';

/** The lines of a data file under `data/`, without comments and empty lines. */
export function dataLines(name: string): readonly string[] {
  return readFileSync(new URL(`../../data/${name}`, import.meta.url), 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}
