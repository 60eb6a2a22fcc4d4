import { similarityColumns } from '../charts/columns.js';
import { stateStrips } from '../charts/state-strips.js';
import { timeChart } from '../charts/time-chart.js';
import { h } from '../dom.js';
import {
  formatBytes,
  formatCount,
  formatDollars,
  formatMs,
  formatPercent,
  formatRoundDollars,
  formatRoundMs,
  formatShort,
} from '../format.js';
import { outcomeWords } from '../outcome-words.js';
import { lastOf, linesOf, sumOf } from './lines.js';
import { choice } from './ranges.js';

/** @typedef {import('./parse-history.js').History} History */
/** @typedef {{ readonly element: HTMLElement, update(history: History): void }} Chart */

/** All the charts of the history, in the order of reading. @returns {readonly Chart[]} */
export function historyCharts() {
  return [
    requests(),
    latency(),
    money(),
    tokens(),
    similarity(),
    wrongHits(),
    entries(),
    bytes(),
    errors(),
    breakers(),
  ];
}

const OUTCOMES = ['exact-hit', 'semantic-hit', 'coalesced', 'miss', 'refresh', 'bypass', 'error'];

/** @returns {Chart} */
function requests() {
  const chart = timeChart({
    id: 'requests',
    title: 'Requests by outcome',
    kind: 'stack',
    format: formatCount,
    tick: formatShort,
  });
  const looks = (/** @type {string} */ name) =>
    name === 'error' ? { label: 'Failed', tone: 'alarm' } : outcomeWords(name);
  return {
    element: chart.element,
    update: ({ at, requests: series }) =>
      chart.update({
        at,
        lines: linesOf(series, { order: OUTCOMES, looks, summary: (values) => formatCount(sumOf(values)) }),
      }),
  };
}

const QUANTILES = ['p50', 'p95', 'p99'];
const TIERS = ['exact', 'semantic', 'upstream'];

/** @returns {Chart} */
function latency() {
  let quantile = 1;
  /** @type {History | undefined} */
  let shown;
  const control = choice({
    name: 'quantile',
    legend: 'Quantile',
    labels: QUANTILES,
    chosen: quantile,
    onChoose: (index) => {
      quantile = index;
      if (shown !== undefined) update(shown);
    },
  });
  const chart = timeChart({
    id: 'latency',
    title: 'Latency by tier',
    log: true,
    format: formatMs,
    tick: formatRoundMs,
    control,
  });
  const update = (/** @type {History} */ history) => {
    shown = history;
    const name = QUANTILES[quantile] ?? 'p95';
    const series = Object.fromEntries(TIERS.map((tier) => [tier, history.latency[tier]?.[name] ?? []]));
    const looks = (/** @type {string} */ tier) => ({
      label: tier,
      tone: tier === 'upstream' ? 'miss' : tier,
    });
    const summary = (/** @type {History['requests'][string]} */ values) => {
      const last = lastOf(values);
      return last === undefined ? '' : formatMs(last);
    };
    chart.update({ at: history.at, lines: linesOf(series, { order: TIERS, looks, summary }) });
  };
  return { element: chart.element, update };
}

const SAVED = {
  saved: { label: 'Saved', tone: 'exact' },
  used: { label: 'Used', tone: 'miss' },
  spent: { label: 'Spent', tone: 'miss' },
};

/** @param {string} name */
function savedLooks(name) {
  return SAVED[/** @type {keyof typeof SAVED} */ (name)] ?? { label: name, tone: 'miss' };
}

/** @returns {Chart} */
function money() {
  const chart = timeChart({
    id: 'cost',
    title: 'Money',
    kind: 'stack',
    format: formatDollars,
    tick: formatRoundDollars,
  });
  const summary = (/** @type {History['requests'][string]} */ values) => formatDollars(sumOf(values));
  return {
    element: chart.element,
    update: ({ at, cost }) =>
      chart.update({ at, lines: linesOf(cost, { order: ['saved', 'spent'], looks: savedLooks, summary }) }),
  };
}

/** @returns {Chart} */
function tokens() {
  const chart = timeChart({ id: 'tokens', title: 'Tokens', kind: 'stack', format: formatShort });
  const summary = (/** @type {History['requests'][string]} */ values) => formatCount(sumOf(values));
  return {
    element: chart.element,
    update: ({ at, tokens: series }) =>
      chart.update({ at, lines: linesOf(series, { order: ['saved', 'used'], looks: savedLooks, summary }) }),
  };
}

