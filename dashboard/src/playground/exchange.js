import { h, setText } from '../dom.js';
import { formatAge, formatMs } from '../format.js';
import { outcomeWords } from '../outcome-words.js';
import { stepBar, totalMs } from './step-bar.js';

/** @typedef {import('./ask.js').Question} Question */
/** @typedef {import('./ask.js').Reply} Reply */

/**
 * One question with its answer, and how it came about.
 *
 * @param {object} exchange
 * @param {Question} exchange.question
 * @param {Reply} exchange.reply
 * @param {() => void} exchange.onAgain
 * @param {() => void} exchange.onReword
 * @param {() => void} exchange.onExplain
 * @param {(() => Promise<string>) | undefined} exchange.onWrong tells the cache that its answer was wrong, and returns
 *   what came of it in words; absent where the answer did not come from the cache
 */
export function exchange({ question, reply, onAgain, onReword, onExplain, onWrong }) {
  const failed = reply.status >= 400;
  const bar = stepBar(reply.steps);
  const element = h(
    'article',
    { class: failed ? 'panel exchange is-failed' : 'panel exchange', 'data-outcome': reply.outcome },
    h('div', { class: 'exchange-head' }, h('h3', { class: 'exchange-question' }, question.text), time(reply)),
    h('div', { class: 'exchange-how' }, outcome(reply), ...facts(reply)),
    bar.element,
    h('p', { class: 'exchange-answer' }, reply.text),
    h(
      'div',
      { class: 'exchange-foot' },
      action('Ask again', onAgain),
      action('Ask in other words', onReword),
      action('Explain', onExplain),
      ...(onWrong === undefined ? [] : wrongAnswer(onWrong)),
    ),
  );
  return { element, scale: bar.scale };
}

/** @param {Reply} reply */
function time({ steps, tookMs }) {
  const browser = `${formatMs(tookMs)} in the browser`;
  if (steps.length === 0) return h('div', { class: 'exchange-time' }, browser);
  const proxy = h('span', { class: 'exchange-ms', 'data-fact': 'time' }, formatMs(totalMs(steps)));
  return h('div', { class: 'exchange-time' }, proxy, ' in the proxy', h('br'), browser);
}

/** @param {Reply} reply */
function outcome({ outcome: name, status }) {
  if (status >= 400) return h('span', { class: 'error-badge' }, `Status ${status}`);
  const { label, tone } = outcomeWords(name);
  const swatch = h('span', { class: `swatch swatch-${tone}`, 'aria-hidden': 'true' });
  return h('span', { class: 'outcome', 'data-fact': 'outcome' }, swatch, label);
}

/**
 * @param {Reply} reply
 * @returns {readonly HTMLElement[]}
 */
function facts({ similarity, ageSeconds, entry, detail, outcome: name }) {
  const hit = name === 'exact-hit' || name === 'semantic-hit';
  return [
    ...(similarity === undefined ? [] : [fact('similarity', `Similarity ${similarity.toFixed(4)}`)]),
    ...(hit && ageSeconds !== undefined
      ? [fact('age', ageSeconds < 1 ? 'Stored just now' : `Stored ${formatAge(ageSeconds)} ago`)]
      : []),
    ...(entry === undefined ? [] : [fact('entry', `Entry ${entry.slice(0, 12)}`, entry)]),
    ...(hit || detail === undefined ? [] : [fact('detail', `Not from the cache: ${detail}`)]),
  ];
}

/**
 * @param {string} name
 * @param {string} text
 * @param {string} [title]
 */
function fact(name, text, title) {
  return h('span', { class: 'fact', 'data-fact': name, title }, text);
}

/**
 * @param {string} label
 * @param {() => void} onClick
 */
function action(label, onClick) {
  const button = h('button', { class: 'button', type: 'button' }, label);
  button.addEventListener('click', onClick);
  return button;
}

/**
 * A button that gives way to what came of it.
 *
 * @param {() => Promise<string>} onWrong
 */
function wrongAnswer(onWrong) {
  const news = h('span', { class: 'hint', role: 'status', tabindex: -1 });
  const button = action('Wrong answer', () => void tell());
  const tell = async () => {
    setText(news, await onWrong());
    // Whoever pressed it by keyboard goes on here.
    if (document.activeElement === button) news.focus();
    button.hidden = true;
  };
  return [button, news];
}
