import { RESOLUTIONS } from './history-file.ts';
import { columnsOf, family, type Series, type SeriesByName } from './history-columns.ts';
import {
  latencyOf,
  similarityOf,
  type LatencySeries,
  type SimilarityTotals,
} from './history-distributions.ts';
import { EMPTY_SAMPLE, mergeSamples, type HistoryRow, type HistorySample } from './history-sample.ts';

/** The answer of `GET /admin/history`. Instants in ms since the epoch, each the begin of a step. */
export type HistoryView = {
  readonly since: number;
  readonly until: number;
  readonly step_ms: number;
  readonly at: readonly number[];
  /** Requests that ended, by outcome as in `x-cache`; `error` too. */
  readonly requests: SeriesByName;
  /** Failed requests by whose fault it was. */
  readonly errors: SeriesByName;
  /** Failed calls to stores and the embedder. */
  readonly failures: SeriesByName;
  readonly tokens: SeriesByName;
  readonly cost_usd: SeriesByName;
  readonly latency_ms: Readonly<Record<string, LatencySeries>>;
  readonly entries: SeriesByName;
  readonly bytes: SeriesByName;
  /** 1 while a breaker kept requests away from the dependency. */
  readonly breakers: SeriesByName;
  readonly threshold: Series;
  readonly wrong_hits: { readonly ratio: Series; readonly upper: Series };
  /** Of the whole span. */
  readonly similarity: SimilarityTotals;
};

export type HistorySpan = {
  readonly since: number;
  readonly stepMs: number;
  /** The resolution to read: a divisor of `stepMs`. */
  readonly keptStepMs: number;
};

/** A chart on a wide screen shows no more. */
const MAX_POINTS = 1_000;

type Asked = { readonly since: number; readonly stepMs: number | undefined; readonly now: number };

/** The finest resolution that reaches back so far; longer steps are made of it. */
export function historySpan({ since: asked, stepMs, now }: Asked): HistorySpan {
  // Nothing is kept of before: a span back to the beginning of time would be one step.
  const since = Math.max(asked, now - RESOLUTIONS[2].keptMs);
  const wide = Math.max(stepMs ?? 0, (now - since) / MAX_POINTS);
  const kept = RESOLUTIONS.find(({ keptMs }) => now - since <= keptMs) ?? RESOLUTIONS[2];
  const step = Math.ceil(Math.max(wide, kept.stepMs) / kept.stepMs) * kept.stepMs;
  return { since: since - (since % step), stepMs: step, keptStepMs: kept.stepMs };
}

/** Rows as columns, one place for every step from the first row on. */
export function historyView(
  rows: readonly HistoryRow[],
  { since, until, stepMs }: { since: number; until: number; stepMs: number },
): HistoryView {
  const { at, samples } = byStep(rows, { until, stepMs });
  const counts = columnsOf(samples, 'counts');
  const gauges = columnsOf(samples, 'gauges');
  return {
    since,
    until,
    step_ms: stepMs,
    at,
    requests: family(counts, 'requests'),
    errors: family(counts, 'errors'),
    failures: family(counts, 'failures'),
    tokens: family(counts, 'tokens'),
    cost_usd: family(counts, 'cost'),
    latency_ms: latencyOf(counts),
    entries: family(gauges, 'entries'),
    bytes: family(gauges, 'bytes'),
    breakers: family(gauges, 'breaker'),
    threshold: gauges.get('threshold') ?? [],
    wrong_hits: { ratio: gauges.get('wrong-hits') ?? [], upper: gauges.get('wrong-hits-upper') ?? [] },
    similarity: similarityOf(counts),
  };
}

type Steps = { readonly at: readonly number[]; readonly samples: readonly (HistorySample | undefined)[] };

function byStep(rows: readonly HistoryRow[], { until, stepMs }: { until: number; stepMs: number }): Steps {
  const merged = new Map<number, HistorySample>();
  for (const row of rows) {
    const slot = row.at - (row.at % stepMs);
    merged.set(slot, mergeSamples(merged.get(slot) ?? EMPTY_SAMPLE, row));
  }
  const [first] = merged.keys();
  if (first === undefined) return { at: [], samples: [] };
  const length = Math.max(0, Math.floor((until - first) / stepMs)) + 1;
  const at = Array.from({ length }, (_, index) => first + index * stepMs);
  return { at, samples: at.map((slot) => merged.get(slot)) };
}