/** @returns {Chart} */
function similarity() {
  const columns = similarityColumns({ height: 150 });
  const nothing = h('p', { class: 'hint' }, 'No stored question was near enough to be judged.');
  const title = h('h2', { class: 'panel-title', id: 'similarity-title' }, 'Candidates by similarity');
  const element = h(
    'section',
    { class: 'panel', 'data-chart': 'similarity', 'aria-labelledby': 'similarity-title' },
    title,
    columns.element,
    nothing,
  );
  return {
    element,
    update: ({ similarity: counts, threshold }) => {
      const some = counts.some(({ accepted, vetoed }) => accepted + vetoed > 0);
      columns.element.hidden = !some;
      nothing.hidden = some;
      columns.update(counts, threshold);
    },
  };
}

/** @returns {Chart} */
function wrongHits() {
  const chart = timeChart({
    id: 'wrong-hits',
    title: 'Wrong hits by meaning, estimated',
    format: (value) => formatPercent(value * 100),
    empty: 'No hit was checked in this time. SHADOW_SHARE turns checks on.',
  });
  const looks = (/** @type {string} */ name) =>
    name === 'upper' ? { label: 'at most (95%)', tone: 'miss' } : { label: 'found wrong', tone: 'semantic' };
  const summary = (/** @type {History['requests'][string]} */ values) =>
    formatPercent((lastOf(values) ?? 0) * 100);
  return {
    element: chart.element,
    update: ({ at, wrongHits: { ratio = [], upper = [] } }) => {
      // An upper bound of 1 stands for no check at all.
      const known = (/** @type {readonly (number | null)[]} */ values) =>
        values.map((value, index) => (upper[index] === 1 ? null : value));
      const series = { upper: known(upper), ratio: known(ratio) };
      chart.update({ at, lines: linesOf(series, { order: ['upper', 'ratio'], looks, summary }) });
    },
  };
}

const TIER_LOOKS = (/** @type {string} */ tier) => ({ label: tier, tone: tier });

/** @returns {Chart} */
function entries() {
  const chart = timeChart({ id: 'entries', title: 'Entries by tier', format: formatShort });
  const summary = (/** @type {History['requests'][string]} */ values) => formatCount(lastOf(values));
  return {
    element: chart.element,
    update: ({ at, entries: series }) =>
      chart.update({ at, lines: linesOf(series, { order: TIERS, looks: TIER_LOOKS, summary }) }),
  };
}

/** @returns {Chart} */
function bytes() {
  const chart = timeChart({ id: 'bytes', title: 'Bytes by tier', format: formatBytes });
  const summary = (/** @type {History['requests'][string]} */ values) => formatBytes(lastOf(values));
  return {
    element: chart.element,
    update: ({ at, bytes: series }) =>
      chart.update({ at, lines: linesOf(series, { order: TIERS, looks: TIER_LOOKS, summary }) }),
  };
}

const ERROR_LOOKS = new Map([
  ['upstream', { label: 'upstream', tone: 'alarm' }],
  ['caller', { label: 'caller', tone: 'miss' }],
  ['proxy', { label: 'Strata itself', tone: 'bypassed' }],
]);

/** @returns {Chart} */
function errors() {
  const chart = timeChart({
    id: 'errors',
    title: 'Failed requests and calls',
    kind: 'stack',
    format: formatCount,
    empty: 'Nothing failed in this time.',
  });
  const looks = (/** @type {string} */ name) =>
    ERROR_LOOKS.get(name) ?? { label: `calls to ${name}`, tone: 'coalesced' };
  const summary = (/** @type {History['requests'][string]} */ values) => formatCount(sumOf(values));
  return {
    element: chart.element,
    update: ({ at, errors: series, failures }) => {
      const failed = Object.fromEntries(Object.entries(failures).filter(([, values]) => sumOf(values) > 0));
      chart.update({
        at,
        lines: linesOf({ ...series, ...failed }, { order: [...ERROR_LOOKS.keys()], looks, summary }),
      });
    },
  };
}

/** @returns {Chart} */
function breakers() {
  const strips = stateStrips('Breakers');
  const title = h('h2', { class: 'panel-title', id: 'breakers-title' }, 'Breakers');
  const words = h('p', { class: 'hint' }, 'Filled while requests were kept away from the part.');
  return {
    element: h(
      'section',
      { class: 'panel', 'data-chart': 'breakers', 'aria-labelledby': 'breakers-title' },
      title,
      strips.element,
      words,
    ),
    update: ({ breakers: states }) => strips.update(states),
  };
}
