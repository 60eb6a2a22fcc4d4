import { InvalidRequestError, type Clock, type JsonObject } from '@strata/core';
import { untilClosed } from '@strata/service-kit';
import { Router } from 'express';
import type { ManagedSettings } from '../managed/managed-settings.ts';
import { uncheckedProvider, type CheckOrder, type ProviderCheck } from '../managed/provider-check.ts';
import type { ProxyVariables } from '../providers/outgoing-proxy.ts';
import { commandObject, textBody } from './read-json.ts';

export type AdminProviderHealthOptions = {
  readonly managed: ManagedSettings;
  readonly variables: ProxyVariables;
  readonly clock: Clock;
};

/** `/admin/v1`: asks providers for a few tokens, and remembers what came of it. Each model asked costs a call. */
export function adminProviderHealthRoutes(options: AdminProviderHealthOptions): Router {
  const { managed, variables, clock } = options;
  const latest = new Map<string, ProviderCheck>();
  const check = async (name: string, order: CheckOrder, signal: AbortSignal): Promise<ProviderCheck> => {
    const settings = managed.providers.get(name);
    const { checkProvider } = await import('../managed/provider-check.ts');
    const result = await checkProvider(settings, order, { clock, variables, signal });
    latest.set(name, result);
    return result;
  };
  const router = Router();
  router.post<{ id: string }>('/admin/v1/providers/:id/health', textBody, async (request, response) => {
    const order = readOrder(commandObject(request.body));
    response.json(await check(request.params.id, order, untilClosed(response)));
  });
  router.post('/admin/v1/health/check', textBody, async (request, response) => {
    const order = readOrder(commandObject(request.body));
    const signal = untilClosed(response);
    const names = managed.providers.list().map(({ name }) => name);
    response.json({ providers: await Promise.all(names.map((name) => check(name, order, signal))) });
  });
  router.get('/admin/v1/health/providers/:id', (request, response) => {
    const { name } = managed.providers.get(request.params.id);
    response.json(latest.get(name) ?? uncheckedProvider(name));
  });
  return router;
}

function readOrder(body: JsonObject): CheckOrder {
  const { models } = body;
  if (models !== undefined && !isTexts(models))
    throw new InvalidRequestError('models must be a list of names.', { param: 'models' });
  return {
    models,
    maxConcurrent: wholeNumber(body, 'max_concurrent', { max: 10, usual: 2 }),
    timeoutMs: wholeNumber(body, 'timeout_secs', { max: 120, usual: 30 }) * 1_000,
  };
}

function wholeNumber(
  body: JsonObject,
  name: string,
  { max, usual }: { readonly max: number; readonly usual: number },
): number {
  const { [name]: value = usual } = body;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= max) return value;
  throw new InvalidRequestError(`${name} must be a whole number from 1 to ${max}.`, { param: name });
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string' && item !== '');
}
