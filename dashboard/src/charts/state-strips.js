import { h, setText, svg } from '../dom.js';

/**
 * One strip for each part, filled where it was kept away from.
 *
 * @param {string} label what the strips are about
 */
export function stateStrips(label) {
  const element = h('dl', { class: 'strips', 'aria-label': label });
  /** @type {Map<string, ReturnType<typeof strip>>} */
  const strips = new Map();
  return {
    element,
    /** @param {Readonly<Record<string, readonly (number | null)[]>>} states by name; 1 where it was kept away from */
    update: (states) => {
      for (const [name, values] of Object.entries(states)) {
        const shown = strips.get(name) ?? strip(name);
        if (!strips.has(name)) element.append(shown.element);
        strips.set(name, shown);
        shown.update(values);
      }
    },
  };
}

/** @param {string} name */
function strip(name) {
  const words = h('span', { class: 'strip-words' });
  const drawing = svg('svg', { class: 'strip', preserveAspectRatio: 'none', 'aria-hidden': 'true' });
  let drawn = '';
  return {
    element: h('div', { 'data-strip': name }, h('dt', {}, name), h('dd', {}, drawing, words)),
    /** @param {readonly (number | null)[]} values */
    update: (values) => {
      const open = values.filter((value) => value === 1).length;
      const now = values.findLast((value) => value !== null);
      setText(words, now === 1 ? 'open now' : open > 0 ? 'was open' : 'closed');
      const next = values.join('');
      if (next === drawn) return;
      drawn = next;
      drawing.setAttribute('viewBox', `0 0 ${Math.max(1, values.length)} 1`);
      drawing.replaceChildren(...runs(values).map(rect));
    },
  };
}

/** @typedef {{ from: number, to: number, state: number }} Run */

/**
 * @param {readonly (number | null)[]} values
 * @returns {readonly Run[]} what lies between is not known
 */
function runs(values) {
  /** @type {Run[]} */
  const found = [];
  for (const [at, state] of values.entries()) {
    const last = found.at(-1);
    if (last !== undefined && last.state === state && last.to === at) last.to = at + 1;
    else if (state !== null) found.push({ from: at, to: at + 1, state });
  }
  return found;
}

/** @param {Run} run */
function rect({ from, to, state }) {
  return svg('rect', {
    class: state === 1 ? 'strip-open' : 'strip-closed',
    x: from,
    y: 0,
    width: to - from,
    height: 1,
  });
}
