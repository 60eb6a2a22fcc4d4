import { similarityColumns } from '../charts/columns.js';
import { logRanges } from '../charts/log-ranges.js';
import { h, setText } from '../dom.js';
import { formatCount, formatPercent } from '../format.js';

/** @typedef {import('../insights.js').Insights} Insights */

/** How fast each tier answers, and whether hits by meaning are right. Hidden where there is nothing to show yet. */
export function insightPanels() {
  const speed = latencyPanel();
  const trust = judgementPanel();
  const element = h('div', { class: 'panels', hidden: true }, speed.element, trust.element);
  return {
    element,
    /** @param {Insights | undefined} insights */
    update: (insights) => {
      element.hidden = insights === undefined || insights.latency.length === 0;
      if (insights === undefined) return;
      speed.update(insights);
      trust.update(insights);
    },
  };
}

function latencyPanel() {
  const chart = logRanges();
  return {
    element: panel('latency-title', 'Latency by tier', chart.element),
    /** @param {Insights} insights */
    update: ({ latency }) => chart.update(latency),
  };
}

function judgementPanel() {
  const chart = similarityColumns();
  const legend = h('p', { class: 'columns-legend' }, key('accepted'), key('vetoed'));
  const wrong = h('p', { class: 'hint', 'data-fact': 'wrong-hits' });
  const guards = h('p', { class: 'hint', 'data-fact': 'guards' });
  const nothing = h('p', { class: 'hint' }, 'No stored question was near enough to be judged yet.');
  const drawn = h('div', { class: 'judged' }, legend, chart.element);
  return {
    element: panel('judgement-title', 'Candidates by similarity', drawn, nothing, guards, wrong),
    /** @param {Insights} insights */
    update: ({ similarity, threshold, guards: stopped, wrongPercent, checks }) => {
      const judged = similarity.some(({ accepted, vetoed }) => accepted + vetoed > 0);
      drawn.hidden = !judged;
      nothing.hidden = judged;
      chart.update(similarity, threshold);
      setText(guards, guardWords(stopped));
      setText(wrong, wrongWords(wrongPercent, checks));
    },
  };
}

/** @param {Insights['guards']} guards */
function guardWords(guards) {
  const most = guards.filter(({ count }) => count > 0).slice(0, 5);
  if (most.length === 0) return '';
  return `Stopped by ${most.map(({ name, count }) => `${name} ${formatCount(count)}`).join(', ')}.`;
}

/**
 * @param {number | undefined} percent
 * @param {number} checks
 */
function wrongWords(percent, checks) {
  if (percent === undefined) return 'Wrong hits: none checked yet.';
  return `Wrong hits: at most ${formatPercent(percent)}, from ${formatCount(checks)} checked (95% confidence).`;
}

/** @param {string} name */
function key(name) {
  return h('span', {}, h('span', { class: `swatch swatch-${name}`, 'aria-hidden': 'true' }), name);
}

/**
 * @param {string} id
 * @param {string} title
 * @param {...Node} content
 */
function panel(id, title, ...content) {
  return h(
    'section',
    { class: 'panel', 'aria-labelledby': id },
    h('h2', { class: 'panel-title', id }, title),
    ...content,
  );
}
