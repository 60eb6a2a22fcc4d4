import { h } from '../dom.js';
import { entryButton } from '../entry-button.js';
import { formatClock, formatCount, formatMs } from '../format.js';
import { causeWords, outcomeWords } from '../outcome-words.js';

/** @typedef {import('./parse-recent.js').Recent} Recent */
/** @typedef {import('../entry-button.js').OnEntry} OnEntry */

const ASK_UPSTREAM = ['miss', 'refresh', 'bypass'];

/**
 * One request in a line: how it was answered, by which model, how fast; below it what was asked, where that is told.
 *
 * @param {Recent} request
 * @param {OnEntry} onEntry
 */
export function recentRow(request, onEntry) {
  const { seq, at, outcome, status, model, durationMs, question } = request;
  const failed = outcome === 'error';
  const { label, tone } = failed ? { label: `Failed, ${status}`, tone: 'alarm' } : outcomeWords(outcome);
  const swatch = h('span', { class: `swatch swatch-${tone}`, 'aria-hidden': 'true' });
  return h(
    'li',
    { class: 'row', 'data-seq': seq, 'data-outcome': outcome },
    h('span', { class: 'row-time' }, formatClock(new Date(at))),
    h('span', { class: 'outcome' }, swatch, label),
    h('span', { class: 'row-model' }, model),
    facts(request, onEntry),
    h('b', { class: 'row-ms' }, formatMs(durationMs)),
    ...(question === undefined ? [] : [h('span', { class: 'row-question' }, question)]),
  );
}

/**
 * @param {Recent} request
 * @param {OnEntry} onEntry
 */
function facts(request, onEntry) {
  const { requestId, stream, tokens, entry } = request;
  // The end: an id that Strata made begins like all others of its process.
  const id = h('span', { class: 'row-id', title: `Request ${requestId}` }, requestId.slice(-8));
  return h(
    'span',
    { class: 'row-facts' },
    ...fact(tokens === undefined ? undefined : `${formatCount(tokens)} tokens`),
    ...fact(stream ? 'stream' : undefined),
    ...fact(why(request)),
    ...fact(by(request)),
    ...(entry === undefined ? [] : [entryButton(entry, onEntry)]),
    id,
  );
}

/** @param {string | undefined} text */
function fact(text) {
  return text === undefined ? [] : [h('span', {}, text)];
}

/**
 * The tier, where the outcome does not name it.
 *
 * @param {Recent} request
 */
function by({ outcome, tier }) {
  const named = tier === '' || outcome.startsWith(tier) || ASK_UPSTREAM.includes(outcome);
  return named ? undefined : `by ${tier}`;
}

/** @param {Recent} request */
function why({ outcome, similarity, detail }) {
  const alike = similarity === undefined ? undefined : `similarity ${similarity.toFixed(3)}`;
  if (detail === undefined || outcome === 'exact-hit' || outcome === 'semantic-hit') return alike;
  return alike === undefined ? causeWords(detail) : `${alike}: ${causeWords(detail)}`;
}
