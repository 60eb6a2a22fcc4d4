import type { Registry } from 'prom-client';

/** All that the history keeps, as it stands now; counters since the start of the process. */
export type HistoryReading = {
  readonly counters: ReadonlyMap<string, number>;
  readonly gauges: ReadonlyMap<string, number>;
};

type Kept = { readonly metric: string; readonly as: string; readonly labels?: readonly string[] };

const COUNTERS: readonly Kept[] = [
  { metric: 'strata_requests_total', as: 'requests', labels: ['outcome'] },
  { metric: 'strata_request_errors_total', as: 'errors', labels: ['cause'] },
  { metric: 'strata_tokens_saved_total', as: 'tokens:saved' },
  { metric: 'strata_tokens_used_total', as: 'tokens:used' },
  { metric: 'strata_cost_saved_dollars_total', as: 'cost:saved' },
  { metric: 'strata_cost_spent_dollars_total', as: 'cost:spent' },
];

const HISTOGRAMS: readonly Kept[] = [
  { metric: 'strata_request_duration_seconds', as: 'duration', labels: ['tier'] },
  { metric: 'strata_similarity', as: 'similarity', labels: ['verdict'] },
];

const GAUGES: readonly Kept[] = [
  { metric: 'strata_entries', as: 'entries', labels: ['tier'] },
  { metric: 'strata_entry_bytes', as: 'bytes', labels: ['tier'] },
  { metric: 'strata_breaker_state', as: 'breaker', labels: ['dep'] },
  { metric: 'strata_semantic_threshold', as: 'threshold' },
  { metric: 'strata_false_hit_ratio', as: 'wrong-hits' },
  { metric: 'strata_false_hit_ratio_upper', as: 'wrong-hits-upper' },
];

/** Calls to a dependency that did not end well, by the dependency. */
const FAILED_CALLS = { metric: 'strata_dependency_calls_total', as: 'failures' };

/** From the same families that `/metrics` shows, so that the two never tell different stories. */
export async function readHistory(registry: Registry): Promise<HistoryReading> {
  const counters = new Map<string, number>();
  const gauges = new Map<string, number>();
  const samplesOf = async (metric: string): Promise<readonly Sample[]> =>
    ((await registry.getSingleMetric(metric)?.get())?.values ?? []) as readonly Sample[];
  const sums = COUNTERS.map(async (kept) => addUp(counters, kept, await samplesOf(kept.metric)));
  const lasts = GAUGES.map(async (kept) => addUp(gauges, kept, await samplesOf(kept.metric)));
  const buckets = HISTOGRAMS.map(async (kept) => addBuckets(counters, kept, await samplesOf(kept.metric)));
  await Promise.all([...sums, ...lasts, ...buckets]);
  const failed = (await samplesOf(FAILED_CALLS.metric)).filter(({ labels }) => isFailure(labels['result']));
  addUp(counters, { ...FAILED_CALLS, labels: ['dep'] }, failed);
  return { counters, gauges };
}

type Sample = {
  readonly metricName?: string;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
};

function isFailure(result: unknown): boolean {
  return result === 'error' || result === 'timeout';
}

function addUp(into: Map<string, number>, { as, labels = [] }: Kept, samples: readonly Sample[]): void {
  for (const { labels: given, value } of samples) {
    const name = [as, ...labels.map((label) => String(given[label]))].join(':');
    into.set(name, (into.get(name) ?? 0) + value);
  }
}

/** Prometheus counts everything up to a bound; the history keeps what lies between two. */
function addBuckets(into: Map<string, number>, kept: Kept, samples: readonly Sample[]): void {
  let below = 0;
  for (const sample of samples) {
    if (sample.metricName?.endsWith('_bucket') !== true) {
      below = 0;
      continue;
    }
    addUp(into, { ...kept, labels: [...(kept.labels ?? []), 'le'] }, [
      { ...sample, value: sample.value - below },
    ]);
    below = sample.value;
  }
}
