import { scoreBar } from '../charts/score-bar.js';
import { h } from '../dom.js';
import { entryButton } from '../entry-button.js';
import { formatAge, formatPercent, MISSING } from '../format.js';
import { causeWords, outcomeWords } from '../outcome-words.js';

/** @typedef {import('./parse-explanation.js').Explanation} Explanation */
/** @typedef {import('./parse-explanation.js').Candidate} Candidate */
/** @typedef {import('../entry-button.js').OnEntry} OnEntry */

/**
 * An explanation, as a decision with its grounds and the candidates it was made from.
 *
 * @param {Explanation} explanation
 * @param {OnEntry} onEntry
 */
export function report(explanation, onEntry) {
  const { decision, candidates, threshold } = explanation;
  const { label, tone } = outcomeWords(decision);
  const swatch = h('span', { class: `swatch swatch-${tone}`, 'aria-hidden': 'true' });
  const verdict = h('p', { class: 'verdict', 'data-fact': 'decision' }, swatch, label);
  const grounds = h('dl', { class: 'grounds' }, ...groundsOf(explanation).map(ground));
  const head = h(
    'section',
    { class: 'panel exchange' },
    h('h2', { class: 'panel-title' }, 'What would happen'),
    verdict,
    grounds,
  );
  if (candidates.length === 0) return head;
  const list = h(
    'ol',
    { class: 'candidates' },
    ...candidates.map((each) => candidate(each, { threshold, onEntry })),
  );
  const near = h(
    'section',
    { class: 'panel exchange' },
    h('h2', { class: 'panel-title' }, 'Nearest stored questions'),
    list,
  );
  return h('div', { class: 'exchanges' }, head, near);
}

/**
 * @param {Explanation} explanation
 * @returns {readonly (readonly [string, string])[]}
 */
function groundsOf(explanation) {
  const { bypass, exact, refusal, lost, threshold, tokenCount, unknownShare, fingerprint, partition } =
    explanation;
  return [
    ...pair('Passed by', bypass === undefined ? undefined : causeWords(bypass)),
    ['Exact tier', exact === undefined ? 'no such entry' : entryWords(exact)],
    ...pair('Semantic tier', refusal === undefined ? undefined : `not asked: ${causeWords(refusal)}`),
    ...pair('Not served', lost === undefined ? undefined : causeWords(lost)),
    ...pair('Threshold', threshold?.toFixed(3)),
    ...pair(
      'Word pieces',
      tokenCount === undefined
        ? undefined
        : `${tokenCount}, ${formatPercent((unknownShare ?? 0) * 100)} unknown`,
    ),
    ['Fingerprint', fingerprint || MISSING],
    ...pair('Partition', partition),
  ];
}

/**
 * @param {string} name
 * @param {string | undefined} value
 * @returns {readonly (readonly [string, string])[]}
 */
function pair(name, value) {
  return value === undefined ? [] : [[name, value]];
}

/** @param {readonly [string, string]} ground */
function ground([name, value]) {
  return h('div', { 'data-ground': name }, h('dt', {}, name), h('dd', {}, value));
}

/** @param {import('./parse-explanation.js').ExactEntry} entry */
function entryWords({ ageMs, freshForMs }) {
  const stays = freshForMs === undefined ? 'pinned' : `fresh for ${formatAge(freshForMs / 1000)}`;
  return `stored ${formatAge(ageMs / 1000)} ago, ${stays}`;
}

/**
 * @param {Candidate} candidate
 * @param {{ threshold: number | undefined, onEntry: OnEntry }} shown
 */
function candidate(
  { text, score, accepted, verdict, findings, reading, needed, id },
  { threshold, onEntry },
) {
  const others = findings.filter((finding) => finding !== verdict);
  const hints = [...others, ...readingWords(reading, needed)];
  return h(
    'li',
    { class: 'candidate', 'data-accepted': String(accepted) },
    h(
      'div',
      { class: 'candidate-head' },
      h('span', { class: 'candidate-text' }, text),
      h('b', {}, score.toFixed(4)),
    ),
    scoreBar(score, threshold, accepted),
    h('p', { class: accepted ? 'candidate-verdict is-accepted' : 'candidate-verdict' }, verdict),
    ...hints.map((hint) => h('p', { class: 'hint' }, hint)),
    h('p', {}, entryButton(id, onEntry)),
  );
}

/**
 * @param {number | undefined} reading
 * @param {number | undefined} needed
 * @returns {readonly string[]}
 */
function readingWords(reading, needed) {
  if (needed === undefined) return [];
  const read = reading === undefined ? 'not read together' : `read together: log-odds ${reading.toFixed(1)}`;
  return [`${read}, ${needed.toFixed(1)} needed`];
}
