import { similarityColumns } from '../charts/columns.js';
import { stateStrips } from '../charts/state-strips.js';
import { h } from '../dom.js';
import {
  formatBytes,
  formatCount,
  formatDollars,
  formatPercent,
  formatRoundDollars,
  formatShort,
} from '../format.js';
import { outcomeWords } from '../outcome-words.js';
import { latencyChart } from './latency-chart.js';
import { lastOf, sumOf } from './lines.js';
import { seriesChart } from './series-chart.js';

/** @typedef {import('./series-chart.js').Chart} Chart */

/** All the charts of the history, in the order of reading. @returns {readonly Chart[]} */
export function historyCharts() {
  return [
    requests(),
    latencyChart(),
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

function requests() {
  return seriesChart({
    id: 'requests',
    title: 'Requests by outcome',
    kind: 'stack',
    format: formatCount,
    tick: formatShort,
    series: (history) => history.requests,
    order: ['exact-hit', 'semantic-hit', 'coalesced', 'miss', 'refresh', 'bypass', 'error'],
    looks: (name) => (name === 'error' ? { label: 'Failed', tone: 'alarm' } : outcomeWords(name)),
    summary: (values) => formatCount(sumOf(values)),
  });
}

const SAVED = new Map([
  ['saved', { label: 'Saved', tone: 'exact' }],
  ['used', { label: 'Used', tone: 'miss' }],
  ['spent', { label: 'Spent', tone: 'miss' }],
]);
const savedLooks = (/** @type {string} */ name) => SAVED.get(name) ?? { label: name, tone: 'miss' };

function money() {
  return seriesChart({
    id: 'cost',
    title: 'Money',
    kind: 'stack',
    format: formatDollars,
    tick: formatRoundDollars,
    series: ({ cost }) => cost,
    order: ['saved', 'spent'],
    looks: savedLooks,
    summary: (values) => formatDollars(sumOf(values)),
  });
}

function tokens() {
  return seriesChart({
    id: 'tokens',
    title: 'Tokens',
    kind: 'stack',
    format: formatShort,
    series: (history) => history.tokens,
    order: ['saved', 'used'],
    looks: savedLooks,
    summary: (values) => formatCount(sumOf(values)),
  });
}

/** @returns {Chart} */
function similarity() {
  const columns = similarityColumns({ height: 150 });
  const nothing = h('p', { class: 'hint' }, 'No stored question was near enough to be judged.');
  return {
    element: panel({ id: 'similarity', title: 'Candidates by similarity' }, columns.element, nothing),
    update: ({ similarity: counts, threshold }) => {
      const some = counts.some(({ accepted, vetoed }) => accepted + vetoed > 0);
      columns.element.hidden = !some;
      nothing.hidden = some;
      columns.update(counts, threshold);
    },
  };
}

function wrongHits() {
  return seriesChart({
    id: 'wrong-hits',
    title: 'Wrong hits by meaning, estimated',
    format: (value) => formatPercent(value * 100),
    empty: 'No hit was checked in this time. SHADOW_SHARE turns checks on.',
    series: ({ wrongHits: { ratio = [], upper = [] } }) => {
      // An upper bound of 1 stands for no check at all.
      const known = (/** @type {readonly (number | null)[]} */ values) =>
        values.map((value, index) => (upper[index] === 1 ? null : value));
      return { upper: known(upper), ratio: known(ratio) };
    },
    order: ['upper', 'ratio'],
    looks: (name) =>
      name === 'upper'
        ? { label: 'at most (95%)', tone: 'miss' }
        : { label: 'found wrong', tone: 'semantic' },
    summary: (values) => formatPercent((lastOf(values) ?? 0) * 100),
  });
}

const TIERS = ['exact', 'semantic'];
const tierLooks = (/** @type {string} */ tier) => ({ label: tier, tone: tier });

function entries() {
  return seriesChart({
    id: 'entries',
    title: 'Entries by tier',
    format: formatShort,
    series: (history) => history.entries,
    order: TIERS,
    looks: tierLooks,
    summary: (values) => formatCount(lastOf(values)),
  });
}

function bytes() {
  return seriesChart({
    id: 'bytes',
    title: 'Bytes by tier',
    format: formatBytes,
    series: (history) => history.bytes,
    order: TIERS,
    looks: tierLooks,
    summary: (values) => formatBytes(lastOf(values)),
  });
}

const ERROR_LOOKS = new Map([
  ['upstream', { label: 'upstream', tone: 'alarm' }],
  ['caller', { label: 'caller', tone: 'miss' }],
  ['proxy', { label: 'Strata itself', tone: 'bypassed' }],
]);

function errors() {
  return seriesChart({
    id: 'errors',
    title: 'Failed requests and calls',
    kind: 'stack',
    format: formatCount,
    empty: 'Nothing failed in this time.',
    series: ({ errors: series, failures }) => {
      const failed = Object.entries(failures).filter(([, values]) => sumOf(values) > 0);
      return { ...series, ...Object.fromEntries(failed) };
    },
    order: [...ERROR_LOOKS.keys()],
    looks: (name) => ERROR_LOOKS.get(name) ?? { label: `calls to ${name}`, tone: 'coalesced' },
    summary: (values) => formatCount(sumOf(values)),
  });
}

/** @returns {Chart} */
function breakers() {
  const strips = stateStrips('Breakers');
  const words = h('p', { class: 'hint' }, 'Filled while requests were kept away from the part.');
  return {
    element: panel({ id: 'breakers', title: 'Breakers' }, strips.element, words),
    update: ({ breakers: states }) => strips.update(states),
  };
}

/**
 * @param {{ readonly id: string, readonly title: string }} names
 * @param {...HTMLElement} children
 */
function panel({ id, title }, ...children) {
  const heading = h('h2', { class: 'panel-title', id: `${id}-title` }, title);
  const attributes = { class: 'panel', 'data-chart': id, 'aria-labelledby': `${id}-title` };
  return h('section', attributes, heading, ...children);
}
