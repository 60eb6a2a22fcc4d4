/** @typedef {import('./time-chart.js').Line} Line */
/** @typedef {import('./time-chart.js').Values} Values */

/**
 * What uPlot is told. Colours are read from the legend's swatches and the box each time it draws, so that the canvas
 * follows the theme.
 *
 * @param {object} chart
 * @param {'stack' | 'line'} chart.kind
 * @param {boolean} chart.log
 * @param {(value: number) => string} chart.tick
 * @param {readonly Line[]} chart.lines
 * @param {readonly Element[]} chart.colours
 * @param {HTMLElement} chart.box
 * @param {(index: number | null | undefined) => void} chart.onPoint
 * @returns {Omit<import('uplot').Options, 'width' | 'height'>}
 */
export function plotOptions({ kind, log, tick, lines, colours, box, onPoint }) {
  const ink = () => getComputedStyle(box).color;
  const grid = { stroke: () => getComputedStyle(box).borderTopColor, width: 1 };
  const font = '12px system-ui, sans-serif';
  /** @param {number} index */
  const colour = (index) => () => {
    const swatch = colours[index];
    return swatch === undefined ? ink() : getComputedStyle(swatch).backgroundColor;
  };
  const series = lines.map((_, index) => ({
    stroke: colour(index),
    width: kind === 'stack' ? 1 : 2,
    // A lone value between two silences is a dot.
    ...(kind === 'stack' ? { fill: colour(index), points: { show: false } } : { spanGaps: true }),
  }));
  return {
    legend: { show: false },
    // Half of the last instant stands beyond the last moment.
    padding: [8, 28, 0, 0],
    cursor: {
      drag: { x: false, y: false },
      y: false,
      sync: { key: 'history' },
      points: { show: kind === 'line' },
    },
    scales: {
      x: { time: true },
      // oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- the enum exists in uPlot's types only; 3 is logarithmic
      y: log ? { distr: 3, log: 10 } : { range: (_plot, _min, max) => [0, max > 0 ? max * 1.08 : 1] },
    },
    axes: [
      // An instant with its seconds takes 52 of them.
      { stroke: ink, grid: { show: false }, ticks: grid, font, size: 32, space: 70, values: instants },
      {
        stroke: ink,
        grid: {
          ...grid,
          filter: (_plot, splits) => splits.map((value) => (isRound(value, log) ? value : null)),
        },
        ticks: { show: false },
        font,
        size: 64,
        values: (_plot, splits) => labels(splits, { log, tick }),
      },
    ],
    series: [{}, ...series],
    hooks: { setCursor: [(plot) => onPoint(plot.cursor.idx)] },
  };
}

/**
 * Neighbours that would read the same have one label: there is no half request.
 *
 * @param {readonly number[]} splits
 * @param {{ readonly log: boolean, readonly tick: (value: number) => string }} scale
 */
function labels(splits, { log, tick }) {
  const texts = splits.map((value) => (isRound(value, log) ? tick(value) : ''));
  return texts.map((text, at) => (text === texts[at - 1] ? '' : text));
}

/**
 * On a logarithmic scale only powers of ten have a line.
 *
 * @param {number} value
 * @param {boolean} log
 */
function isRound(value, log) {
  return !log || Number.isInteger(Number(Math.log10(value).toFixed(6)));
}

const DAY_S = 86_400;

/**
 * The time of the reader; the date where a day begins.
 *
 * @param {unknown} _plot
 * @param {readonly number[]} splits in seconds
 * @param {number} _axis
 * @param {number} _space
 * @param {number} everyS
 */
function instants(_plot, splits, _axis, _space, everyS) {
  return splits.map((seconds) => {
    const at = new Date(seconds * 1000);
    const midnight = at.getHours() === 0 && at.getMinutes() === 0 && at.getSeconds() === 0;
    if (everyS >= DAY_S || midnight)
      return at.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
    const time = at.toLocaleTimeString('en-GB');
    return everyS < 60 ? time : time.slice(0, 5);
  });
}

/**
 * Columns on top of each other: the first column's line is the sum of all, the last one's its own. In this order each
 * covers what lies below it.
 *
 * @param {readonly Values[]} columns
 * @returns {(number | null)[][]}
 */
export function stacked(columns) {
  /** @type {(number | null)[][]} */
  const stack = [];
  for (const column of columns.toReversed()) {
    const below = stack[0];
    stack.unshift(column.map((value, at) => (value === null ? null : value + (below?.[at] ?? 0))));
  }
  return stack;
}
