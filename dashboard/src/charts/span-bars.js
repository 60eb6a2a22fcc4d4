import { h, setText, svg } from '../dom.js';

/**
 * @typedef {object} Bar
 * @property {string} name
 * @property {string} label
 * @property {string} text the value as written beside the bar
 * @property {number} from 0 to 1, where the bar begins
 * @property {number} to 0 to 1, where it ends
 */

/**
 * Horizontal bars on one scale. Bars that begin where another ends show that they add up.
 *
 * @param {readonly { readonly name: string, readonly label: string }[]} rows
 */
export function spanBars(rows) {
  const bars = new Map(rows.map(({ name, label }) => [name, row(name, label)]));
  const list = h('dl', { class: 'bars' }, ...[...bars.values()].map(({ element }) => element));
  return {
    element: list,
    /** @param {readonly Bar[]} values */
    update: (values) => {
      for (const value of values) bars.get(value.name)?.update(value);
    },
  };
}

/**
 * @param {string} name
 * @param {string} label
 */
function row(name, label) {
  const text = h('span', { class: 'bar-value' });
  const fill = svg('rect', { class: `bar-fill bar-${name}`, height: '100%', rx: 4 });
  const track = svg('rect', { class: 'bar-track', width: '100%', height: '100%', rx: 4 });
  const drawing = svg('svg', { class: 'bar', 'aria-hidden': 'true' }, track, fill);
  return {
    element: h('div', { class: 'bar-row' }, h('dt', {}, label), h('dd', {}, drawing, text)),
    /** @param {Bar} bar */
    update: (bar) => {
      setText(text, bar.text);
      fill.setAttribute('x', `${bar.from * 100}%`);
      fill.setAttribute('width', `${Math.max(0, bar.to - bar.from) * 100}%`);
    },
  };
}
