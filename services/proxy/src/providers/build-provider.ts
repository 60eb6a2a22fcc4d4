import { OpenAiUpstream } from '@strata/adapters/upstream/openai';
import type { ProviderOptions } from '@strata/adapters/upstream/routed';
import { isJsonObject, type Clock, type JsonObject } from '@strata/core';
import { withoutCredentials } from '../parts/part.ts';
import { outgoingProxy, type ProxyVariables } from './outgoing-proxy.ts';
import { presetOf } from './presets.ts';
import type { ProviderSettings } from './provider-settings.ts';

/** A provider of the configuration file as the router takes it, with its connections. */
export function buildProvider(
  settings: ProviderSettings,
  context: { readonly clock: Clock; readonly variables: ProxyVariables },
): ProviderOptions {
  const { models, system_prompt: systemPrompt, max_concurrency: maxConcurrency, probe } = settings;
  const baseUrl = baseUrlOf(settings);
  return {
    upstream: openUpstream(settings, { ...context, baseUrl }),
    baseUrl: withoutCredentials(baseUrl),
    ...(models === undefined ? {} : { models: models === '*' ? ['*'] : models }),
    modelMapping: settings.model_mapping,
    weight: settings.weight,
    retries: settings.retries,
    firstTokenMs: settings.timeouts.first_token,
    ...(maxConcurrency === undefined ? {} : { maxConcurrency }),
    queue: { size: settings.queue.size, timeoutMs: settings.queue.timeout },
    forwardAuthorization: settings.forward_authorization,
    ...(systemPrompt === undefined ? {} : { systemPrompt }),
    parameters: jsonObject(settings.parameters),
    ...(probe === undefined ? {} : { probe: { intervalMs: probe.interval, path: probe.path } }),
  };
}

function openUpstream(
  settings: ProviderSettings,
  { clock, variables, baseUrl }: { clock: Clock; variables: ProxyVariables; baseUrl: string },
): OpenAiUpstream {
  const { name, api_key: apiKey, preset, headers, timeouts, proxy: own, transport } = settings;
  const { tls_verify: tlsVerify } = settings;
  const known = presetOf(preset);
  const proxy = outgoingProxy(baseUrl, own, variables);
  const { connect: connectMs, idle: idleMs, total: totalMs } = timeouts;
  return new OpenAiUpstream({
    name,
    baseUrl,
    clock,
    headers: { ...known.headers, ...headers },
    // A whole answer takes as long to begin as to end; the router watches the first event of a stream.
    timeouts: { connectMs, firstByteMs: totalMs, idleMs, totalMs },
    tlsVerify,
    transport,
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(proxy === undefined ? {} : { proxy }),
    ...(known.nativeKeyHeader === undefined ? {} : { nativeKeyHeader: known.nativeKeyHeader }),
  });
}

function baseUrlOf({ name, preset, base_url: own }: ProviderSettings): string {
  const baseUrl = own ?? presetOf(preset).baseUrl;
  if (baseUrl === undefined) throw new TypeError(`The provider ${name} has no base URL.`);
  return baseUrl;
}

function jsonObject(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}
