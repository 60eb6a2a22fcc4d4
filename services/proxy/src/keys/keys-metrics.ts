import type { Registry } from 'prom-client';
import { LightCounter } from '../telemetry/light-metrics.ts';

/** Why a request of a key was turned away. A bounded metric label. */
export type LimitReason = 'requests' | 'tokens' | 'budget' | 'model' | 'price' | 'unread';

/** Names come from the configuration; of more than these the rest share one label. */
const MAX_NAMES = 100;

/** Requests that a key, or the lack of one, kept out. The label is the key's configured name, never the key. */
export class KeysMetrics {
  readonly #unauthorized: LightCounter<'reason'>;
  readonly #limited: LightCounter<'key' | 'reason'>;
  readonly #names = new Set<string>();

  constructor(registry: Registry) {
    this.#unauthorized = new LightCounter(registry, {
      name: 'strata_unauthorized_total',
      help: 'Requests without a valid key, by reason.',
      labelNames: ['reason'],
    });
    this.#limited = new LightCounter(registry, {
      name: 'strata_limited_total',
      help: 'Requests that a key’s limits turned away, by the name of the key.',
      labelNames: ['key', 'reason'],
    });
  }

  unauthorized(reason: 'missing' | 'unknown'): void {
    this.#unauthorized.inc({ reason });
  }

  limited(name: string, reason: LimitReason): void {
    if (this.#names.size < MAX_NAMES) this.#names.add(name);
    this.#limited.inc({ key: this.#names.has(name) ? name : 'other', reason });
  }
}
