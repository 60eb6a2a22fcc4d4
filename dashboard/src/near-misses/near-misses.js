import { polledView } from '../admin/polled-view.js';
import { scoreBar } from '../charts/score-bar.js';
import { h } from '../dom.js';
import { entryButton } from '../entry-button.js';
import { formatClock, formatCount } from '../format.js';
import { parseNearMisses } from './parse-near-misses.js';

/** @typedef {import('../admin/admin-client.js').AdminClient} AdminClient */
/** @typedef {import('./parse-near-misses.js').NearMiss} NearMiss */

const MISSING = 'This proxy does not tell of near misses: it is of an older version.';
const EVERY_MS = 5_000;
const MAX_ROWS = 300;

const LEDE =
  'Stored answers that almost served another question, and what stopped them. Texts are shown where SHOW_PROMPTS is set.';

/**
 * What almost hit, the newest on top.
 *
 * @param {object} options
 * @param {AdminClient} options.admin
 * @param {import('../entry-button.js').OnEntry} options.onEntry
 */
export function nearMisses({ admin, onEntry }) {
  let last = 0;
  /** @type {readonly NearMiss[]} */
  let known = [];
  let chosen = '';
  const tally = h('div', { class: 'tally', role: 'group', 'aria-label': 'Stopped by' });
  const rows = h('ol', { class: 'rows', 'aria-label': 'Near misses' });
  const nothing = h('p', { class: 'hint', hidden: true }, 'Nothing came near yet.');
  const polled = polledView({ admin, everyMs: EVERY_MS, missing: MISSING, load });

  /** @param {AbortSignal} signal */
  async function load(signal) {
    const { last: newest, misses } = parseNearMisses(
      await admin.get(`near-misses?after=${last}&limit=${MAX_ROWS}`, signal),
    );
    const restarted = newest < last;
    last = newest;
    nothing.hidden = known.length + misses.length > 0;
    if (misses.length === 0 && !restarted) return;
    known = [...misses, ...(restarted ? [] : known)].slice(0, MAX_ROWS);
    draw();
  }

  function draw() {
    const counts = Map.groupBy(known, ({ guard }) => guard);
    const guards = [...counts].toSorted(([, a], [, b]) => b.length - a.length);
    tally.replaceChildren(...guards.map(([guard, { length }]) => chip(guard, length)));
    const shown = known.filter(({ guard }) => chosen === '' || guard === chosen);
    rows.replaceChildren(...shown.map((miss) => row(miss, onEntry)));
  }

  /**
   * @param {string} guard
   * @param {number} count
   */
  function chip(guard, count) {
    const button = h(
      'button',
      { class: 'chip', type: 'button', 'aria-pressed': String(guard === chosen), 'data-guard': guard },
      `${guard} `,
      h('b', {}, formatCount(count)),
    );
    button.addEventListener('click', () => {
      chosen = guard === chosen ? '' : guard;
      draw();
      // The chips were made anew.
      for (const each of tally.querySelectorAll('button')) if (each.dataset['guard'] === guard) each.focus();
    });
    return button;
  }

  return {
    element: h(
      'div',
      { class: 'view' },
      h('h1', {}, 'Near misses'),
      h('p', { class: 'lede' }, LEDE),
      polled.messages,
      tally,
      h('section', { class: 'panel', 'aria-label': 'Near misses' }, nothing, rows),
    ),
    shown: polled.shown,
    hidden: polled.hidden,
  };
}

/**
 * @param {NearMiss} miss
 * @param {import('../entry-button.js').OnEntry} onEntry
 */
function row({ seq, at, entry, score, threshold, guard, texts }, onEntry) {
  // Below the threshold the two numbers are all the reason there is.
  const reason = guard === 'below-threshold' ? undefined : texts?.reason;
  return h(
    'li',
    { class: 'entry', 'data-seq': seq, 'data-guard': guard },
    h(
      'div',
      { class: 'entry-head' },
      h('p', { class: 'entry-why' }, h('b', { class: 'outcome' }, guard), ...(reason ? [`: ${reason}`] : [])),
      h('span', { class: 'row-time' }, formatClock(new Date(at))),
    ),
    ...(texts === undefined ? [] : [compared(texts)]),
    scoreBar(score, threshold, false),
    h(
      'div',
      { class: 'entry-facts' },
      h('span', {}, `Similarity ${score.toFixed(4)}`),
      h('span', {}, `threshold ${threshold.toFixed(3)}`),
      entryButton(entry, onEntry),
    ),
  );
}

/** @param {NonNullable<NearMiss['texts']>} texts */
function compared({ question, stored }) {
  return h(
    'dl',
    { class: 'grounds is-narrow' },
    h('div', {}, h('dt', {}, 'Asked'), h('dd', { class: 'entry-question' }, question)),
    h('div', {}, h('dt', {}, 'Stored'), h('dd', {}, stored)),
  );
}
