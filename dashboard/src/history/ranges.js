import { h } from '../dom.js';

/** @typedef {{ readonly label: string, readonly words: string, readonly ms: number, readonly everyMs: number }} Range */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How far back, and how often it is worth asking again. */
export const RANGES = /** @type {const} @satisfies {readonly Range[]} */ ([
  { label: '15 min', words: 'the last 15 minutes', ms: 15 * MINUTE, everyMs: 10_000 },
  { label: '1 h', words: 'the last hour', ms: HOUR, everyMs: 10_000 },
  { label: '24 h', words: 'the last 24 hours', ms: DAY, everyMs: MINUTE },
  { label: '7 d', words: 'the last 7 days', ms: 7 * DAY, everyMs: 5 * MINUTE },
  { label: '90 d', words: 'the last 90 days', ms: 90 * DAY, everyMs: 5 * MINUTE },
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
