/** What stands where the proxy reports no number. */
export const MISSING = '–';

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const prices = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 4 });
const cents = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/**
 * `1234` -> `1,234`
 *
 * @param {number | undefined} value
 */
export function formatCount(value) {
  return value === undefined ? MISSING : whole.format(value);
}

/**
 * `999` -> `999`, `1000` -> `1.0k`, `1234567` -> `1.2M`. Cuts instead of rounding up, so that 999,999 is not `1000.0k`.
 *
 * @param {number | undefined} value
 */
export function formatShort(value) {
  if (value === undefined) return MISSING;
  const size = Math.abs(value);
  if (size < 1e3) return whole.format(value);
  if (size < 1e6) return `${(Math.floor(value / 100) / 10).toFixed(1)}k`;
  if (size < 1e9) return `${(Math.floor(value / 1e5) / 10).toFixed(1)}M`;
  return `${(Math.floor(value / 1e8) / 10).toFixed(1)}B`;
}

/**
 * A number of percent: `82.5` -> `82.5%`. Neither "0.0%" for something nor "100.0%" for not quite all.
 *
 * @param {number | undefined} percent
 */
export function formatPercent(percent) {
  if (percent === undefined) return MISSING;
  if (percent > 0 && percent < 0.1) return '<0.1%';
  if (percent > 99.9 && percent < 100) return '99.9%';
  return percent === 0 || percent === 100 ? `${percent}%` : `${percent.toFixed(1)}%`;
}

/**
 * US dollars; small sums keep the digits that matter: `0.0025` -> `$0.0025`, `1234.5` -> `$1,234.50`.
 *
 * @param {number | undefined} dollars
 * @returns {string}
 */
export function formatDollars(dollars) {
  if (dollars === undefined) return MISSING;
  if (dollars === 0) return '$0.00';
  if (dollars < 0) return `-${formatDollars(-dollars)}`;
  if (dollars < 0.0001) return '<$0.0001';
  return dollars < 1 ? `$${dollars.toFixed(4)}` : `$${cents.format(dollars)}`;
}

/**
 * A list price, as providers write it: `0.59` -> `$0.59`, `0.075` -> `$0.075`.
 *
 * @param {number | undefined} dollars
 */
export function formatPrice(dollars) {
  return dollars === undefined ? MISSING : `$${prices.format(dollars)}`;
}

/**
 * A round sum, as on an axis: `0.75` -> `$0.75`, `12000` -> `$12.0k`.
 *
 * @param {number} dollars
 */
export function formatRoundDollars(dollars) {
  return dollars < 1000 ? `$${prices.format(dollars)}` : `$${formatShort(dollars)}`;
}

/**
 * A round time, as on an axis: `0.1` -> `0.1 ms`, `10000` -> `10 s`.
 *
 * @param {number} ms
 */
export function formatRoundMs(ms) {
  return ms < 1000 ? `${Number(ms.toPrecision(3))} ms` : `${whole.format(ms / 1000)} s`;
}

/**
 * `12:30:05`, in the time of the reader.
 *
 * @param {Date} instant
 */
export function formatClock(instant) {
  return instant.toLocaleTimeString('en-GB');
}

/**
 * Milliseconds with three digits that matter: `0.214` -> `0.21 ms`, `1393.2` -> `1.39 s`.
 *
 * @param {number} ms
 */
export function formatMs(ms) {
  if (ms < 0.01) return '<0.01 ms';
  return ms < 999.5 ? `${threeDigits(ms)} ms` : `${threeDigits(ms / 1000)} s`;
}

/** @param {number} value */
function threeDigits(value) {
  if (value >= 99.95) return whole.format(value);
  return value.toFixed(value < 9.995 ? 2 : 1);
}

/**
 * `1536` -> `1.5 kB`, in powers of 1000.
 *
 * @param {number | undefined} bytes
 */
export function formatBytes(bytes) {
  if (bytes === undefined) return MISSING;
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}

/**
 * `45` -> `45 s`, `3700` -> `1 h`
 *
 * @param {number} seconds
 */
export function formatAge(seconds) {
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}

/**
 * Percent of a whole; `undefined` where either is unknown, 0 of nothing.
 *
 * @param {number | undefined} part
 * @param {number | undefined} of
 */
export function percentOf(part, of) {
  if (part === undefined || of === undefined) return undefined;
  return of > 0 ? (part / of) * 100 : 0;
}
