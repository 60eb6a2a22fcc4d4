import { similarityColumns } from '../charts/columns.js';
import { logRanges } from '../charts/log-ranges.js';
import { h, setText } from '../dom.js';
import { formatCount } from '../format.js';

/** @typedef {import('../insights.js').Insights} Insights */

/** How fast each tier answers. */
export function latencyPanel() {
  const chart = logRanges();
  const element = panel('latency-title', 'Latency by tier', chart.element);
  return {
    element,
    /** @param {Insights | undefined} insights */
    update: (insights) => {
      element.hidden = insights === undefined || insights.latency.length === 0;
      chart.update(insights?.latency ?? []);
    },
  };
}

/** What candidates were like, and what stopped them. */
export function judgementPanel() {
  const chart = similarityColumns();
  const mean = h('p', { class: 'hint', 'data-fact': 'mean-similarity' });
  const guards = h('p', { class: 'hint', 'data-fact': 'guards' });
  const nothing = h('p', { class: 'hint' }, 'No stored question was near enough to be judged yet.');
  const element = panel('judgement-title', 'Candidates by similarity', chart.element, nothing, mean, guards);
  return {
    element,
    /** @param {Insights | undefined} insights */
    update: (insights) => {
      element.hidden = insights === undefined;
      if (insights === undefined) return;
      const { similarity, threshold, meanSimilarity, guards: stopped } = insights;
      const judged = similarity.some(({ accepted, vetoed }) => accepted + vetoed > 0);
      chart.element.hidden = !judged;
      nothing.hidden = judged;
      chart.update(similarity, threshold);
      setText(
        mean,
        meanSimilarity === undefined ? '' : `Hits by meaning: ${meanSimilarity.toFixed(4)} on average.`,
      );
      setText(guards, guardWords(stopped));
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
