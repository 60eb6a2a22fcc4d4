import { meter, ring } from '../charts/meter.js';
import { h, setText } from '../dom.js';
import { card, factRow, figure } from './card.js';
import { insightCards } from './insight-cards.js';
import { formatCount, formatDollars, formatPercent, formatShort, percentOf } from '../format.js';

/** @typedef {import('../metrics.js').Metrics} Metrics */
/** @typedef {{ readonly element: HTMLElement, update(metrics: Metrics): void }} Part */

/** The cards that answer at a glance. */
export function cards() {
  const parts = [requestsCard(), hitRateCard(), costCard(), tokensCard()];
  const further = insightCards();
  return {
    element: h(
      'section',
      { class: 'cards', 'aria-label': 'At a glance' },
      ...[...parts, ...further].map(({ element }) => element),
    ),
    /**
     * @param {Metrics} metrics
     * @param {import('../insights.js').Insights | undefined} insights
     */
    update: (metrics, insights) => {
      for (const part of parts) part.update(metrics);
      for (const part of further) part.update(insights);
    },
  };
}

/** @returns {Part} */
function requestsCard() {
  const number = figure('total-requests');
  const bar = meter();
  const facts = factRow(['hits', 'hits'], ['misses', 'misses'], ['coalesced', 'coalesced']);
  return {
    element: card('Total Requests', number, bar.element, facts.element),
    update: (metrics) => {
      setText(number, formatCount(metrics.totalRequests));
      bar.update(percentOf(metrics.totalHits, metrics.totalRequests));
      facts.update({
        hits: formatCount(metrics.totalHits),
        misses: formatCount(metrics.misses),
        coalesced: formatCount(metrics.coalesced),
      });
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
      facts.update({
        exact: formatPercent(percentOf(metrics.exactHits, metrics.totalRequests)),
        semantic: formatPercent(percentOf(metrics.semanticHits, metrics.totalRequests)),
      });
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
