import type { Provider } from '@strata/adapters/upstream/routed/provider';
import { UpstreamError } from '@strata/core';
import type { OngoingCall, UpstreamCall, UpstreamWatcher } from '../telemetry/watched-upstream.ts';

/** Tells a provider's health how its calls end, where no router does. */
export class HealthWatcher implements UpstreamWatcher {
  readonly #provider: Provider;

  constructor(provider: Provider) {
    this.#provider = provider;
  }

  calling({ model = '', headers }: UpstreamCall): OngoingCall {
    const { health } = this.#provider;
    health.begun(model);
    return {
      headers,
      answered: () => {},
      ended: (how, error) => {
        if (how === 'ok') health.answered(model);
        else if (how === 'failed' && error instanceof UpstreamError) this.#provider.failed(model, error);
        else health.left(model);
      },
    };
  }
}
