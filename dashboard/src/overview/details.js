import { meter } from '../charts/meter.js';
import { h, setText } from '../dom.js';
import { formatCount, formatDollars, formatPercent, formatPrice, percentOf } from '../format.js';
import { icon } from '../icons.js';

/** @typedef {import('../metrics.js').Metrics} Metrics */
/** @typedef {(metrics: Metrics) => string} Write */
/** @typedef {readonly [label: string, write: Write, share?: (metrics: Metrics) => number | undefined]} Tile */

/** @type {readonly Tile[]} */
const PERFORMANCE = [
  ['Exact hits', (m) => formatCount(m.exactHits)],
  ['Semantic hits', (m) => formatCount(m.semanticHits)],
  ['Total hits', (m) => formatCount(m.totalHits)],
  ['Misses', (m) => formatCount(m.misses)],
  ['Total requests', (m) => formatCount(m.totalRequests)],
  ['Hit rate', (m) => formatPercent(m.hitPercent)],
  ['Coalesced', (m) => formatCount(m.coalesced)],
  ['Bypassed', (m) => formatCount(m.bypassed)],
  ['Errors', (m) => formatCount(m.errors)],
];

/** @type {readonly Tile[]} */
const TOKENS = [
  ['Tokens saved', (m) => formatCount(m.tokensSaved), (m) => percentOf(m.tokensSaved, m.tokensWithoutCache)],
  ['Tokens used', (m) => formatCount(m.tokensUsed), (m) => percentOf(m.tokensUsed, m.tokensWithoutCache)],
  [
    'Without cache',
    (m) => formatCount(m.tokensWithoutCache),
    (m) => percentOf(m.tokensWithoutCache, m.tokensWithoutCache),
  ],
];

/** @type {readonly Tile[]} */
const COST = [
  ['Cost saved', (m) => formatDollars(m.costSaved)],
  ['Cost spent', (m) => formatDollars(m.costSpent)],
  ['Without cache', (m) => formatDollars(m.costWithoutCache)],
  ['Savings', (m) => formatPercent(m.savingsPercent)],
];

/** The full numbers, folded away under three headings that already tell the main one. */
export function details() {
  const sections = [
    fold(
      'Cache Performance',
      PERFORMANCE,
      (m) => `${formatCount(m.totalHits)} hits, ${formatCount(m.misses)} misses`,
    ),
    fold('Token Usage', TOKENS, (m) => `${formatCount(m.tokensSaved)} saved`),
    fold('Cost Analysis', COST, (m) => `${formatDollars(m.costSaved)} saved`, priceNote()),
  ];
  return {
    element: h(
      'section',
      { class: 'folds', 'aria-label': 'In detail' },
      ...sections.map(({ element }) => element),
    ),
    /** @param {Metrics} metrics */
    update: (metrics) => {
      for (const section of sections) section.update(metrics);
    },
  };
}

/**
 * @param {string} title
 * @param {readonly Tile[]} tiles
 * @param {Write} summary
 * @param {{ element: HTMLElement, update: (metrics: Metrics) => void }} [note]
 */
function fold(title, tiles, summary, note) {
  const short = h('span', { class: 'fold-summary' });
  const drawn = tiles.map(tile);
  const grid = h('dl', { class: `tiles tiles-${tiles.length}` }, ...drawn.map(({ element }) => element));
  const head = h('summary', {}, icon('chevron'), h('h2', { class: 'fold-title' }, title), short);
  return {
    element: h('details', { class: 'fold' }, head, grid, ...(note === undefined ? [] : [note.element])),
    /** @param {Metrics} metrics */
    update: (metrics) => {
      setText(short, summary(metrics));
      for (const part of drawn) part.update(metrics);
      note?.update(metrics);
    },
  };
}

/** @param {Tile} tile */
function tile([label, write, share]) {
  const value = h('span', { class: 'tile-value' });
  const bar = share === undefined ? undefined : meter();
  return {
    element: h(
      'div',
      { class: 'tile', 'data-tile': label },
      h('dt', {}, label),
      h('dd', {}, value, ...(bar === undefined ? [] : [bar.element])),
    ),
    /** @param {Metrics} metrics */
    update: (metrics) => {
      setText(value, write(metrics));
      bar?.update(share?.(metrics));
    },
  };
}

/** Which prices the sums rest on. */
function priceNote() {
  const element = h('div', { class: 'fold-note' });
  const lines = [h('p'), h('p'), h('p'), h('p')];
  element.append(...lines);
  return {
    element,
    /** @param {Metrics} metrics */
    update: (metrics) => {
      const texts = priceLines(metrics);
      for (const [at, line] of lines.entries()) {
        setText(line, texts[at] ?? '');
        line.hidden = texts[at] === undefined;
      }
    },
  };
}

const FEW = 12;

/** @param {readonly string[]} names */
function few(names) {
  const more = names.length - FEW;
  return more > 1 ? `${names.slice(0, FEW).join(', ')} and ${more} more` : names.join(', ');
}

/**
 * @param {Metrics} metrics
 * @returns {readonly (string | undefined)[]}
 */
function priceLines({ pricing, costNote, unpriced = 0 }) {
  const { model, inputPerMillion, outputPerMillion, supportedModels } = pricing;
  const prices = `${formatPrice(inputPerMillion)} in and ${formatPrice(outputPerMillion)} out per million tokens`;
  return [
    model === undefined ? undefined : `${model} costs ${prices}.`,
    supportedModels.length === 0 ? undefined : `Known prices: ${few(supportedModels)}.`,
    costNote,
    unpriced === 0 ? undefined : `Requests without a known price so far: ${formatCount(unpriced)}.`,
  ];
}
