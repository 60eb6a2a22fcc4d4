import { timeChart } from '../charts/time-chart.js';
import { linesOf } from './lines.js';

/** @typedef {import('./parse-history.js').History} History */
/** @typedef {{ readonly element: HTMLElement, update(history: History): void }} Chart */

/**
 * A chart over time with a line for each name of a series.
 *
 * @param {Parameters<typeof timeChart>[0] & Parameters<typeof linesOf>[1] & {
 *   readonly series: (history: History) => Parameters<typeof linesOf>[0],
 * }} options
 * @returns {Chart}
 */
export function seriesChart({ series, order, looks, summary, ...options }) {
  const chart = timeChart(options);
  return {
    element: chart.element,
    update: (history) =>
      chart.update({ at: history.at, lines: linesOf(series(history), { order, looks, summary }) }),
  };
}
