import type { IncomingHttpHeaders } from 'node:http';
import { InvalidRequestError, type Clock, type JsonObject } from '@strata/core';
import { Router, type Request, type Response } from 'express';
import { LRUCache } from 'lru-cache';
import { passOf } from '../keys/pass.ts';
import type { PassedRequests } from '../telemetry/passed-requests.ts';
import { NOT_CACHED } from '../wire/cache-status.ts';
import { upstreamHeaders } from '../wire/upstream-headers.ts';

export type ModelsRouteOptions = {
  /** The lists of all providers, each on its own: one that fails costs its own models alone. */
  readonly listModels: (
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ) => readonly Promise<readonly JsonObject[]>[];
  /** Models that need no provider. */
  readonly ownModels: readonly JsonObject[];
  readonly tenantOf: (headers: IncomingHttpHeaders) => string;
  readonly forwardAuthorization: boolean;
  readonly clock: Clock;
  readonly passed: PassedRequests;
};

/** `until` by `clock.elapsed()`. */
type Listed = { readonly models: readonly JsonObject[]; readonly until: number };

/** How long a list is used again, and one that lacks the models of a provider that failed. */
const LIFE_MS = 60_000;
const PARTIAL_LIFE_MS = 5_000;
/** A provider that takes longer is left out. */
const DEADLINE_MS = 10_000;
const MAX_ACCOUNTS = 100;

/** `GET /v1/models` and `/v1/models/{id}`: what all providers serve, as far as the caller's key may see it. */
export function modelsRoutes(options: ModelsRouteOptions): Router {
  const list = new ModelLists(options);
  const router = Router();
  router.get(['/v1/models', '/models', '/v1/models/*id', '/models/*id'], (request, response, next) => {
    options.passed.watch(request, response);
    next();
  });
  const visible = async ({ headers }: Request): Promise<readonly JsonObject[]> => {
    const pass = passOf(headers);
    const models = await list.of(headers);
    return models.filter(({ id }) => pass?.allows(String(id)) ?? true);
  };
  router.get(['/v1/models', '/models'], async (request, response) => {
    const models = await visible(request);
    send(response, isAnthropics(request) ? anthropicList(models) : { object: 'list', data: models });
  });
  router.get(['/v1/models/*id', '/models/*id'], async (request, response) => {
    const id = [request.params['id']].flat().join('/');
    const model = (await visible(request)).find((listed) => listed['id'] === id);
    if (model === undefined) {
      const shown = JSON.stringify(id.slice(0, 200));
      throw new InvalidRequestError(`The model ${shown} does not exist, or this key may not see it.`, {
        status: 404,
        code: 'model_not_found',
        param: 'model',
      });
    }
    send(response, isAnthropics(request) ? anthropicModel(model) : model);
  });
  return router;
}

/** The merged lists, kept for a short while for each account: what is listed may depend on the credential and its project. */
class ModelLists {
  readonly #options: ModelsRouteOptions;
  readonly #lists = new LRUCache<string, Promise<Listed>>({ max: MAX_ACCOUNTS });

  constructor(options: ModelsRouteOptions) {
    this.#options = options;
  }

  /** Sorted by name; each name once, from the first provider that lists it. Rejects when no provider answers. */
  async of(headers: IncomingHttpHeaders): Promise<readonly JsonObject[]> {
    const { clock, tenantOf, forwardAuthorization } = this.#options;
    const tenant = forwardAuthorization ? tenantOf(headers) : '';
    const account = [tenant, headers['openai-organization'], headers['openai-project']].join('\n');
    const known = await this.#lists.get(account);
    if (known !== undefined && clock.elapsed() < known.until) return known.models;
    const asked = this.#ask(upstreamHeaders(headers, { requestId: undefined, forwardAuthorization }));
    this.#lists.set(account, asked);
    // A failure is nobody's to keep.
    asked.catch(() => this.#lists.delete(account));
    return (await asked).models;
  }

  async #ask(headers: Readonly<Record<string, string>>): Promise<Listed> {
    const { listModels, ownModels, clock } = this.#options;
    const late = new AbortController();
    const cancel = clock.after(DEADLINE_MS, () => late.abort(new Error('The list of models took too long.')));
    const results = await Promise.allSettled(listModels(headers, late.signal)).finally(cancel);
    const failed = results.filter((result) => result.status === 'rejected');
    const lists = results.filter((result) => result.status === 'fulfilled').map(({ value }) => value);
    const [failure] = failed;
    if (failure !== undefined && lists.length === 0) throw failure.reason;
    const byId = new Map<string, JsonObject>();
    for (const model of [...lists.flat(), ...ownModels]) {
      const id = String(model['id']);
      if (!byId.has(id)) byId.set(id, model);
    }
    const models = [...byId.values()].toSorted((a, b) => (String(a['id']) < String(b['id']) ? -1 : 1));
    return { models, until: clock.elapsed() + (failed.length === 0 ? LIFE_MS : PARTIAL_LIFE_MS) };
  }
}

function send(response: Response, body: object): void {
  response.set({ 'x-cache': 'bypass', 'cache-status': NOT_CACHED }).json(body);
}

function isAnthropics({ headers }: Request): boolean {
  return headers['anthropic-version'] !== undefined;
}

function anthropicList(models: readonly JsonObject[]): object {
  const data = models.map(anthropicModel);
  const [first, last] = [models[0]?.['id'] ?? null, models.at(-1)?.['id'] ?? null];
  return { data, has_more: false, first_id: first, last_id: last };
}

function anthropicModel({ id, created, created_at: at, display_name: name }: JsonObject): object {
  const createdAt = at ?? new Date(Number(created ?? 0) * 1000).toISOString();
  return { type: 'model', id, display_name: name ?? id, created_at: createdAt };
}
