import { RoutedUpstream } from '@strata/adapters/upstream/routed';
import { messageOf, type Clock } from '@strata/core';
import { buildProvider } from '../providers/build-provider.ts';
import type { ProxyVariables } from '../providers/outgoing-proxy.ts';
import type { ProviderSettings } from '../providers/provider-settings.ts';

export type CheckOrder = {
  /** As clients name them. Absent: those that the settings list. */
  readonly models: readonly string[] | undefined;
  readonly maxConcurrent: number;
  readonly timeoutMs: number;
};

export type ModelCheck = {
  readonly model: string;
  readonly status: 'healthy' | 'unhealthy';
  readonly response_time_ms: number;
  readonly error?: string;
};

export type ProviderCheck = {
  readonly provider_id: string;
  readonly provider_key: string;
  readonly status: 'healthy' | 'unhealthy' | 'unknown';
  readonly models: readonly ModelCheck[];
  readonly summary: {
    readonly total: number;
    readonly healthy: number;
    readonly unhealthy_models: readonly string[];
  };
  readonly avg_response_time_ms?: number;
  readonly checked_at: string | null;
};

type Context = { readonly clock: Clock; readonly variables: ProxyVariables; readonly signal: AbortSignal };

/** Asks a provider for a few tokens of each model, as it is configured, whether or not that is in force already. */
export async function checkProvider(
  settings: ProviderSettings,
  order: CheckOrder,
  { clock, variables, signal }: Context,
): Promise<ProviderCheck> {
  await using upstream = new RoutedUpstream({
    providers: [buildProvider({ ...settings, retries: 0 }, { clock, variables })],
    clock,
    random: Math.random,
  });
  const waiting = [...(order.models ?? listedModels(settings))];
  const checked = new Map<string, ModelCheck>();
  const askAll = async (): Promise<void> => {
    for (let model = waiting.shift(); model !== undefined; model = waiting.shift()) {
      const limit = AbortSignal.any([signal, AbortSignal.timeout(order.timeoutMs)]);
      // oxlint-disable-next-line no-await-in-loop -- as many at once as there are of these loops
      checked.set(model, await checkModel(upstream, model, { clock, signal: limit }));
    }
  };
  const asked = [...waiting];
  await Promise.all(Array.from({ length: order.maxConcurrent }, askAll));
  const models = asked.flatMap((model) => checked.get(model) ?? []);
  return summary(settings.name, models, new Date(clock.now()).toISOString());
}

/** Of a provider that nobody has checked yet. */
export function uncheckedProvider(name: string): ProviderCheck {
  return summary(name, [], null);
}

async function checkModel(
  upstream: RoutedUpstream,
  model: string,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<ModelCheck> {
  const startedAt = clock.elapsed();
  const body = JSON.stringify({ model, messages: [{ role: 'user', content: 'Hi' }], max_tokens: 10 });
  const took = () => Math.round(clock.elapsed() - startedAt);
  try {
    await upstream.complete({ body, model, stream: false, headers: {} }, signal);
    return { model, status: 'healthy', response_time_ms: took() };
  } catch (error) {
    return { model, status: 'unhealthy', response_time_ms: took(), error: messageOf(error) };
  }
}

/** Patterns stand for models that nobody has named. */
function listedModels({ models = [], model_mapping: mapping }: ProviderSettings): readonly string[] {
  const listed = models === '*' ? [] : models;
  return [...new Set([...Object.keys(mapping), ...listed])].filter((model) => !model.includes('*'));
}

function summary(name: string, models: readonly ModelCheck[], checkedAt: string | null): ProviderCheck {
  const unhealthy = models.filter(({ status }) => status === 'unhealthy').map(({ model }) => model);
  const total = models.length;
  const times = models.reduce((sum, { response_time_ms: ms }) => sum + ms, 0);
  return {
    provider_id: name,
    provider_key: name,
    status: total === 0 ? 'unknown' : unhealthy.length === 0 ? 'healthy' : 'unhealthy',
    models,
    summary: { total, healthy: total - unhealthy.length, unhealthy_models: unhealthy },
    ...(total > 0 && { avg_response_time_ms: Math.round(times / total) }),
    checked_at: checkedAt,
  };
}
