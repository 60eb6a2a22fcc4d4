import type { HistorySample } from './history-sample.ts';

/** One number for each instant; `null` where the proxy did not run or had nothing to say. */
export type Series = readonly (number | null)[];
export type SeriesByName = Readonly<Record<string, Series>>;

/** Every series by its name, in one pass: a count that is missing is 0 while the proxy ran, a gauge is not known. */
export function columnsOf(
  samples: readonly (HistorySample | undefined)[],
  kind: 'counts' | 'gauges',
): ReadonlyMap<string, Series> {
  const nothing = samples.map((sample) => (sample === undefined || kind === 'gauges' ? null : 0));
  const columns = new Map<string, (number | null)[]>();
  for (const [index, sample] of samples.entries()) {
    for (const [name, value] of Object.entries(sample?.[kind] ?? {})) {
      const column = columns.get(name) ?? [...nothing];
      column[index] = value;
      columns.set(name, column);
    }
  }
  return columns;
}

/** The series of one family by the rest of their names. */
export function family(columns: ReadonlyMap<string, Series>, name: string): SeriesByName {
  const prefix = `${name}:`;
  const found = [...columns.keys()].filter((key) => key.startsWith(prefix)).toSorted();
  return Object.fromEntries(found.map((key) => [key.slice(prefix.length), columns.get(key) ?? []]));
}
