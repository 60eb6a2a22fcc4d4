import { HistoryFile } from '../../services/proxy/src/telemetry/history-file.ts';
import type { HistorySample } from '../../services/proxy/src/telemetry/history-sample.ts';

const STEP_MS = 10_000;

/** Fills a history file with made-up hours up to now: always the same shape, a busy day that gets better. */
export function seedHistory(path: string, { now, hours }: { now: number; hours: number }): void {
  using file = new HistoryFile(path);
  const steps = Math.floor((hours * 3_600_000) / STEP_MS);
  for (let step = 0; step < steps; step += 1) {
    file.add(now - (steps - step) * STEP_MS, sampleOf(step / steps, noise(step)));
  }
}

/** Between 0 and 1, the same each time. */
function noise(step: number): number {
  const wave = Math.sin(step * 12.9898) * 43_758.5453;
  return wave - Math.floor(wave);
}

/** `share`: how far the made-up time has come, 0 to 1. */
function sampleOf(share: number, chance: number): HistorySample {
  const busy = 40 + 60 * Math.sin(share * Math.PI) + 20 * chance;
  const [exact, semantic] = [Math.round(busy * (0.3 + 0.35 * share)), Math.round(busy * 0.12)];
  const miss = Math.max(1, Math.round(busy) - exact - semantic);
  const outage = share > 0.55 && share < 0.6;
  return {
    counts: {
      'requests:exact-hit': exact,
      'requests:semantic-hit': outage ? 0 : semantic,
      'requests:miss': miss,
      'requests:coalesced': Math.round(chance * 3),
      'requests:error': outage ? Math.round(chance * 4) : 0,
      'errors:upstream': outage ? Math.round(chance * 4) : 0,
      'failures:vectors': outage && chance > 0.6 ? 1 : 0,
      'duration:exact:0.0005': exact,
      'duration:exact:0.001': Math.round(exact * 0.1 * chance),
      'duration:semantic:0.01': Math.round(semantic * 0.8),
      'duration:semantic:0.025': Math.round(semantic * 0.2),
      'duration:upstream:1': Math.round(miss * 0.7),
      'duration:upstream:2.5': Math.round(miss * (0.2 + 0.1 * chance)),
      'duration:upstream:5': Math.round(miss * 0.05),
      'tokens:saved': (exact + semantic) * 2_460,
      'tokens:used': miss * 2_460,
      'cost:saved': (exact + semantic) * 0.002,
      'cost:spent': miss * 0.002,
      ...similarities({ accepted: semantic, vetoed: Math.round(miss * 0.8) }),
    },
    gauges: {
      // Up to where the traffic of the pictures goes on.
      'entries:exact': Math.round(45 + 75 * share),
      'entries:semantic': Math.round(20 + 36 * share),
      'bytes:exact': Math.round((45 + 75 * share) * 1_085),
      'bytes:semantic': Math.round((20 + 36 * share) * 2_868),
      'breaker:exact': 0,
      'breaker:feedback': 0,
      'breaker:vectors': outage ? 1 : 0,
      'breaker:embedder': 0,
      threshold: 0.88,
      'wrong-hits': 0.012 * (1 - share),
      'wrong-hits-upper': 0.12 - 0.062 * share,
    },
  };
}

/** How candidates spread over the upper bounds of the similarity's buckets. */
const ACCEPTED = { '0.94': 0.04, '0.96': 0.12, '0.98': 0.34, '0.99': 0.3, '1': 0.2 };
const VETOED = {
  '0.6': 0.02,
  '0.7': 0.07,
  '0.75': 0.1,
  '0.8': 0.14,
  '0.82': 0.14,
  '0.84': 0.13,
  '0.86': 0.11,
  '0.88': 0.1,
  '0.9': 0.07,
  '0.92': 0.05,
  '0.94': 0.04,
  '0.96': 0.03,
};

function similarities(counts: { accepted: number; vetoed: number }): Readonly<Record<string, number>> {
  const spread = (verdict: 'accepted' | 'vetoed', shares: Readonly<Record<string, number>>) =>
    Object.entries(shares).map(([upTo, share]) => [
      `similarity:${verdict}:${upTo}`,
      Math.round(counts[verdict] * share),
    ]);
  return Object.fromEntries([...spread('accepted', ACCEPTED), ...spread('vetoed', VETOED)]) as Record<
    string,
    number
  >;
}
