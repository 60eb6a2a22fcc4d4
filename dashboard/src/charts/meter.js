import { h, svg } from '../dom.js';

/**
 * A thin bar of a share. The share itself is always written beside it, so it is hidden from screen readers.
 *
 * @param {string} [tone] class that colours the filled part
 */
export function meter(tone = 'tone-accent') {
  const fill = svg('rect', { class: `meter-fill ${tone}`, width: '0%', height: '100%', rx: 3 });
  const element = svg('svg', { class: 'meter', 'aria-hidden': 'true' }, fill);
  return {
    element,
    /** @param {number | undefined} percent */
    update: (percent) => fill.setAttribute('width', `${clamp(percent ?? 0)}%`),
  };
}

/** A share as a ring, open at nothing. */
export function ring() {
  const arc = svg('circle', { class: 'ring-arc', cx: 36, cy: 36, r: 29, pathLength: 100 });
  const drawing = svg(
    'svg',
    { viewBox: '0 0 72 72', 'aria-hidden': 'true' },
    svg('circle', { class: 'ring-track', cx: 36, cy: 36, r: 29 }),
    arc,
  );
  return {
    element: h('div', { class: 'ring' }, drawing),
    /** @param {number | undefined} percent */
    update: (percent) => {
      const share = clamp(percent ?? 0);
      // A round cap paints a dot even for an empty dash.
      arc.setAttribute('class', share > 0 ? 'ring-arc' : 'ring-arc is-empty');
      arc.setAttribute('stroke-dasharray', `${share} 100`);
    },
  };
}

/** @param {number} percent */
function clamp(percent) {
  return Math.min(100, Math.max(0, percent));
}
