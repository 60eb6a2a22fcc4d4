import { h } from '../dom.js';

/** @typedef {{ readonly label: string, readonly words: string, readonly age: string, readonly everyMs: number }} Range */

const MINUTE = 60_000;

/** How far back by the proxy's clock, which need not be the reader's, and how often it is worth asking again. */
export const RANGES = /** @type {const} @satisfies {readonly Range[]} */ ([
  { label: '15 min', words: 'the last 15 minutes', age: '15m', everyMs: 10_000 },
  { label: '1 h', words: 'the last hour', age: '1h', everyMs: 10_000 },
  { label: '24 h', words: 'the last 24 hours', age: '24h', everyMs: MINUTE },
  { label: '7 d', words: 'the last 7 days', age: '7d', everyMs: 5 * MINUTE },
  { label: '90 d', words: 'the last 90 days', age: '90d', everyMs: 5 * MINUTE },
]);

/**
 * One of a few, as a row of radio buttons.
 *
 * @param {object} options
 * @param {string} options.name
 * @param {string} options.legend
 * @param {readonly string[]} options.labels
 * @param {number} options.chosen
 * @param {(index: number) => void} options.onChoose
 */
export function choice({ name, legend, labels, chosen, onChoose }) {
  const options = labels.map((label, index) => {
    const input = h('input', { type: 'radio', name, value: index, checked: index === chosen });
    input.addEventListener('change', () => onChoose(index));
    return h('label', {}, input, h('span', {}, label));
  });
  return h('div', { class: 'choice', role: 'radiogroup', 'aria-label': legend }, ...options);
}
