import { h } from '../dom.js';

/** The parts the proxy stands on, and whether each answers. */
export function healthOfParts() {
  const list = h('ul', { class: 'parts', 'aria-label': 'Health of the parts' });
  let drawn = '';
  return {
    element: list,
    /** @param {import('../fetch-health.js').Health | undefined} health */
    update: (health) => {
      const next = JSON.stringify(health);
      if (next === drawn) return;
      drawn = next;
      list.replaceChildren(...(health?.parts ?? []).map(part));
    },
  };
}

/** @param {{ readonly name: string, readonly up: boolean }} part */
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
