import { h, svg } from '../dom.js';
import { formatMs } from '../format.js';

/** @typedef {import('./server-timing.js').Step} Step */

/** So that the shortest step is still there to be seen. */
const LEAST_PERCENT = 0.25;

/** Steps with a colour of their own; any other is grey. */
const TONES = new Set(['exact', 'embed', 'search', 'judge', 'upstream']);

/**
 * The time of each step as one bar. The bars of all answers share a scale, so that a hit looks as short as it is.
 *
 * @param {readonly Step[]} steps
 */
export function stepBar(steps) {
  const pieces = steps.map((step) => svg('rect', { class: `step step-${toneOf(step)}`, height: '100%' }));
  const drawing = svg('svg', { class: 'step-bar', 'aria-hidden': 'true' }, ...pieces);
  const list = h('ul', { class: 'steps', 'aria-label': 'Time of each step' }, ...steps.map(item));
  return {
    element: h('div', { class: 'step-times', hidden: steps.length === 0 }, drawing, list),
    /**
     * Draws the bar on a scale.
     *
     * @param {number} longestMs the length of the whole width
     */
    scale: (longestMs) => {
      let from = 0;
      for (const [at, { ms }] of steps.entries()) {
        const width = longestMs > 0 ? Math.max((ms / longestMs) * 100, LEAST_PERCENT) : 0;
        pieces[at]?.setAttribute('x', `${from}%`);
        pieces[at]?.setAttribute('width', `${width}%`);
        from += width;
      }
    },
  };
}

/** @param {readonly Step[]} steps */
export function totalMs(steps) {
  return steps.reduce((sum, { ms }) => sum + ms, 0);
}

/** @param {Step} step */
function item(step) {
  const swatch = h('span', { class: `swatch step-swatch-${toneOf(step)}`, 'aria-hidden': 'true' });
  return h('li', { 'data-step': step.name }, swatch, `${step.name} `, h('b', {}, formatMs(step.ms)));
}

/** @param {Step} step */
function toneOf({ name }) {
  return TONES.has(name) ? name : 'other';
}
