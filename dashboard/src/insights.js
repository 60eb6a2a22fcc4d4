import { bucketsOf, parsePrometheus, quantile } from './prometheus.js';

/** @typedef {import('./prometheus.js').Families} Families */

/**
 * What only the Prometheus view of the metrics tells.
 *
 * @typedef {object} Insights
 * @property {readonly Latency[]} latency of whole requests, by the tier that answered
 * @property {readonly Column[]} similarity of judged candidates
 * @property {number | undefined} threshold cosine; `undefined` where the proxy does not say
 * @property {readonly { readonly name: string, readonly count: number }[]} guards what stopped candidates, most often first
 * @property {WrongHits | undefined} wrongHits `undefined` before the first check
 * @property {number} checks on how many checked hits that rests
 * @property {readonly { readonly name: string, readonly saved: number, readonly spent: number }[]} models in US dollars
 * @property {readonly { readonly tier: string, readonly entries: number | undefined, readonly bytes: number | undefined }[]} stores
 * @property {readonly { readonly name: string, readonly up: boolean }[]} providers
 * @property {number | undefined} meanSimilarity of hits by meaning, cosine; `undefined` before the first
 * @property {readonly string[]} openBreakers dependencies that are kept away from
 */

/** @typedef {{ readonly tier: string, readonly count: number, readonly p50: number, readonly p95: number, readonly p99: number }} Latency in ms */
/** @typedef {{ readonly percent: number, readonly lower: number, readonly upper: number }} WrongHits share of the hits by meaning, with its 95 % interval, in per cent */
/** @typedef {{ readonly from: number, readonly to: number, readonly accepted: number, readonly vetoed: number }} Column */

const TIERS = ['exact', 'semantic', 'upstream'];

/**
 * @param {AbortSignal} signal
 * @returns {Promise<Insights | undefined>} never rejects; the JSON metrics say already when the proxy is away
 */
export async function fetchInsights(signal) {
  try {
    const response = await fetch('../metrics', {
      headers: { accept: 'text/plain' },
      cache: 'no-store',
      signal,
    });
    return response.ok ? insightsOf(parsePrometheus(await response.text())) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * @param {Families} families
 * @returns {Insights}
 */
function insightsOf(families) {
  const checks = total(families, 'strata_shadow_checks_total');
  // The gauge is 0 until the first check.
  const threshold = families.get('strata_semantic_threshold')?.[0]?.value || undefined;
  return {
    latency: TIERS.flatMap((tier) => latencyOf(families, tier)),
    similarity: similarityOf(families),
    threshold,
    guards: byLabel(families, 'strata_guard_vetoes_total', 'guard')
      .map(([name, count]) => ({ name, count }))
      .toSorted((a, b) => b.count - a.count),
    wrongHits: checks === 0 ? undefined : wrongHitsOf(families),
    checks,
    models: modelsOf(families),
    stores: storesOf(families),
    providers: byLabel(families, 'llm_proxy_provider_health', 'provider').map(([name, value]) => ({
      name,
      up: value > 0,
    })),
    meanSimilarity: meanSimilarityOf(families),
    openBreakers: byLabel(families, 'strata_breaker_state', 'dep').flatMap(([dep, open]) =>
      open === 1 ? [dep] : [],
    ),
  };
}

/**
 * @param {Families} families
 * @returns {WrongHits | undefined}
 */
function wrongHitsOf(families) {
  const [ratio, lower = 0, upper] = ['', '_lower', '_upper'].map(
    (end) => families.get(`strata_false_hit_ratio${end}`)?.[0]?.value,
  );
  if (ratio === undefined || upper === undefined) return undefined;
  return { percent: ratio * 100, lower: lower * 100, upper: upper * 100 };
}

/**
 * @param {Families} families
 * @param {string} tier
 * @returns {readonly Latency[]}
 */
function latencyOf(families, tier) {
  const buckets = bucketsOf(families, 'strata_request_duration_seconds', { tier });
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => quantile(buckets, share));
  if (p50 === undefined || p95 === undefined || p99 === undefined) return [];
  return [{ tier, count: buckets.at(-1)?.count ?? 0, p50: p50 * 1000, p95: p95 * 1000, p99: p99 * 1000 }];
}

/**
 * @param {Families} families
 * @returns {readonly Column[]}
 */
function similarityOf(families) {
  const accepted = bucketsOf(families, 'strata_similarity', { verdict: 'accepted' });
  const vetoed = bucketsOf(families, 'strata_similarity', { verdict: 'vetoed' });
  const bounds = (accepted.length > 0 ? accepted : vetoed).map(({ upTo }) => upTo).filter(Number.isFinite);
  const columns = bounds.map((to, at) => ({
    from: bounds[at - 1] ?? 0,
    to,
    accepted: inBucket(accepted, at),
    vetoed: inBucket(vetoed, at),
  }));
  // Below the first bound lies whatever a search brought back for want of something nearer.
  return columns.slice(1);
}

/**
 * @param {readonly import('./prometheus.js').Bucket[]} buckets
 * @param {number} at
 */
function inBucket(buckets, at) {
  return (buckets[at]?.count ?? 0) - (buckets[at - 1]?.count ?? 0);
}

/** @param {Families} families */
function meanSimilarityOf(families) {
  const [sum, count] = ['sum', 'count'].map(
    (end) =>
      (families.get(`strata_similarity_${end}`) ?? []).find(({ labels }) => labels['verdict'] === 'accepted')
        ?.value,
  );
  return sum === undefined || !count ? undefined : sum / count;
}

/** @param {Families} families */
function modelsOf(families) {
  const saved = new Map(byLabel(families, 'strata_cost_saved_dollars_total', 'model'));
  const spent = new Map(byLabel(families, 'strata_cost_spent_dollars_total', 'model'));
  return [...new Set([...saved.keys(), ...spent.keys()])]
    .map((name) => ({ name, saved: saved.get(name) ?? 0, spent: spent.get(name) ?? 0 }))
    .toSorted((a, b) => b.saved - a.saved);
}

/** @param {Families} families */
function storesOf(families) {
  const entries = new Map(byLabel(families, 'strata_entries', 'tier'));
  const bytes = new Map(byLabel(families, 'strata_entry_bytes', 'tier'));
  return [...new Set([...entries.keys(), ...bytes.keys()])].map((tier) => ({
    tier,
    entries: entries.get(tier),
    bytes: bytes.get(tier),
  }));
}

/**
 * @param {Families} families
 * @param {string} name
 * @param {string} label
 * @returns {readonly (readonly [string, number])[]}
 */
function byLabel(families, name, label) {
  return (families.get(name) ?? []).map(({ labels, value }) => [labels[label] ?? '', value]);
}

/**
 * @param {Families} families
 * @param {string} name
 */
function total(families, name) {
  return (families.get(name) ?? []).reduce((sum, { value }) => sum + value, 0);
}
