import { polledView } from '../admin/polled-view.js';
import { h, setText } from '../dom.js';
import { parseRecent } from './parse-recent.js';
import { recentRow } from './recent-row.js';

/** @typedef {import('../admin/admin-client.js').AdminClient} AdminClient */

const MISSING = 'This proxy does not tell of its latest requests: it is of an older version.';
const EVERY_MS = 2_000;
/** More rows than anybody reads only make the page slow. */
const MAX_ROWS = 200;

const LEDE = 'The latest requests as they end. What was asked is shown where SHOW_PROMPTS is set.';

/**
 * The latest requests, the newest on top.
 *
 * @param {object} options
 * @param {AdminClient} options.admin
 * @param {import('../entry-button.js').OnEntry} options.onEntry
 */
export function live({ admin, onEntry }) {
  let last = 0;
  let paused = false;
  const rows = h('ol', { class: 'rows', 'aria-label': 'Latest requests' });
  const nothing = h('p', { class: 'hint', hidden: true }, 'Nothing was asked yet.');
  const button = h('button', { class: 'button', type: 'button' }, 'Pause');
  const polled = polledView({ admin, everyMs: EVERY_MS, missing: MISSING, load });
  button.addEventListener('click', () => {
    paused = !paused;
    setText(button, paused ? 'Go on' : 'Pause');
    if (!paused) polled.ask();
  });

  /** @param {AbortSignal} signal */
  async function load(signal) {
    if (paused) return;
    const { last: newest, requests } = parseRecent(
      await admin.get(`recent?after=${last}&limit=${MAX_ROWS}`, signal),
    );
    // Another one, whose clock was set back, began to count anew.
    if (newest < last) rows.replaceChildren();
    last = newest;
    rows.prepend(...requests.map((request) => recentRow(request, onEntry)));
    while (rows.children.length > MAX_ROWS) rows.lastElementChild?.remove();
    nothing.hidden = rows.children.length > 0;
  }

  return {
    element: h(
      'div',
      { class: 'view' },
      h('div', { class: 'view-head' }, h('h1', {}, 'Live'), button),
      h('p', { class: 'lede' }, LEDE),
      polled.messages,
      h('section', { class: 'panel', 'aria-label': 'Latest requests' }, nothing, rows),
    ),
    shown: polled.shown,
    hidden: polled.hidden,
  };
}
