import { meter } from '../charts/meter.js';
import { h, setText } from '../dom.js';
import { formatCount, formatMs, formatPercent, MISSING } from '../format.js';
import { card, factRow, figure } from './card.js';

/** @typedef {import('../insights.js').Insights} Insights */

/** What only the Prometheus view tells at a glance: how fast a hit is, and whether hits by meaning are right. */
export function insightCards() {
  return [speedCard(), wrongHitsCard()];
}

function speedCard() {
  const number = figure('exact-median');
  const bar = meter();
  const facts = factRow(['semantic-median', 'semantic'], ['upstream-median', 'upstream']);
  return {
    element: card('Median Answer Time, Exact', number, bar.element, facts.element),
    /** @param {Insights | undefined} insights */
    update: (insights) => {
      const median = (/** @type {string} */ tier) =>
        insights?.latency.find((latency) => latency.tier === tier)?.p50;
      const words = (/** @type {string} */ tier) => {
        const ms = median(tier);
        return ms === undefined ? MISSING : formatMs(ms);
      };
      const [exact, upstream] = [median('exact'), median('upstream')];
      setText(number, words('exact'));
      // How much of the upstream's time a hit saves.
      bar.update(exact === undefined || !upstream ? undefined : (1 - exact / upstream) * 100);
      facts.update({ 'semantic-median': words('semantic'), 'upstream-median': words('upstream') });
    },
  };
}

function wrongHitsCard() {
  const number = figure('wrong-hits');
  const bar = meter('tone-alarm');
  const facts = factRow(['wrong-interval', '95% interval'], ['wrong-checks', 'checked']);
  const unchecked = h('p', { class: 'facts' }, 'None checked; SHADOW_SHARE turns checks on.');
  return {
    element: card('Wrong Hits by Meaning', number, bar.element, facts.element, unchecked),
    /** @param {Insights | undefined} insights */
    update: (insights) => {
      unchecked.hidden = insights?.checks !== 0;
      facts.element.hidden = !unchecked.hidden;
      const wrong = insights?.wrongHits;
      setText(number, formatPercent(wrong?.percent));
      bar.update(wrong?.percent);
      facts.update({
        'wrong-interval':
          wrong === undefined ? MISSING : `${formatPercent(wrong.lower)} – ${formatPercent(wrong.upper)}`,
        'wrong-checks': formatCount(insights?.checks),
      });
    },
  };
}
