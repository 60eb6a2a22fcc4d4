import { withSignIn } from '../admin/with-sign-in.js';
import { h, setText } from '../dom.js';
import { formatMs } from '../format.js';
import { isObject } from '../json.js';
import { outcomeWords } from '../outcome-words.js';
import { ask, requestBody } from './ask.js';
import { exchange } from './exchange.js';
import { askForm, inOtherWords } from './form.js';
import { totalMs } from './step-bar.js';

/** @typedef {import('./ask.js').Question} Question */
/** @typedef {import('./ask.js').Reply} Reply */

/** The proxy's own deadlines end a question long before. */
const GIVE_UP_MS = 15 * 60_000;

/**
 * Ask a question, see what answered it and how long each step took, and ask again in other words.
 *
 * @param {object} options
 * @param {import('../admin/admin-client.js').AdminClient} options.admin
 * @param {() => void} options.onAnswer
 * @param {(body: string) => void} options.onExplain
 * @returns {import('../router.js').View}
 */
export function playground({ admin, onAnswer, onExplain }) {
  const messages = withSignIn(admin);
  /** @type {{ longestMs: number, bars: ((longestMs: number) => void)[] }} */
  const scale = { longestMs: 0, bars: [] };
  const form = askForm((question) => void send(question));
  const news = h('p', { class: 'visually-hidden', role: 'status' });
  const problem = h('p', { class: 'problem', role: 'alert', hidden: true });
  const list = h('div', { class: 'exchanges' });
  const lede =
    'Ask something, then the same in other words. Questions asked here go through the proxy like any other request, and count.';
  const element = h(
    'div',
    { class: 'view' },
    h('h1', {}, 'Playground'),
    h('p', { class: 'lede' }, lede),
    form.element,
    problem,
    messages.element,
    news,
    list,
  );

  /** @param {Question} question */
  async function send(question) {
    form.setBusy(true);
    problem.hidden = true;
    try {
      add(question, await ask(question, AbortSignal.timeout(GIVE_UP_MS)));
    } catch {
      problem.hidden = false;
      setText(problem, 'The proxy does not answer. Is it running?');
    } finally {
      form.setBusy(false);
      onAnswer();
    }
  }

  /**
   * @param {Question} question
   * @param {Reply} reply
   */
  function add(question, reply) {
    const shown = exchange({
      question,
      reply,
      onAgain: () => void send(question),
      onReword: () => form.put(inOtherWords(question.text) ?? question.text),
      onExplain: () => onExplain(requestBody(question)),
      onWrong: isHit(reply) ? () => sayWrong(question, reply) : undefined,
    });
    list.prepend(shown.element);
    scale.bars.push(shown.scale);
    scale.longestMs = Math.max(scale.longestMs, totalMs(reply.steps));
    for (const draw of scale.bars) draw(scale.longestMs);
    const { label } = outcomeWords(reply.outcome);
    setText(
      news,
      reply.status >= 400
        ? `Failed with status ${reply.status}`
        : `${label}, ${formatMs(totalMs(reply.steps))} in the proxy`,
    );
  }

  /**
   * Resolves when the cache has taken it in, which may be after a sign-in.
   *
   * @param {Question} question
   * @param {Reply} reply
   * @returns {Promise<string>}
   */
  function sayWrong(question, reply) {
    return new Promise((resolve) => {
      void messages.run(async () => {
        const correction = { entry: reply.entry, query: question.text, verdict: 'wrong' };
        resolve(correctionWords(await admin.post('cache/feedback', correction)));
      });
    });
  }

  return { element };
}

/** @param {Reply} reply */
function isHit({ outcome, entry }) {
  return entry !== undefined && (outcome === 'exact-hit' || outcome === 'semantic-hit');
}

/** @param {unknown} result */
function correctionWords(result) {
  const { action, minScore } = isObject(result) ? result : {};
  if (action !== 'banned') return 'The entry is gone; the next one who asks gets a new answer.';
  const score = typeof minScore === 'number' ? `, and asks for a similarity of ${minScore.toFixed(4)}` : '';
  return `The entry never answers this question again${score}.`;
}
