import { h, setText, svg } from '../dom.js';
import { formatMs } from '../format.js';

/** From a tenth of a millisecond to a hundred seconds: six powers of ten. */
const FROM_MS = 0.1;
const DECADES = 6;
const TICKS = [
  { ms: 1, label: '1 ms' },
  { ms: 100, label: '100 ms' },
  { ms: 10_000, label: '10 s' },
];

/** @typedef {import('../insights.js').Latency} Latency */

/**
 * Three quantiles of each row on one logarithmic scale: a line from the median to p99, a dot at each. The same as
 * numbers beside it.
 */
export function logRanges() {
  const body = h('tbody');
  const head = h(
    'tr',
    {},
    ...['Tier', 'p50', 'p95', 'p99', ''].map((text) => h('th', { scope: 'col' }, text)),
  );
  const element = h('table', { class: 'ranges' }, h('thead', {}, head), body, h('tfoot', {}, scaleRow()));
  /** @type {Map<string, ReturnType<typeof row>>} */
  const rows = new Map();
  return {
    element,
    /** @param {readonly Latency[]} latencies */
    update: (latencies) => {
      for (const latency of latencies) {
        const shown = rows.get(latency.tier) ?? row(latency.tier);
        if (!rows.has(latency.tier)) {
          rows.set(latency.tier, shown);
          body.append(shown.element);
        }
        shown.update(latency);
      }
    },
  };
}

/** @param {string} tier */
function row(tier) {
  const cells = [h('td'), h('td'), h('td')];
  const line = svg('line', { class: `range range-${tier}`, y1: '50%', y2: '50%' });
  const dots = [svg('circle', { r: 5 }), svg('circle', { r: 3.5 }), svg('circle', { r: 3.5 })];
  for (const dot of dots) dot.setAttribute('cy', '50%');
  const grid = TICKS.map(({ ms }) =>
    svg('line', { class: 'grid', x1: place(ms), x2: place(ms), y1: 0, y2: '100%' }),
  );
  const drawing = svg(
    'svg',
    { class: `range-drawing tone-${tier}`, 'aria-hidden': 'true' },
    ...grid,
    line,
    ...dots,
  );
  return {
    element: h(
      'tr',
      { 'data-tier': tier },
      h('th', { scope: 'row' }, tier),
      ...cells,
      h('td', { class: 'range-cell' }, drawing),
    ),
    /** @param {Latency} latency */
    update: ({ p50, p95, p99, count }) => {
      for (const [at, ms] of [p50, p95, p99].entries()) {
        const cell = cells[at];
        if (cell !== undefined) setText(cell, formatMs(ms));
        dots[at]?.setAttribute('cx', place(ms));
      }
      line.setAttribute('x1', place(p50));
      line.setAttribute('x2', place(p99));
      drawing.parentElement?.setAttribute('title', `${count} requests`);
    },
  };
}

function scaleRow() {
  const labels = TICKS.map(({ ms, label }) =>
    svg('text', { x: place(ms), y: 12, 'text-anchor': 'middle' }, label),
  );
  const axis = svg('svg', { class: 'range-axis', 'aria-hidden': 'true' }, ...labels);
  return h('tr', {}, h('td', { colspan: 4 }), h('td', { class: 'range-cell' }, axis));
}

/** @param {number} ms */
function place(ms) {
  const share = Math.log10(Math.max(ms, FROM_MS) / FROM_MS) / DECADES;
  return `${(2 + Math.min(1, share) * 96).toFixed(2)}%`;
}
