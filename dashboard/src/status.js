import { h, setText } from './dom.js';
import { formatClock } from './format.js';
import { icon } from './icons.js';

/** @typedef {import('./state.js').State} State */

/** Whether the numbers are alive: a dot, when they came, and why they stopped. */
export function connectionStatus() {
  const word = h('span', { class: 'status-word' });
  const updated = h('span', { class: 'status-time' });
  const reason = h('span');
  const badge = h('span', { class: 'error-badge', hidden: true }, icon('alert'), reason);
  // Only the badge speaks to screen readers: a clock that announces itself every 5 seconds helps nobody.
  const announced = h('span', { role: 'status' }, badge);
  const dot = h('span', { class: 'dot', 'aria-hidden': 'true' });
  const element = h('div', { class: 'status-line' }, announced, dot, word, updated);
  return {
    element,
    /** @param {State} state */
    update: ({ updatedAt, failure }) => {
      element.dataset['state'] =
        failure !== undefined ? 'down' : updatedAt === undefined ? 'waiting' : 'live';
      setText(word, failure !== undefined ? 'Stale' : updatedAt === undefined ? 'Connecting' : 'Connected');
      setText(updated, updatedAt === undefined ? '' : `Updated ${formatClock(updatedAt)}`);
      word.hidden = failure !== undefined && updatedAt === undefined;
      badge.hidden = failure === undefined;
      badge.title = failure?.message ?? '';
      setText(reason, failure?.badge ?? '');
    },
  };
}
