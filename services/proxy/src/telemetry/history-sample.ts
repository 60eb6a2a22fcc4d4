/**
 * What happened in a span of time. `counts` grew by that much; `gauges` are as last seen. What is missing is 0, or was not
 * seen. Names are bounded: a family and its label values, `requests:miss`, `duration:exact:0.005`.
 */
export type HistorySample = {
  readonly counts: Readonly<Record<string, number>>;
  readonly gauges: Readonly<Record<string, number>>;
};

export type HistoryRow = HistorySample & { readonly at: number };

export const EMPTY_SAMPLE: HistorySample = { counts: {}, gauges: {} };

/** Both spans as one; the later one's gauges stand. */
export function mergeSamples(earlier: HistorySample, later: HistorySample): HistorySample {
  const counts: Record<string, number> = { ...earlier.counts };
  for (const [name, by] of Object.entries(later.counts)) counts[name] = (counts[name] ?? 0) + by;
  return { counts, gauges: { ...earlier.gauges, ...later.gauges } };
}

/** What grew between two readings of the counters, the earlier one being all zero at the start of the process. */
export function growth(
  before: ReadonlyMap<string, number>,
  now: ReadonlyMap<string, number>,
): Readonly<Record<string, number>> {
  const grown: Record<string, number> = {};
  for (const [name, value] of now) {
    const by = value - (before.get(name) ?? 0);
    if (by !== 0) grown[name] = by;
  }
  return grown;
}
