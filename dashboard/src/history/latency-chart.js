import { formatMs, formatRoundMs } from '../format.js';
import { lastOf } from './lines.js';
import { choice } from './ranges.js';
import { seriesChart } from './series-chart.js';

const QUANTILES = ['p50', 'p95', 'p99'];
const TIERS = ['exact', 'semantic', 'upstream'];

/** Latency by tier, of the quantile that is chosen beside it. @returns {import('./series-chart.js').Chart} */
export function latencyChart() {
  let quantile = 1;
  /** @type {import('./parse-history.js').History | undefined} */
  let shown;
  const chart = seriesChart({
    id: 'latency',
    title: 'Latency by tier',
    log: true,
    format: formatMs,
    tick: formatRoundMs,
    control: choice({
      name: 'quantile',
      legend: 'Quantile',
      labels: QUANTILES,
      chosen: quantile,
      onChoose: (index) => {
        quantile = index;
        if (shown !== undefined) chart.update(shown);
      },
    }),
    series: ({ latency }) => {
      const name = QUANTILES[quantile] ?? 'p95';
      return Object.fromEntries(TIERS.map((tier) => [tier, latency[tier]?.[name] ?? []]));
    },
    order: TIERS,
    looks: (tier) => ({ label: tier, tone: tier === 'upstream' ? 'miss' : tier }),
    summary: (values) => {
      const last = lastOf(values);
      return last === undefined ? '' : formatMs(last);
    },
  });
  return {
    element: chart.element,
    update: (history) => {
      shown = history;
      chart.update(history);
    },
  };
}
