import { meter, ring } from '../charts/meter.js';
import { h, setText } from '../dom.js';
import { formatCount, formatDollars, formatPercent, formatShort, percentOf } from '../format.js';

/** @typedef {import('../metrics.js').Metrics} Metrics */
/** @typedef {{ readonly element: HTMLElement, update(metrics: Metrics): void }} Part */

/** The four cards that answer at a glance. */
export function cards() {
  const parts = [requestsCard(), hitRateCard(), costCard(), tokensCard()];
  return {
    element: h(
      'section',
      { class: 'cards', 'aria-label': 'At a glance' },
      ...parts.map(({ element }) => element),
    ),
    /** @param {Metrics} metrics */
    update: (metrics) => {
      for (const part of parts) part.update(metrics);
    },
  };
}

/** @returns {Part} */
function requestsCard() {
  const number = figure('total-requests');
  const bar = meter();
  const facts = factRow(['hits', 'hits'], ['misses', 'misses']);
  return {
    element: card('Total Requests', number, bar.element, facts.element),
    update: (metrics) => {
      setText(number, formatCount(metrics.totalRequests));
      bar.update(percentOf(metrics.totalHits, metrics.totalRequests));
      facts.update({ hits: formatCount(metrics.totalHits), misses: formatCount(metrics.misses) });
    },
  };
}

/** @returns {Part} */
function hitRateCard() {
  const number = figure('hit-rate');
  const share = ring();
  const facts = factRow(['exact', 'exact'], ['semantic', 'semantic']);
  const head = h('div', { class: 'card-split' }, number, share.element);
  return {
    element: card('Hit Rate', head, facts.element),
    update: (metrics) => {
      setText(number, formatPercent(metrics.hitPercent));
      share.update(metrics.hitPercent);
      facts.update({ exact: formatCount(metrics.exactHits), semantic: formatCount(metrics.semanticHits) });
    },
  };
}

/** @returns {Part} */
function costCard() {
  const number = figure('cost-saved');
  const badge = h('span', {
    class: 'badge',
    'data-metric': 'savings-percent',
    title: 'Share of the cost that was saved',
  });
  const bar = meter();
  const facts = factRow(['spent', 'spent'], ['without', 'uncached']);
  return {
    element: card('Cost Saved', number, bar.element, facts.element, badge),
    update: (metrics) => {
      setText(number, formatDollars(metrics.costSaved));
      setText(badge, `${formatPercent(metrics.savingsPercent)} saved`);
      badge.hidden = !metrics.savingsPercent;
      bar.update(metrics.savingsPercent);
      facts.update({
        spent: formatDollars(metrics.costSpent),
        without: formatDollars(metrics.costWithoutCache),
      });
    },
  };
}

/** @returns {Part} */
function tokensCard() {
  const number = figure('tokens-saved');
  const bar = meter();
  const facts = factRow(['used', 'used'], ['saved', 'saved']);
  return {
    element: card('Tokens Saved', number, bar.element, facts.element),
    update: (metrics) => {
      const percent = percentOf(metrics.tokensSaved, metrics.tokensWithoutCache);
      setText(number, formatShort(metrics.tokensSaved));
      number.title = formatCount(metrics.tokensSaved);
      bar.update(percent);
      facts.update({ used: formatShort(metrics.tokensUsed), saved: formatPercent(percent) });
    },
  };
}

/**
 * @param {string} title
 * @param {...Node} content
 */
function card(title, ...content) {
  return h('article', { class: 'card' }, h('h2', { class: 'card-title' }, title), ...content);
}

/** @param {string} metric how tests and style sheets find the number */
function figure(metric) {
  return h('p', { class: 'figure', 'data-metric': metric });
}

/**
 * A line of small facts: `12 exact · 3 semantic`.
 *
 * @param {...readonly [name: string, label: string]} facts
 */
function factRow(...facts) {
  const numbers = new Map(facts.map(([name]) => [name, h('b', { 'data-fact': name })]));
  const items = facts.map(([name, label]) =>
    h('span', {}, /** @type {HTMLElement} */ (numbers.get(name)), ` ${label}`),
  );
  return {
    element: h('p', { class: 'facts' }, ...items),
    /** @param {Readonly<Record<string, string>>} values */
    update: (values) => {
      for (const [name, text] of Object.entries(values)) {
        const number = numbers.get(name);
        if (number !== undefined) setText(number, text);
      }
    },
  };
}
