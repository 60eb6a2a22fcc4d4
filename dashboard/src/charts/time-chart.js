import { h, setText } from '../dom.js';
import { MISSING } from '../format.js';
import { loadUPlot } from './load-uplot.js';
import { plotOptions, stacked } from './plot-options.js';

/** @typedef {import('uplot')} Plot */
/** @typedef {readonly (number | null)[]} Values */

/**
 * @typedef {object} Line
 * @property {string} name
 * @property {string} label
 * @property {string} tone names its colour: `swatch-<tone>`
 * @property {Values} values one for each instant
 * @property {string} [summary] what stands in the legend while no instant is pointed at
 */

/**
 * @typedef {object} ChartData
 * @property {readonly number[]} at ms since the epoch
 * @property {readonly Line[]} lines
 */

const HEIGHT = 190;

/**
 * A chart over time with a legend that tells the numbers: of the whole span, or of the instant that the pointer or the
 * arrow keys choose.
 *
 * @param {object} options
 * @param {string} options.id
 * @param {string} options.title
 * @param {(value: number) => string} options.format
 * @param {(value: number) => string} [options.tick] writes the round values of the axis; default: as all others
 * @param {'stack' | 'line'} [options.kind]
 * @param {boolean} [options.log] a logarithmic scale
 * @param {string} [options.empty] what to say where there is nothing to draw
 * @param {HTMLElement} [options.control] stands beside the title
 */
export function timeChart({
  id,
  title,
  format,
  tick = format,
  kind = 'line',
  log = false,
  empty = 'Nothing yet.',
  control,
}) {
  const when = h('span', { class: 'chart-when' });
  const legend = h('ul', { class: 'chart-legend' });
  const box = h('div', { class: 'chart', role: 'img', tabindex: 0, 'aria-labelledby': `${id}-title` });
  const nothing = h('p', { class: 'hint', hidden: true });
  const spoken = h('p', { class: 'visually-hidden', role: 'status' });
  const heading = h('h2', { class: 'panel-title', id: `${id}-title` }, title);
  const head = h('div', { class: 'chart-head' }, heading, when, ...(control === undefined ? [] : [control]));
  const element = h(
    'section',
    { class: 'panel', 'data-chart': id, 'aria-labelledby': `${id}-title` },
    head,
    legend,
    box,
    nothing,
    spoken,
  );
  /** @type {Plot | undefined} */
  let plot;
  /** @type {ChartData} */
  let shown = { at: [], lines: [] };
  let drawnNames = '';

  /** @param {number | null | undefined} index */
  const tell = (index) => {
    const at = index === null || index === undefined ? undefined : shown.at[index];
    setText(when, at === undefined ? '' : new Date(at).toLocaleString('en-GB'));
    for (const [place, line] of shown.lines.entries()) {
      const value = at === undefined ? undefined : line.values[/** @type {number} */ (index)];
      const text =
        at === undefined ? (line.summary ?? '') : typeof value === 'number' ? format(value) : MISSING;
      const number = legend.children[place]?.querySelector('b');
      if (number) setText(number, text);
    }
  };

  /**
   * The chart, or why there is none.
   *
   * @param {string | undefined} why
   */
  const show = (why) => {
    box.hidden = why !== undefined;
    nothing.hidden = why === undefined;
    setText(nothing, why ?? '');
  };

  const redraw = async () => {
    const names = shown.lines.map(({ name }) => name).join();
    const Plot = await loadUPlot();
    if (plot === undefined || names !== drawnNames) {
      plot?.destroy();
      drawnNames = names;
      const colours = [...legend.querySelectorAll('.swatch')];
      const options = plotOptions({ kind, log, tick, lines: shown.lines, colours, box, onPoint: tell });
      plot = new Plot({ ...options, width: widthOf(box), height: HEIGHT }, plotData(shown, kind), box);
    } else plot.setData(plotData(shown, kind));
  };

  new ResizeObserver(() => plot?.setSize({ width: widthOf(box), height: HEIGHT })).observe(box);
  watchTheme(() => plot?.redraw(false));
  box.addEventListener('keydown', (event) => {
    const step = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    if (plot === undefined || step === 0) return;
    event.preventDefault();
    const last = shown.at.length - 1;
    const index = Math.min(last, Math.max(0, (plot.cursor.idx ?? last + (step < 0 ? 1 : 0)) + step));
    plot.setCursor({ left: plot.valToPos((shown.at[index] ?? 0) / 1000, 'x'), top: 10 });
    setText(
      spoken,
      `${when.textContent}: ${[...legend.children].map((line) => line.textContent).join(', ')}`,
    );
  });
  box.addEventListener('blur', () => plot?.setCursor({ left: -10, top: -10 }));

  return {
    element,
    /** @param {ChartData} data */
    update: (data) => {
      shown = data;
      const some =
        data.at.length > 0 && data.lines.some(({ values }) => values.some((value) => value !== null));
      show(some ? undefined : empty);
      drawLegend(legend, data.lines);
      tell(plot?.cursor.idx);
      if (some) void redraw().catch(() => show('The charts could not be loaded.'));
    },
  };
}

/**
 * @param {ChartData} data
 * @param {'stack' | 'line'} kind
 * @returns {import('uplot').AlignedData}
 */
function plotData({ at, lines }, kind) {
  const columns = lines.map(({ values }) => values);
  return [
    at.map((ms) => ms / 1000),
    ...(kind === 'stack' ? stacked(columns) : columns.map((values) => [...values])),
  ];
}

/**
 * @param {HTMLElement} list
 * @param {readonly Line[]} lines
 */
function drawLegend(list, lines) {
  const names = lines.map(({ name }) => name).join();
  if (list.dataset['names'] === names) return;
  list.dataset['names'] = names;
  const items = lines.map(({ name, label, tone }) =>
    h(
      'li',
      { 'data-line': name },
      h('span', { class: `swatch swatch-${tone}`, 'aria-hidden': 'true' }),
      `${label} `,
      h('b'),
    ),
  );
  list.replaceChildren(...items);
}

/** @param {HTMLElement} box */
function widthOf(box) {
  return Math.max(200, box.clientWidth);
}

/** @param {() => void} onChange */
function watchTheme(onChange) {
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', onChange);
  new MutationObserver(onChange).observe(document.documentElement, { attributeFilter: ['data-theme'] });
}
