import { h } from '../dom.js';

/** @typedef {{ readonly name: string, readonly up: boolean }} Part */

/** The parts the proxy stands on and the providers behind it, and whether each answers. */
export function healthOfParts() {
  const list = h('ul', { class: 'parts', 'aria-label': 'Health of the parts' });
  let drawn = '';
  return {
    element: list,
    /** @param {readonly Part[]} parts */
    update: (parts) => {
      const next = JSON.stringify(parts);
      if (next === drawn) return;
      drawn = next;
      list.replaceChildren(...parts.map(part));
    },
  };
}

/** @param {Part} part */
function part({ name, up }) {
  const light = h('span', { class: 'part-light', 'aria-hidden': 'true' });
  return h(
    'li',
    { class: up ? 'part' : 'part is-down' },
    light,
    name,
    ' ',
    h('span', { class: 'part-word' }, up ? 'up' : 'down'),
  );
}
