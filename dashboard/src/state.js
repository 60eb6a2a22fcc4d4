/**
 * What the page knows. After a failure the last numbers stay, marked as old.
 *
 * @typedef {object} State
 * @property {import('./metrics.js').Metrics | undefined} metrics
 * @property {Date | undefined} updatedAt when `metrics` came
 * @property {import('./fetch-metrics.js').MetricsError | undefined} failure why the latest question failed
 * @property {import('./fetch-health.js').Health | undefined} health `undefined` where it cannot be known
 * @property {import('./insights.js').Insights | undefined} insights the last that came
 */

/** @type {State} */
export const NOTHING_YET = {
  metrics: undefined,
  updatedAt: undefined,
  failure: undefined,
  health: undefined,
  insights: undefined,
};
