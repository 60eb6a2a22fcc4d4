import { RoutedUpstream } from '@strata/adapters/upstream/routed';
import type { Clock, Upstream } from '@strata/core';
import type { LiveSettings } from '../config-file/live-settings.ts';
import { buildProvider } from './build-provider.ts';
import type { ProxyVariables } from './outgoing-proxy.ts';
import type { OpenedUpstream } from './swappable-upstream.ts';

/** What of the settings a router is made of. */
export type Routing = Pick<LiveSettings, 'providers' | 'fallbacks' | 'provider_suffix'>;

export type RoutingContext = {
  readonly clock: Clock;
  readonly variables: ProxyVariables;
  /** Put around each provider. */
  readonly watch: (upstream: Upstream) => Upstream;
};

/** The providers of the configuration file as one upstream. */
export function routedUpstream(
  { providers, fallbacks, provider_suffix: providerSuffix }: Routing,
  { watch, ...context }: RoutingContext,
): OpenedUpstream {
  const upstream = new RoutedUpstream({
    providers: providers.map((provider) => {
      const built = buildProvider(provider, context);
      return { ...built, upstream: watch(built.upstream) };
    }),
    fallbacks,
    providerSuffix,
    clock: context.clock,
    random: Math.random,
  });
  return {
    upstream,
    directory: upstream,
    start: () => upstream.start(),
    retire: () => upstream.retire(),
    label: providers.map(({ name }) => name).join(', '),
    forwardAuthorization: providers.some((provider) => provider.forward_authorization),
  };
}
