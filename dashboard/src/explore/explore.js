import { AdminError } from '../admin/admin-client.js';
import { withSignIn } from '../admin/with-sign-in.js';
import { h, setText } from '../dom.js';
import { formatCount } from '../format.js';
import { entryItem } from './entry-item.js';
import { parseEntries, parseEntryDetail } from './parse-entries.js';
import { searchForm } from './search-form.js';

/** @typedef {import('../admin/admin-client.js').AdminClient} AdminClient */
/** @typedef {import('./search-form.js').Search} Search */

const MISSING = 'This proxy cannot search its entries: it is of an older version.';
const PAGE = 25;
/** What is less near than these has little in common with the question. */
const NEAREST = 10;
const LEDE =
  'What is stored: find entries by their words or by their meaning, look at one, take it back. Every look and every change needs the admin key where one is set.';

/**
 * Search in what is stored.
 *
 * @param {AdminClient} admin
 */
export function explore(admin) {
  const messages = withSignIn(admin);
  const list = h('ol', { class: 'rows', 'aria-label': 'Entries' });
  const count = h('p', { class: 'hint', role: 'status' });
  const more = h('button', { class: 'button', type: 'button', hidden: true }, 'More');
  const results = h(
    'section',
    { class: 'panel exchange', hidden: true, 'aria-label': 'Entries' },
    count,
    list,
    more,
  );
  const form = searchForm((search) => void start(search));
  /** How often something was asked for: an answer that comes after the next question is not shown. */
  let turn = 0;
  /** Whether something is shown, or on its way. */
  let begun = false;
  /** @type {(() => void)} */
  let showMore = () => undefined;
  more.addEventListener('click', () => showMore());

  /**
   * @param {Search} search
   * @param {string} [cursor]
   */
  async function start(search, cursor) {
    await run(async (isLatest) => {
      const body = await asked(() => admin.get(`cache/entries?${query(search, cursor)}`));
      if (isLatest()) drawPage(body, { search, cursor });
    });
  }

  /** @param {(isLatest: () => boolean) => Promise<void>} call */
  async function run(call) {
    turn += 1;
    const mine = turn;
    begun = true;
    await messages.run(() => call(() => mine === turn));
    if (mine === turn) begun = !results.hidden;
  }

  /**
   * @param {unknown} body
   * @param {{ search: Search, cursor: string | undefined }} page
   */
  function drawPage(body, { search, cursor }) {
    const { entries, next } = parseEntries(body);
    if (cursor === undefined) list.replaceChildren();
    list.append(...entries.map((entry) => entryItem(entry, actions).element));
    results.hidden = false;
    more.hidden = next === undefined;
    showMore = () => void start(search, next);
    setText(count, countWords(list.children.length, next !== undefined));
  }

  /**
   * Resolves when the call has gone well, which may be after a sign-in; with `undefined` where it failed, which is said.
   *
   * @template T
   * @param {() => Promise<T>} call
   * @returns {Promise<T | undefined>}
   */
  function told(call) {
    return new Promise((resolve) => {
      const ended = messages.run(async () => resolve(await call()));
      void ended.then(() => (messages.asking ? undefined : resolve(undefined)));
    });
  }

  /** @type {import('./entry-item.js').EntryActions} */
  const actions = {
    open: (id) =>
      told(async () => parseEntryDetail(await admin.get(`cache/entries/${encodeURIComponent(id)}`))),
    invalidate: (id) =>
      told(async () => {
        await admin.delete(`cache/entries/${encodeURIComponent(id)}`);
        return 'It is gone from every tier.';
      }),
    markWrong: (id) =>
      told(async () => {
        await admin.post('cache/feedback', { entry: id, verdict: 'wrong' });
        return 'It is noted as wrong, and answers nobody any more.';
      }),
  };

  /** @param {string} id */
  async function show(id) {
    await run(async (isLatest) => {
      const entry = parseEntryDetail(await asked(() => admin.get(`cache/entries/${encodeURIComponent(id)}`)));
      if (!isLatest()) return;
      const item = entryItem(entry, { ...actions, open: async () => entry });
      list.replaceChildren(item.element);
      results.hidden = false;
      more.hidden = true;
      setText(count, '');
      await item.open();
    });
  }

  return {
    element: h(
      'div',
      { class: 'view' },
      h('h1', {}, 'Explore'),
      h('p', { class: 'lede' }, LEDE),
      form,
      messages.element,
      results,
    ),
    /** Begins with whatever is stored, and anew where that could not be had. */
    shown: () => {
      if (!begun) void start({ text: '', mode: 'words' });
    },
    /** Shows one entry that is named elsewhere on the page. */
    show: (/** @type {string} */ id) => void show(id),
  };
}

/**
 * @param {number} shown
 * @param {boolean} more
 */
function countWords(shown, more) {
  if (shown === 0) return more ? 'Nothing yet; there is more to look through.' : 'Nothing was found.';
  return `${formatCount(shown)} ${shown === 1 ? 'entry' : 'entries'}${more ? ' so far' : ''}`;
}

/**
 * A list that is not there is an older proxy; an entry that is not there says so itself.
 *
 * @param {() => Promise<unknown>} call
 */
async function asked(call) {
  try {
    return await call();
  } catch (error) {
    const unknown = error instanceof AdminError && error.status === 404 && !error.message.includes('entry');
    throw unknown ? new AdminError(404, MISSING) : error;
  }
}

/**
 * @param {Search} search
 * @param {string | undefined} cursor
 */
function query({ text, mode }, cursor) {
  const limit = String(mode === 'meaning' ? NEAREST : PAGE);
  const fields = { query: text, mode, limit, ...(cursor === undefined ? {} : { cursor }) };
  return new URLSearchParams(fields).toString();
}
