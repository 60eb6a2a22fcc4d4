import { h, svg } from '../dom.js';
import { formatCount } from '../format.js';

/** @typedef {import('../insights.js').Column} Column */

/** Pixels; the width is that of the panel, and given in per cent. */
const HEIGHT = 120;
const GAP_PERCENT = 0.6;

/** Counts of accepted and vetoed candidates by similarity, one column a bucket, and a mark at the threshold. */
export function similarityColumns() {
  const bars = svg('g');
  const drawing = svg('svg', { class: 'columns', height: HEIGHT + 22, role: 'img' }, bars);
  let drawn = '';
  return {
    element: h('div', { class: 'columns-box' }, drawing),
    /**
     * @param {readonly Column[]} columns
     * @param {number | undefined} threshold
     */
    update: (columns, threshold) => {
      const next = JSON.stringify([columns, threshold]);
      if (next === drawn) return;
      drawn = next;
      drawing.setAttribute('aria-label', describe(columns));
      bars.replaceChildren(...draw(columns, threshold));
    },
  };
}

/**
 * @param {readonly Column[]} columns
 * @param {number | undefined} threshold
 * @returns {readonly SVGElement[]}
 */
function draw(columns, threshold) {
  const most = Math.max(1, ...columns.map(({ accepted, vetoed }) => accepted + vetoed));
  const width = 100 / columns.length;
  const pieces = columns.flatMap((column, at) => {
    const x = at * width + GAP_PERCENT / 2;
    const accepted = (column.accepted / most) * HEIGHT;
    const vetoed = (column.vetoed / most) * HEIGHT;
    const title = svg('title', {}, columnWords(column));
    const size = { x: `${x}%`, width: `${width - GAP_PERCENT}%` };
    return [
      svg('rect', { class: 'column-track', ...size, y: 0, height: HEIGHT }, title),
      svg('rect', { class: 'column-vetoed', ...size, y: HEIGHT - vetoed, height: vetoed }),
      svg('rect', { class: 'column-accepted', ...size, y: HEIGHT - vetoed - accepted, height: accepted }),
      ...label(column, at, `${(at + 0.5) * width}%`),
    ];
  });
  return [...pieces, ...thresholdMark(columns, threshold, width)];
}

/**
 * @param {Column} column
 * @param {number} at
 * @param {string} x
 */
function label({ to }, at, x) {
  // Every third one, so that they stay apart on a phone.
  return at % 3 === 1 ? [svg('text', { x, y: HEIGHT + 16, 'text-anchor': 'middle' }, `≤ ${to}`)] : [];
}

/**
 * @param {readonly Column[]} columns
 * @param {number | undefined} threshold
 * @param {number} width
 */
function thresholdMark(columns, threshold, width) {
  const at = columns.findIndex(({ to }) => threshold !== undefined && threshold < to);
  const column = columns[at];
  if (threshold === undefined || column === undefined) return [];
  const x = `${(at + (threshold - column.from) / (column.to - column.from)) * width}%`;
  return [
    svg(
      'line',
      { class: 'threshold', x1: x, x2: x, y1: 0, y2: HEIGHT },
      svg('title', {}, `Threshold ${threshold}`),
    ),
  ];
}

/** @param {Column} column */
function columnWords({ from, to, accepted, vetoed }) {
  return `${from} to ${to}: ${formatCount(accepted)} accepted, ${formatCount(vetoed)} vetoed`;
}

/** @param {readonly Column[]} columns */
function describe(columns) {
  const filled = columns.filter(({ accepted, vetoed }) => accepted + vetoed > 0);
  return `Similarity of candidates. ${filled.map(columnWords).join('; ')}`;
}
