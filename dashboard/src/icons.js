import { svg } from './dom.js';

/** Outlines on a 20 by 20 grid. */
const PATHS = {
  moon: 'M16.5 11.8A7 7 0 0 1 8.2 3.5a7 7 0 1 0 8.3 8.3Z',
  sun: 'M10 6.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7ZM10 1.8v1.6M10 16.6v1.6M1.8 10h1.6M16.6 10h1.6M4.2 4.2l1.1 1.1M14.7 14.7l1.1 1.1M15.8 4.2l-1.1 1.1M5.3 14.7l-1.1 1.1',
  alert: 'M10 6.5v4.2M10 13.6v.1M10 2.6 18 16.8H2Z',
  chevron: 'm7 4.5 5.5 5.5L7 15.5',
  copy: 'M7 7V3.5h9.5V13H13M3.5 7H13v9.5H3.5Z',
};

/** @typedef {keyof typeof PATHS} IconName */

/**
 * A decorative icon in the colour of its text; what it means stands beside it in words.
 *
 * @param {IconName} name
 */
export function icon(name) {
  return svg(
    'svg',
    { class: `icon icon-${name}`, viewBox: '0 0 20 20', 'aria-hidden': 'true' },
    svg('path', { d: PATHS[name] }),
  );
}
