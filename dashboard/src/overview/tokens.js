import { spanBars } from '../charts/span-bars.js';
import { h } from '../dom.js';
import { formatShort } from '../format.js';

/** @typedef {import('../metrics.js').Metrics} Metrics */

/** Tokens: what was used and what was saved add up to what it would have been without the cache. */
export function tokens() {
  const bars = spanBars([
    { name: 'without', label: 'Without cache' },
    { name: 'used', label: 'Used' },
    { name: 'saved', label: 'Saved' },
  ]);
  return {
    element: h(
      'section',
      { class: 'panel', 'aria-labelledby': 'tokens-title' },
      h('h2', { class: 'panel-title', id: 'tokens-title' }, 'Tokens'),
      bars.element,
    ),
    /** @param {Metrics} metrics */
    update: (metrics) => bars.update(barsOf(metrics)),
  };
}

/**
 * @param {Metrics} metrics
 * @returns {readonly import('../charts/span-bars.js').Bar[]}
 */
function barsOf({ tokensSaved, tokensUsed, tokensWithoutCache }) {
  const scale = Math.max(tokensWithoutCache ?? 0, (tokensSaved ?? 0) + (tokensUsed ?? 0), 1);
  const used = (tokensUsed ?? 0) / scale;
  const saved = (tokensSaved ?? 0) / scale;
  return [
    {
      name: 'without',
      label: 'Without cache',
      text: formatShort(tokensWithoutCache),
      from: 0,
      to: (tokensWithoutCache ?? 0) / scale,
    },
    { name: 'used', label: 'Used', text: formatShort(tokensUsed), from: 0, to: used },
    { name: 'saved', label: 'Saved', text: formatShort(tokensSaved), from: used, to: used + saved },
  ];
}
