import type { Upstream } from '@strata/core';
import type { ProxyConfig } from '../config.ts';
import { withoutCredentials, type Part, type PartContext } from './part.ts';

export type UpstreamPart = Part<Upstream> & {
  /** No key of ours: the caller's own credential goes upstream, and is its tenant. */
  readonly forwardAuthorization: boolean;
};

/** OpenAI's variables, else Groq's, else the demo upstream. */
export async function upstreamPart({ config, clock }: PartContext): Promise<UpstreamPart> {
  const provider = providerOf(config);
  if (provider === undefined) {
    const { DemoUpstream } = await import('@strata/adapters/upstream/demo');
    const label = 'demo (set OPENAI_API_KEY or GROQ_API_KEY for a real one)';
    return { value: new DemoUpstream({ clock }), name: 'demo', label, forwardAuthorization: false };
  }
  const { name, baseUrl, apiKey } = provider;
  const { OpenAiUpstream } = await import('@strata/adapters/upstream/openai');
  const value = new OpenAiUpstream({
    name,
    baseUrl,
    clock,
    ...(apiKey === undefined ? {} : { apiKey }),
    maxRetries: config.UPSTREAM_MAX_RETRIES,
    timeouts: {
      connectMs: config.UPSTREAM_CONNECT_TIMEOUT,
      firstByteMs: config.UPSTREAM_FIRST_BYTE_TIMEOUT,
      idleMs: config.UPSTREAM_IDLE_TIMEOUT,
      totalMs: config.UPSTREAM_TOTAL_TIMEOUT,
    },
  });
  const label = `${name} at ${withoutCredentials(baseUrl)}`;
  return { value, name, label, forwardAuthorization: apiKey === undefined };
}

type Provider = { readonly name: string; readonly baseUrl: string; readonly apiKey: string | undefined };

function providerOf(config: ProxyConfig): Provider | undefined {
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
