import { h, setText } from '../dom.js';
import { formatBytes, formatCount, formatDollars, formatPercent, percentOf } from '../format.js';
import { icon } from '../icons.js';

/** @typedef {import('../insights.js').Insights} Insights */
/** @typedef {readonly (readonly string[])[]} Rows */

/** Two more sections: money by model, and what the stores hold. */
export function insightFolds() {
  const models = tableFold('Savings by Model', ['Model', 'Saved', 'Spent', 'Share saved']);
  models.element.open = true;
  const stores = tableFold('Storage', ['Tier', 'Entries', 'Bytes']);
  return {
    models: models.element,
    stores: stores.element,
    /** @param {Insights | undefined} insights */
    update: (insights) => {
      models.update(modelRows(insights), `${formatCount(insights?.models.length ?? 0)} with a known price`);
      stores.update(storeRows(insights), storageWords(insights));
    },
  };
}

/**
 * @param {Insights | undefined} insights
 * @returns {Rows}
 */
function modelRows(insights) {
  return (insights?.models ?? []).map(({ name, saved, spent }) => [
    name,
    formatDollars(saved),
    formatDollars(spent),
    formatPercent(percentOf(saved, saved + spent)),
  ]);
}

/**
 * @param {Insights | undefined} insights
 * @returns {Rows}
 */
function storeRows(insights) {
  return (insights?.stores ?? []).map(({ tier, entries, bytes }) => [
    tier,
    formatCount(entries),
    formatBytes(bytes),
  ]);
}

/** @param {Insights | undefined} insights */
function storageWords(insights) {
  const open = insights?.openBreakers ?? [];
  if (open.length > 0) return `Kept away from: ${open.join(', ')}`;
  const entries = (insights?.stores ?? []).map(({ entries: count, tier }) => `${formatCount(count)} ${tier}`);
  return entries.join(', ');
}

/**
 * @param {string} title
 * @param {readonly string[]} columns
 */
function tableFold(title, columns) {
  const short = h('span', { class: 'fold-summary' });
  const body = h('tbody');
  const head = h('tr', {}, ...columns.map((column) => h('th', { scope: 'col' }, column)));
  const table = h('table', { class: 'fold-table' }, h('thead', {}, head), body);
  const summary = h('summary', {}, icon('chevron'), h('h2', { class: 'fold-title' }, title), short);
  const element = h('details', { class: 'fold', hidden: true }, summary, table);
  let drawn = '';
  return {
    element,
    /**
     * @param {Rows} rows
     * @param {string} words
     */
    update: (rows, words) => {
      element.hidden = rows.length === 0;
      setText(short, words);
      const next = JSON.stringify(rows);
      if (next === drawn) return;
      drawn = next;
      body.replaceChildren(...rows.map(tableRow));
    },
  };
}

/** @param {readonly string[]} cells */
function tableRow([first = '', ...rest]) {
  return h('tr', {}, h('th', { scope: 'row' }, first), ...rest.map((text) => h('td', {}, text)));
}
