import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { table } from '../report/markdown.ts';
import { clopperPearson } from '../statistics.ts';
import { readPairs, type SuiteKind, type SuitePair } from '../suite-file.ts';
import type { JudgedPair } from '../suite-run/run-suite.ts';
import { PLAIN_ACCEPTS } from '../suite-run/run-suite.ts';

/** Served and counted: of all look-alikes, of the paraphrases that a plain cache would serve. */
type Count = readonly [served: number, of: number];

export type FreshReport = {
  readonly batch: string;
  readonly kind: SuiteKind;
  readonly atFirstSight: Count;
  readonly now: Count;
};

const KINDS = ['lookalikes', 'paraphrases'] as const satisfies readonly SuiteKind[];

/** The batches by name, in the order they were written. */
export function readFreshBatches(folder: string): ReadonlyMap<string, readonly SuitePair[]> {
  const names = readdirSync(folder).filter((name) => name.startsWith('batch-'));
  return new Map(
    names
      .toSorted((one, other) => one.localeCompare(other, 'en', { numeric: true }))
      .map((name) => [name, KINDS.flatMap((kind) => readPairs(join(folder, name), `${kind}.tsv`))]),
  );
}

export function freshReport(
  folder: string,
  judged: ReadonlyMap<string, readonly JudgedPair[]>,
  rule: string,
): readonly FreshReport[] {
  const first = JSON.parse(readFileSync(join(folder, 'first-sight.json'), 'utf8')) as Readonly<
    Record<string, Readonly<Record<SuiteKind, Count>>>
  >;
  return [...judged].flatMap(([batch, pairs]) =>
    KINDS.map((kind): FreshReport => {
      const atFirstSight = first[batch]?.[kind];
      if (atFirstSight === undefined) throw new Error(`first-sight.json says nothing of ${batch}`);
      const counted = pairs.filter(
        ({ pair, cosine }) => pair.kind === kind && (kind === 'lookalikes' || cosine >= PLAIN_ACCEPTS),
      );
      const served = counted.filter(({ servedBy }) => servedBy.has(rule)).length;
      return { batch, kind, atFirstSight, now: [served, counted.length] };
    }),
  );
}

export function freshTable(reports: readonly FreshReport[]): string {
  return table(
    ['batch', 'kind', 'served at first sight', 'served now'],
    reports.map(({ batch, kind, atFirstSight, now }) => [batch, kind, show(atFirstSight), show(now)]),
  );
}

function show([served, of]: Count): string {
  const { low, high } = clopperPearson(served, of);
  const percent = (share: number): string => (100 * share).toFixed(1);
  return `${served} of ${of}: ${percent(served / of)} % (${percent(low)}–${percent(high)})`;
}
