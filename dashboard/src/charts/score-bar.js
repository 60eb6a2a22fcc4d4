import { svg } from '../dom.js';

/**
 * How alike, with a mark where the threshold is.
 *
 * @param {number} score
 * @param {number | undefined} threshold
 * @param {boolean} accepted
 */
export function scoreBar(score, threshold, accepted) {
  const width = `${Math.min(100, Math.max(0, score * 100))}%`;
  const fill = svg('rect', { class: accepted ? 'step-exact' : 'step-other', width, height: '100%' });
  const at = threshold === undefined ? undefined : `${threshold * 100}%`;
  const mark =
    at === undefined ? [] : [svg('line', { class: 'threshold', x1: at, x2: at, y1: 0, y2: '100%' })];
  return svg('svg', { class: 'step-bar', 'aria-hidden': 'true' }, fill, ...mark);
}
