import { h, setText, svg } from '../dom.js';
import { formatCount } from '../format.js';

/** @typedef {import('../insights.js').Column} Column */
/** @typedef {{ readonly cosine: number | undefined, readonly height: number }} Scale the threshold, and the pixels */

/** Pixels; the width is that of the panel, and given in per cent. */
const USUAL_HEIGHT = 120;
const GAP_PERCENT = 0.6;

/**
 * Counts of accepted and vetoed candidates by similarity, one column a bucket, and a mark at the threshold.
 *
 * @param {{ height?: number }} [size]
 */
export function similarityColumns({ height = USUAL_HEIGHT } = {}) {
  const bars = svg('g');
  const drawing = svg('svg', { class: 'columns', height: height + 22, role: 'img' }, bars);
  const threshold = h('span', { 'data-fact': 'threshold' });
  const legend = h(
    'p',
    { class: 'columns-legend' },
    key('accepted', 'accepted'),
    key('vetoed', 'vetoed'),
    key('threshold', threshold),
  );
  let drawn = '';
  return {
    element: h('div', { class: 'judged' }, legend, drawing),
    /**
     * @param {readonly Column[]} columns
     * @param {number | undefined} cosine the threshold
     */
    update: (columns, cosine) => {
      const next = JSON.stringify([columns, cosine]);
      if (next === drawn) return;
      drawn = next;
      drawing.setAttribute('aria-label', describe(columns));
      bars.replaceChildren(...draw(columns, { cosine, height }));
      setText(threshold, cosine === undefined ? 'threshold not told' : `threshold ${cosine}`);
    },
  };
}

/**
 * @param {string} name
 * @param {Node | string} words
 */
function key(name, words) {
  return h('span', {}, h('span', { class: `swatch swatch-${name}`, 'aria-hidden': 'true' }), words);
}

/**
 * @param {readonly Column[]} columns
 * @param {Scale} scale
 * @returns {readonly SVGElement[]}
 */
function draw(columns, scale) {
  const { height } = scale;
  const most = Math.max(1, ...columns.map(({ accepted, vetoed }) => accepted + vetoed));
  const width = 100 / columns.length;
  const pieces = columns.flatMap((column, at) => {
    const x = at * width + GAP_PERCENT / 2;
    const accepted = (column.accepted / most) * height;
    const vetoed = (column.vetoed / most) * height;
    const title = svg('title', {}, columnWords(column));
    const size = { x: `${x}%`, width: `${width - GAP_PERCENT}%` };
    return [
      svg('rect', { class: 'column-track', ...size, y: 0, height }, title),
      svg('rect', { class: 'column-vetoed', ...size, y: height - vetoed, height: vetoed }),
      svg('rect', { class: 'column-accepted', ...size, y: height - vetoed - accepted, height: accepted }),
      ...label(column, at, { x: `${(at + 0.5) * width}%`, y: height + 16 }),
    ];
  });
  return [...pieces, ...thresholdMark(columns, scale, width)];
}

/**
 * @param {Column} column
 * @param {number} at
 * @param {{ x: string, y: number }} place
 */
function label({ to }, at, place) {
  // Every third one, so that they stay apart on a phone.
  return at % 3 === 1 ? [svg('text', { ...place, 'text-anchor': 'middle' }, `≤ ${to}`)] : [];
}

/**
 * @param {readonly Column[]} columns
 * @param {Scale} scale
 * @param {number} width
 */
function thresholdMark(columns, { cosine: threshold, height }, width) {
  const at = columns.findIndex(({ to }) => threshold !== undefined && threshold < to);
  const column = columns[at];
  if (threshold === undefined || column === undefined) return [];
  const x = `${(at + (threshold - column.from) / (column.to - column.from)) * width}%`;
  return [
    svg(
      'line',
      { class: 'threshold', x1: x, x2: x, y1: 0, y2: height },
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
