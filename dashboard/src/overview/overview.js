import { h } from '../dom.js';
import { isIdle } from '../metrics.js';
import { cards } from './cards.js';
import { details } from './details.js';
import { firstRequest } from './first-request.js';
import { insightFolds } from './insight-folds.js';
import { judgementPanel, latencyPanel } from './insight-panels.js';
import { noConnection } from './no-connection.js';
import { outcomes } from './outcomes.js';
import { healthOfParts } from './health-of-parts.js';
import { tokens } from './tokens.js';

/** @typedef {import('../state.js').State} State */

/**
 * The first screen: what the cache answers, and what that saves.
 *
 * @param {{ retry: () => void }} actions
 */
export function overview({ retry }) {
  const glance = cards();
  const answered = outcomes();
  const counted = tokens();
  const folded = details();
  const speed = latencyPanel();
  const judged = judgementPanel();
  const more = insightFolds();
  folded.element.prepend(more.models);
  folded.element.append(more.stores);
  const parts = [answered, counted, folded];
  const panels = [answered, speed, counted, judged].map(({ element: panel }) => panel);
  const charts = h('div', { class: 'panels' }, ...panels);
  const numbers = h('div', { class: 'numbers' }, glance.element, charts, folded.element);
  const health = healthOfParts();
  const head = h('div', { class: 'view-head' }, h('h1', {}, 'Overview'), health.element);
  const empty = firstRequest();
  const broken = noConnection(retry);
  const loading = h('p', { class: 'loading' }, 'Reading the counters…');
  const element = h('div', { class: 'view' }, head, loading, broken.element, empty, numbers);
  return {
    element,
    /** @param {State} state */
    update: ({ metrics, failure, health: known, insights }) => {
      const healths = [...(known?.parts ?? []), ...(insights?.providers ?? [])];
      health.update(failure === undefined ? healths : []);
      const idle = metrics !== undefined && isIdle(metrics);
      loading.hidden = metrics !== undefined || failure !== undefined;
      broken.element.hidden = metrics !== undefined || failure === undefined;
      empty.hidden = !idle;
      numbers.hidden = metrics === undefined || idle;
      element.classList.toggle('is-stale', failure !== undefined);
      speed.update(insights);
      judged.update(insights);
      more.update(insights);
      if (failure !== undefined) broken.update(failure.message);
      if (metrics === undefined) return;
      glance.update(metrics, insights);
      for (const part of parts) part.update(metrics);
    },
  };
}
