import { doughnut } from '../charts/doughnut.js';
import { h, setText } from '../dom.js';
import { formatCount, formatPercent, percentOf } from '../format.js';

/** @typedef {import('../metrics.js').Metrics} Metrics */
/** @typedef {import('../charts/doughnut.js').Slice} Slice */

/** How requests were answered: a doughnut, and the same as a table. */
export function outcomes() {
  const chart = doughnut('hits');
  const rows = h('tbody');
  const table = h(
    'table',
    { class: 'legend' },
    h('caption', { class: 'visually-hidden' }, 'Requests by outcome'),
    rows,
  );
  return {
    element: h(
      'section',
      { class: 'panel', 'aria-labelledby': 'outcomes-title' },
      h('h2', { class: 'panel-title', id: 'outcomes-title' }, 'Outcomes'),
      h('div', { class: 'outcomes' }, chart.element, table),
    ),
    /** @param {Metrics} metrics */
    update: (metrics) => {
      const slices = slicesOf(metrics);
      chart.update(metrics.totalHits, slices);
      updateLegend(rows, slices);
    },
  };
}

/**
 * The three outcomes every cache has, and the rarer ones once they happened.
 *
 * @param {Metrics} metrics
 * @returns {readonly Slice[]}
 */
function slicesOf(metrics) {
  const { exactHits = 0, semanticHits = 0, misses = 0, coalesced = 0, bypassed = 0 } = metrics;
  const rare = [
    { name: 'coalesced', label: 'Coalesced', value: coalesced },
    { name: 'bypassed', label: 'Bypassed', value: bypassed },
  ];
  return [
    { name: 'exact', label: 'Exact hit', value: exactHits },
    { name: 'semantic', label: 'Semantic hit', value: semanticHits },
    { name: 'miss', label: 'Miss', value: misses },
    ...rare.filter(({ value }) => value > 0),
  ];
}

/**
 * @param {HTMLTableSectionElement} body
 * @param {readonly Slice[]} slices
 */
function updateLegend(body, slices) {
  const sum = slices.reduce((total, { value }) => total + value, 0);
  for (const slice of slices) {
    const row = legendRow(body, slice);
    const [, count, share] = row.cells;
    if (count !== undefined) setText(count, formatCount(slice.value));
    if (share !== undefined) setText(share, formatPercent(percentOf(slice.value, sum)));
  }
}

/**
 * @param {HTMLTableSectionElement} body
 * @param {Slice} slice
 */
function legendRow(body, slice) {
  const existing = [...body.rows].find((row) => row.dataset['outcome'] === slice.name);
  if (existing !== undefined) return existing;
  const swatch = h('span', { class: `swatch swatch-${slice.name}`, 'aria-hidden': 'true' });
  const row = h(
    'tr',
    { 'data-outcome': slice.name },
    h('th', { scope: 'row' }, swatch, slice.label),
    h('td'),
    h('td', { class: 'legend-share' }),
  );
  body.append(row);
  return row;
}
