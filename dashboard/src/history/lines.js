/** @typedef {import('./parse-history.js').Values} Values */
/** @typedef {import('../charts/time-chart.js').Line} Line */

/**
 * Series as the lines of a chart, the known names first, those that never had a value left out.
 *
 * @param {Readonly<Record<string, Values>>} series
 * @param {object} as
 * @param {readonly string[]} as.order
 * @param {(name: string) => { readonly label: string, readonly tone: string }} as.looks
 * @param {(values: Values) => string} as.summary
 * @returns {readonly Line[]}
 */
export function linesOf(series, { order, looks, summary }) {
  const names = Object.keys(series).filter((name) => series[name]?.some((value) => value !== null));
  const known = order.filter((name) => names.includes(name));
  const others = names.filter((name) => !order.includes(name));
  return [...known, ...others].map((name) => {
    const values = series[name] ?? [];
    return { name, ...looks(name), values, summary: summary(values) };
  });
}

/** @param {Values} values */
export function sumOf(values) {
  return values.reduce((/** @type {number} */ sum, value) => sum + (value ?? 0), 0);
}

/** @param {Values} values */
export function lastOf(values) {
  return values.findLast((value) => value !== null) ?? undefined;
}
