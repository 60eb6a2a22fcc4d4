import { polledView } from '../admin/polled-view.js';
import { h, setText } from '../dom.js';
import { historyCharts } from './charts.js';
import { parseHistory } from './parse-history.js';
import { choice, RANGES } from './ranges.js';

/** @typedef {import('../admin/admin-client.js').AdminClient} AdminClient */

const MISSING = 'This proxy keeps no history: it is of an older version.';
const EVERY_MS = 10_000;

/**
 * What happened over time, as the proxy remembers it.
 *
 * @param {AdminClient} admin
 */
export function history(admin) {
  /** @type {import('./ranges.js').Range} */
  let range = RANGES[1];
  let askedAt = Number.NEGATIVE_INFINITY;
  const charts = historyCharts();
  const lede = h('p', { class: 'lede' }, words(range));
  const grid = h('div', { class: 'charts', hidden: true }, ...charts.map(({ element }) => element));
  const loading = h('p', { class: 'loading' }, 'Reading the history…');
  const polled = polledView({ admin, everyMs: EVERY_MS, missing: MISSING, load });
  const ranges = choice({
    name: 'range',
    legend: 'How far back',
    labels: RANGES.map(({ label }) => label),
    chosen: 1,
    onChoose: (index) => {
      range = RANGES[index] ?? RANGES[1];
      askedAt = Number.NEGATIVE_INFINITY;
      setText(lede, words(range));
      polled.ask();
    },
  });
  const head = h('div', { class: 'view-head' }, h('h1', {}, 'History'), ranges);

  /** @param {AbortSignal} signal */
  async function load(signal) {
    if (performance.now() - askedAt < range.everyMs - 500) return;
    const wanted = range;
    // Read or not, the reading is over; what went wrong is said above.
    const body = await admin.get(`history?since=${wanted.age}`, signal).finally(() => {
      loading.hidden = true;
    });
    // Another range was chosen meanwhile: its own answer is on the way.
    if (wanted !== range) return await load(signal);
    askedAt = performance.now();
    const parsed = parseHistory(body);
    grid.hidden = false;
    for (const chart of charts) chart.update(parsed);
  }

  return {
    element: h('div', { class: 'view' }, head, lede, polled.messages, loading, grid),
    shown: polled.shown,
    hidden: polled.hidden,
  };
}

/** @param {import('./ranges.js').Range} range */
function words({ words: span }) {
  return `${span[0]?.toUpperCase()}${span.slice(1)}, as this proxy remembers it; it outlives a restart. Point at a chart, or use the arrow keys, for the numbers of one moment.`;
}
