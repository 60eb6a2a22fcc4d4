import type { ProviderHealth } from '@strata/adapters/upstream/routed/provider-health';
import { UpstreamError } from '@strata/core';
import type { OngoingCall, UpstreamCall, UpstreamWatcher } from '../telemetry/watched-upstream.ts';

/** Tells a provider's health how its calls end, where no router does. */
export class HealthWatcher implements UpstreamWatcher {
  readonly #health: ProviderHealth;

  constructor(health: ProviderHealth) {
    this.#health = health;
  }

  calling({ model = '', headers }: UpstreamCall): OngoingCall {
    const health = this.#health;
    health.begun(model);
    return {
      headers,
      answered: () => {},
      ended: (how, error) => {
        if (how === 'ok') health.answered(model);
        else if (how === 'failed' && error instanceof UpstreamError) health.failed(model, error);
        else health.left(model);
      },
    };
  }
}
