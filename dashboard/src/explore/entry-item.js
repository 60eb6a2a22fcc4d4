import { h, setText } from '../dom.js';
import { formatAge, formatBytes, formatCount } from '../format.js';

/** @typedef {import('./parse-entries.js').Entry} Entry */
/** @typedef {import('./parse-entries.js').EntryDetail} EntryDetail */

/**
 * What can be done with an entry. Each resolves with what came of it, in words; the detail may be `undefined` where the
 * call failed, which is said elsewhere.
 *
 * @typedef {object} EntryActions
 * @property {(id: string) => Promise<(Entry & EntryDetail) | undefined>} open
 * @property {(id: string) => Promise<string | undefined>} invalidate
 * @property {(id: string) => Promise<string | undefined>} markWrong
 */

/**
 * One entry of a list, which unfolds.
 *
 * @param {Entry} entry
 * @param {EntryActions} actions
 */
export function entryItem(entry, actions) {
  const { id, question } = entry;
  const detail = h('div', { class: 'entry-detail', hidden: true });
  const button = h('button', { class: 'button', type: 'button', 'aria-expanded': 'false' }, 'Open');
  const element = h(
    'li',
    { class: 'entry', 'data-entry': id },
    h(
      'div',
      { class: 'entry-head' },
      h(
        'p',
        { class: 'entry-question' },
        question ?? `Entry ${id.slice(0, 12)}, reached by equal requests only`,
      ),
      button,
    ),
    h('div', { class: 'entry-facts' }, ...facts(entry).map((text) => h('span', {}, text))),
    detail,
  );
  const open = async () => {
    const found = detail.hidden ? await actions.open(id) : undefined;
    detail.replaceChildren(...(found === undefined ? [] : [entryDetail(found, actions)]));
    detail.hidden = found === undefined;
    button.setAttribute('aria-expanded', String(found !== undefined));
    setText(button, found === undefined ? 'Open' : 'Close');
  };
  button.addEventListener('click', () => void open());
  return { element, open };
}

/** @param {Entry} entry */
function facts(entry) {
  const { score, model, ageMs, hits, namespace, tags, tiers, answerBytes, tokens, origin } = entry;
  return [
    score === undefined ? '' : `Similarity ${score.toFixed(4)}`,
    model,
    hits === undefined ? '' : `${formatCount(hits)} ${hits === 1 ? 'hit' : 'hits'}`,
    `stored ${formatAge(ageMs / 1000)} ago`,
    freshness(entry),
    tiers.join(' and '),
    formatBytes(answerBytes),
    tokens === undefined ? '' : `${formatCount(tokens)} tokens`,
    namespace === undefined ? '' : `namespace ${namespace}`,
    tags.length === 0 ? '' : `tags ${tags.join(', ')}`,
    origin === undefined ? '' : `alias of ${origin.slice(0, 12)}`,
  ].filter((text) => text !== '');
}

/** @param {Entry} entry */
function freshness({ pinned, freshForMs }) {
  if (pinned) return 'pinned';
  return freshForMs === undefined ? '' : `fresh for ${formatAge(freshForMs / 1000)}`;
}

/**
 * @param {Entry & EntryDetail} entry
 * @param {EntryActions} actions
 */
function entryDetail(entry, actions) {
  const { id, answer, partition, hits, aliases, aliasesComplete } = entry;
  const asked = aliases.map(({ question, similarity }) =>
    h('li', {}, `${question}${similarity === undefined ? '' : ` (${similarity.toFixed(4)})`}`),
  );
  const wordings = `${formatCount(aliases.length)}${aliasesComplete ? '' : ' or more'}`;
  const grounds = h(
    'dl',
    { class: 'grounds' },
    ground('Id', id),
    ground('Partition', partition ?? 'none: it is not compared by meaning'),
    ...(hits === undefined ? [] : [ground('Hits', `${formatCount(hits)} since this proxy started`)]),
    ground('Also answers', `${wordings} other ${aliases.length === 1 ? 'wording' : 'wordings'}`),
  );
  const news = h('span', { class: 'hint', role: 'status', tabindex: -1 });
  const foot = h('div', { class: 'exchange-foot' });
  const done = (/** @type {string | undefined} */ words) => {
    setText(news, words ?? '');
    if (words === undefined) return;
    // The buttons go; whoever pressed one by keyboard goes on here.
    if (foot.contains(document.activeElement)) news.focus();
    for (const button of foot.querySelectorAll('button')) button.remove();
  };
  foot.append(
    sureButton('Invalidate', async () => done(await actions.invalidate(id))),
    sureButton('Mark wrong', async () => done(await actions.markWrong(id))),
    news,
  );
  return h(
    'div',
    { class: 'entry-detail' },
    h('p', { class: 'exchange-answer' }, answer ?? 'The answer is not text.'),
    grounds,
    ...(asked.length === 0 ? [] : [h('ul', { class: 'hint' }, ...asked)]),
    foot,
  );
}

/**
 * @param {string} name
 * @param {string} value
 */
function ground(name, value) {
  return h('div', { 'data-ground': name }, h('dt', {}, name), h('dd', {}, value));
}

/**
 * A button that must be pressed twice.
 *
 * @param {string} label
 * @param {() => Promise<void>} act
 */
function sureButton(label, act) {
  const button = h('button', { class: 'button is-danger', type: 'button' }, label);
  let sure = false;
  button.addEventListener('click', () => {
    if (sure) void act();
    sure = !sure;
    setText(button, sure ? `${label}: sure?` : label);
  });
  button.addEventListener('blur', () => {
    sure = false;
    setText(button, label);
  });
  return button;
}
