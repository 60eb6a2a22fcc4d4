import { h } from '../dom.js';
import { formatClock, formatCount, formatMs } from '../format.js';
import { causeWords, outcomeWords } from '../outcome-words.js';

/** @typedef {import('./parse-recent.js').Recent} Recent */

/**
 * One request in a line: how it was answered, by which model, how fast.
 *
 * @param {Recent} request
 */
export function recentRow(request) {
  const { seq, at, requestId, outcome, status, model, stream, durationMs, tokens, question } = request;
  const failed = outcome === 'error';
  const { label, tone } = failed ? { label: `Failed, ${status}`, tone: 'alarm' } : outcomeWords(outcome);
  const swatch = h('span', { class: `swatch swatch-${tone}`, 'aria-hidden': 'true' });
  return h(
    'li',
    { class: 'row', 'data-seq': seq, 'data-outcome': outcome },
    h('span', { class: 'row-time' }, formatClock(new Date(at))),
    h('span', { class: 'outcome' }, swatch, label),
    h('span', { class: 'row-model' }, model),
    h('b', { class: 'row-ms' }, formatMs(durationMs)),
    h(
      'span',
      { class: 'row-facts' },
      ...fact(tokens === undefined ? undefined : `${formatCount(tokens)} tokens`),
      ...fact(stream ? 'stream' : undefined),
      ...fact(why(request)),
      h('span', { class: 'row-id', title: requestId }, requestId),
    ),
    ...(question === undefined ? [] : [h('span', { class: 'row-question' }, question)]),
  );
}

/** @param {string | undefined} text */
function fact(text) {
  return text === undefined ? [] : [h('span', {}, text)];
}

/** @param {Recent} request */
function why({ outcome, similarity, detail }) {
  const alike = similarity === undefined ? undefined : `similarity ${similarity.toFixed(3)}`;
  if (detail === undefined || outcome === 'exact-hit' || outcome === 'semantic-hit') return alike;
  return alike === undefined ? causeWords(detail) : `${alike}: ${causeWords(detail)}`;
}
