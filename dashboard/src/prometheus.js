/**
 * @typedef {object} Sample
 * @property {Readonly<Record<string, string>>} labels
 * @property {number} value
 */

/** @typedef {ReadonlyMap<string, readonly Sample[]>} Families samples by metric name */

/**
 * Reads the Prometheus text format. Lines it does not understand are left out.
 *
 * @param {string} text
 * @returns {Families}
 */
export function parsePrometheus(text) {
  /** @type {Map<string, Sample[]>} */
  const families = new Map();
  for (const line of text.split('\n')) {
    const parts = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)/.exec(line);
    const name = parts?.[1];
    if (name === undefined) continue;
    const sample = { labels: parseLabels(parts?.[2] ?? ''), value: parseValue(parts?.[3] ?? '') };
    const samples = families.get(name);
    if (samples === undefined) families.set(name, [sample]);
    else samples.push(sample);
  }
  return families;
}

/**
 * The value at a share of the observations of a histogram, as Prometheus' `histogram_quantile` estimates it: on a
 * straight line inside its bucket.
 *
 * @param {readonly Bucket[]} buckets
 * @param {number} share 0 to 1
 * @returns {number | undefined} `undefined` where nothing was observed
 */
export function quantile(buckets, share) {
  const total = buckets.at(-1)?.count ?? 0;
  if (total === 0) return undefined;
  const rank = share * total;
  const at = buckets.findIndex(({ count }) => count >= rank);
  const bucket = buckets[at];
  const before = buckets[at - 1] ?? { upTo: 0, count: 0 };
  // Beyond the last bound all that is known is that it is beyond.
  if (bucket === undefined || bucket.upTo === Infinity) return before.upTo;
  const inside = bucket.count - before.count;
  return before.upTo + (bucket.upTo - before.upTo) * (inside === 0 ? 1 : (rank - before.count) / inside);
}

/** @typedef {{ readonly upTo: number, readonly count: number }} Bucket `count` of all observations up to it */

/**
 * @param {Families} families
 * @param {string} name without `_bucket`
 * @param {Readonly<Record<string, string>>} labels
 * @returns {readonly Bucket[]} ascending
 */
export function bucketsOf(families, name, labels) {
  const samples = families.get(`${name}_bucket`) ?? [];
  return samples
    .filter((sample) => Object.entries(labels).every(([label, value]) => sample.labels[label] === value))
    .map((sample) => ({ upTo: parseValue(sample.labels['le'] ?? ''), count: sample.value }))
    .toSorted((a, b) => a.upTo - b.upTo);
}

/** @param {string} text */
function parseLabels(text) {
  const labels = [...text.matchAll(/([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g)];
  return Object.fromEntries(labels.map(([, name = '', value = '']) => [name, unescape(value)]));
}

/** @param {string} value */
function unescape(value) {
  return value.replaceAll(/\\(.)/g, (_, escaped) => (escaped === 'n' ? '\n' : escaped));
}

/** @param {string} text */
function parseValue(text) {
  if (text === '+Inf') return Infinity;
  return text === '-Inf' ? -Infinity : Number(text);
}
