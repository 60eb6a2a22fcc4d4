import { h, setText } from '../dom.js';

/**
 * @param {string} title
 * @param {...Node} content
 */
export function card(title, ...content) {
  return h('article', { class: 'card' }, h('h2', { class: 'card-title' }, title), ...content);
}

/** @param {string} metric how tests and style sheets find the number */
export function figure(metric) {
  return h('p', { class: 'figure', 'data-metric': metric });
}

/**
 * A line of small facts: `12 exact · 3 semantic`.
 *
 * @param {...readonly [name: string, label: string]} facts
 */
export function factRow(...facts) {
  const numbers = new Map(facts.map(([name]) => [name, h('b', { 'data-fact': name })]));
  const items = facts.map(([name, label]) =>
    h('span', {}, /** @type {HTMLElement} */ (numbers.get(name)), ` ${label}`),
  );
  return {
    element: h('p', { class: 'facts' }, ...items),
    /** @param {Readonly<Record<string, string>>} values */
    update: (values) => {
      for (const [name, text] of Object.entries(values)) {
        const number = numbers.get(name);
        if (number !== undefined) setText(number, text);
      }
    },
  };
}
