import type { OpenAiUpstream } from '@strata/adapters/upstream/openai';
import type { Provider } from '@strata/adapters/upstream/routed/provider';
import { listModels } from '@strata/adapters/upstream/model-list';
import type { Clock, Upstream } from '@strata/core';
import type { ProxyConfig } from '../config.ts';
import { withoutCredentials } from '../parts/part.ts';
import { WatchedUpstream } from '../telemetry/watched-upstream.ts';
import { HealthWatcher } from './health-watcher.ts';
import { outgoingProxy } from './outgoing-proxy.ts';
import type { OpenedUpstream } from './swappable-upstream.ts';

export type SoleModules = {
  readonly OpenAiUpstream: typeof OpenAiUpstream;
  readonly Provider: typeof Provider;
};

/** OpenAI's variables, else Groq's. Not routed: what it answers and refuses is the caller's to see, whatever it is. */
export function upstreamOfVariables(
  config: ProxyConfig,
  { OpenAiUpstream: Client, Provider: Reported }: SoleModules,
  clock: Clock,
): OpenedUpstream | undefined {
  const sole = soleProvider(config);
  if (sole === undefined) return undefined;
  const { name, baseUrl, apiKey } = sole;
  const proxy = outgoingProxy(baseUrl, undefined, config);
  const upstream = new Client({
    name,
    baseUrl,
    clock,
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(proxy === undefined ? {} : { proxy }),
    maxRetries: config.UPSTREAM_MAX_RETRIES,
    timeouts: {
      connectMs: config.UPSTREAM_CONNECT_TIMEOUT,
      firstByteMs: config.UPSTREAM_FIRST_BYTE_TIMEOUT,
      idleMs: config.UPSTREAM_IDLE_TIMEOUT,
      totalMs: config.UPSTREAM_TOTAL_TIMEOUT,
    },
  });
  const shown = withoutCredentials(baseUrl);
  const forwardAuthorization = apiKey === undefined;
  const provider = new Reported({ upstream, baseUrl: shown, forwardAuthorization }, clock);
  return {
    upstream: new WatchedUpstream(upstream, new HealthWatcher(provider)),
    directory: {
      providers: () => [provider.report()],
      probe: (_name, signal) => provider.probe(signal),
      listModels: (headers, signal) => [listModels({ name, upstream }, headers, signal)],
    },
    start: () => provider.start(),
    retire: () => provider.retire(),
    label: `${name} at ${shown}`,
    forwardAuthorization,
  };
}

/** Where nothing is configured. */
export function demoUpstream(upstream: Upstream): OpenedUpstream {
  return {
    upstream,
    directory: {
      providers: () => [],
      probe: () => Promise.resolve(),
      listModels: (headers, signal) => [listModels({ name: 'strata', upstream }, headers, signal)],
    },
    start: () => {},
    retire: () => {},
    label: 'demo (set OPENAI_API_KEY or GROQ_API_KEY for a real one)',
    forwardAuthorization: false,
  };
}

type SoleProvider = {
  readonly name: string;
  readonly baseUrl: string;
  readonly apiKey: string | undefined;
};

/** What OpenAI's variables say, else Groq's; `undefined` where none is set. */
export function soleProvider(config: ProxyConfig): SoleProvider | undefined {
  const { OPENAI_API_KEY: openAiKey, OPENAI_BASE_URL: openAiUrl } = config;
  const { GROQ_API_KEY: groqKey, GROQ_BASE_URL: groqUrl } = config;
  if (openAiKey !== undefined || openAiUrl !== undefined) {
    return { name: 'openai', baseUrl: openAiUrl ?? 'https://api.openai.com/v1', apiKey: openAiKey };
  }
  if (groqKey !== undefined || groqUrl !== undefined) {
    return { name: 'groq', baseUrl: groqUrl ?? 'https://api.groq.com/openai/v1', apiKey: groqKey };
  }
  return undefined;
}
