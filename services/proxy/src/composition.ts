import type { IncomingMessage } from 'node:http';
import { fileURLToPath } from 'node:url';
import { explainRequest, type Clock, type TieredCache } from '@strata/core';
import { createMetrics, HttpServer, type Logger } from '@strata/service-kit';
import type { Router } from 'express';
import packageJson from '../package.json' with { type: 'json' };
import { createApp } from './app.ts';
import type { Banner } from './banner.ts';
import { composeCache, type ComposedCache } from './compose-cache.ts';
import { entryRoutes, type AsClient } from './compose-entries.ts';
import { countReloads } from './config-file/reload-metrics.ts';
import type { ConfigReload } from './config-file/reload.ts';
import type { ProxyConfig } from './config.ts';
import { ChatDoor } from './http/chat-door.ts';
import { corsFor } from './http/cors.ts';
import { EarlyHits } from './http/early-hits.ts';
import { HotLane } from './http/hot-lane.ts';
import { Repeats } from './http/repeats.ts';
import { composeKeys, tenantWithinKey } from './keys/compose-keys.ts';
import { passOf } from './keys/pass.ts';
import { ModelPrices } from './providers/model-prices.ts';
import { ManagedSettings } from './managed/managed-settings.ts';
import { adminAuthRoutes } from './routes/admin-auth.ts';
import { adminProviderHealthRoutes } from './routes/admin-provider-health.ts';
import { adminSettingsRoutes } from './routes/admin-settings.ts';
import { adminRoutes, type AdminRouteOptions } from './routes/admin.ts';
import { dashboardRoutes } from './routes/dashboard.ts';
import { healthDetailedRoutes } from './routes/health-detailed.ts';
import { healthRoutes } from './routes/health.ts';
import { metricsRoutes } from './routes/metrics.ts';
import { modelsRoutes } from './routes/models.ts';
import { openApiRoutes } from './routes/openapi.ts';
import { passThroughRoutes } from './routes/pass-through.ts';
import { composeDashboard } from './telemetry/compose-dashboard.ts';
import { composeTelemetry } from './telemetry/compose-telemetry.ts';
import { EntryHits } from './telemetry/entry-hits.ts';
import { Ledger } from './telemetry/ledger.ts';
import { Observers, OperatorLog } from './telemetry/observers.ts';
import { readPrices } from './telemetry/prices.ts';
import { PassedRequests } from './telemetry/passed-requests.ts';
import { PrometheusMetrics } from './telemetry/prometheus.ts';
import { RequestLog } from './telemetry/request-log.ts';
import { oneTenant, tenantByCredential } from './tenant.ts';
import { clientHeaders } from './wire/client-headers.ts';

export type ProxyOptions = {
  readonly config: ProxyConfig;
  /** `reload.settings`: what may change while it runs, the sections of the configuration file above all. */
  readonly reload: ConfigReload;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Everything that holds a resource is put on it, to be disposed of in reverse. */
  readonly resources: AsyncDisposableStack;
};

export type Proxy = {
  readonly server: HttpServer;
  /** Every route but the doors of the API and what passes through. */
  readonly routers: readonly Router[];
  readonly cache: TieredCache;
  /** What the banner says; the URL is known once it listens. */
  readonly labels: Omit<Banner, 'url'>;
  /** Does once what is slow the first time. Call it when the proxy listens. */
  warmUp(): void;
  /** Says whether `/health/ready` answers 200. */
  setReady(ready: boolean): void;
};

/** A scraper must get its page while a store hangs; the gauges of that store keep their last value. */
const STATS_LIMIT_MS = 1_000;

const DASHBOARD = fileURLToPath(new URL('../../../dashboard', import.meta.url));

/** Puts the proxy together: the cache, the chat door in front of it, and the routes around it. */
export async function composeProxy(options: ProxyOptions): Promise<Proxy> {
  const { config, clock, logger, resources } = options;
  const registry = createMetrics({ service: 'proxy', version: packageJson.version });
  countReloads(registry, options.reload);
  const prices = new ModelPrices({
    table: readPrices(config.PRICES_PATH),
    settings: options.reload.settings,
  });
  const metrics = new PrometheusMetrics({ registry, prices });
  const telemetry = await composeTelemetry({ ...options, metrics, version: packageJson.version });
  const ledger = new Ledger({ prices });
  const hits = new EntryHits();
  const dashboard = composeDashboard({ ...options, registry, prices });
  const observer = new Observers(
    [metrics, new OperatorLog(logger), dashboard.nearMisses, ...telemetry.observers],
    logger,
  );
  const composed = await composeCache({
    config,
    settings: options.reload.settings,
    clock,
    logger,
    observer,
    watcher: telemetry.watcher,
    resources,
  });
  const { cache, exact, upstream, stores, checks } = composed;

  metrics.gateway.nameSoleProvider(upstream.name);
  const { forwardAuthorization } = upstream;
  const others = forwardAuthorization ? tenantByCredential(config.TENANT_SECRET) : oneTenant;
  const { gate, ring } = await composeKeys({
    ...options,
    settings: options.reload.settings,
    observer,
    registry,
    costOf: (model, usage) => prices.costOf(model, usage),
  });
  const tenantOf = tenantWithinKey(ring, { others, forwardAuthorization });
  const asClient: AsClient = (text, given) => {
    const headers = gate.asClient(clientHeaders(given, config));
    const asking = { tenant: tenantOf(headers), key: passOf(headers)?.name };
    return { headers, prepared: cache.prepare(text, headers, asking) };
  };
  const lane = new HotLane({ maxBytes: Math.floor(config.MEMORY_MAX_BYTES / 2) });
  const heard = {
    clock,
    listeners: [
      metrics,
      ledger,
      hits,
      dashboard.recent,
      ...requestLog(options, prices),
      ...telemetry.listeners,
    ],
    showPrompts: config.SHOW_PROMPTS,
  };
  const repeats = new Repeats({
    ...heard,
    lane,
    generation: () => exact.generation,
    policyScope: (key) => composed.policies.current.scope(key),
    tenantOf,
  });
  const headOf = (request: IncomingMessage): string | undefined => server.headOf(request);
  // What node:http reads all the same pays a few µs for being looked at first.
  const answersEarly = lane.keepsResponses && !telemetry.needsRequests;
  const early = answersEarly ? new EarlyHits({ repeats, clock, headOf }) : undefined;
  ring.onChange(() => early?.forget());
  const chat = new ChatDoor({
    ...heard,
    cache,
    lane,
    repeats,
    early,
    forwardAuthorization,
    maxBodyBytes: config.MAX_BODY_BYTES,
    logger,
  });
  const refresh = async (): Promise<void> => {
    const stats = stores.map(async ({ tier, store }) =>
      metrics.setEntries(tier, await store.stats(AbortSignal.timeout(STATS_LIMIT_MS))),
    );
    metrics.gateway.setActive(server.targets);
    metrics.gateway.setProviders(upstream.directory.providers());
    await Promise.allSettled(stats);
  };
  const cors = config.CORS_ORIGINS.length === 0 ? undefined : corsFor(config.CORS_ORIGINS);
  const passed = new PassedRequests({ clock, metrics: metrics.gateway });
  let ready = false;
  const routers = [
    healthRoutes({ checks, clock, ready: () => ready }),
    healthDetailedRoutes({
      checks,
      directory: upstream.directory,
      adminKey: config.ADMIN_KEY,
      clock,
      version: packageJson.version,
      ready: () => ready,
    }),
    metricsRoutes({ registry, ledger, refresh }),
    adminAuthRoutes(config.ADMIN_KEY),
    ...entryRoutes({
      ...options,
      composed,
      hits,
      asClient,
    }),
    adminRoutes({
      adminKey: config.ADMIN_KEY,
      ledger,
      checks,
      clock,
      logger,
      ...adminActions(composed, asClient),
    }),
    // Behind the guard of the admin routes above.
    ...managedRoutes(options, upstream.prepare),
    ...dashboard.routes(refresh),
    dashboardRoutes(DASHBOARD),
    openApiRoutes(packageJson.version),
    modelsRoutes({
      listModels: (headers, signal) => upstream.directory.listModels(headers, signal),
      ownModels: composed.ownModels,
      tenantOf,
      forwardAuthorization,
      clock,
      passed,
    }),
    passThroughRoutes({ upstream: upstream.value, forwardAuthorization, passed }),
  ];
  const listener = telemetry.around(createApp({ chat, gate, cors, logger, routers }));
  const server: HttpServer = new HttpServer({
    listener,
    clock,
    ...(early && { early }),
    maxHeaderBytes: config.MAX_HEADER_BYTES,
    headersTimeoutMs: config.REQUEST_HEADERS_TIMEOUT,
    requestTimeoutMs: config.REQUEST_TIMEOUT,
  });
  return {
    server,
    routers,
    cache,
    labels: composed.labels,
    warmUp: () => composed.warmUp(),
    setReady: (value) => {
      ready = value;
    },
  };
}

type AdminActions = Pick<AdminRouteOptions, 'clear' | 'explain' | 'correct' | 'wrongHits'>;

function adminActions(composed: ComposedCache, asClient: AsClient): AdminActions {
  const { exact, semantic, shadow, corrections, entries } = composed;
  return {
    explain: async (text, headers) => explainRequest({ exact, semantic }, asClient(text, headers).prepared),
    correct: (correction) => corrections.record(correction),
    wrongHits: () => shadow?.estimate,
    clear: () => entries.removal.clear(),
  };
}

/** `/admin/v1`. */
function managedRoutes(
  { config, reload, clock, logger }: ProxyOptions,
  prepareProviders: () => Promise<void>,
): readonly Router[] {
  const managed = new ManagedSettings({ dataDir: config.DATA_DIR, reload, clock });
  return [
    adminSettingsRoutes({ managed, reload, prepareProviders, clock, logger }),
    adminProviderHealthRoutes({ managed, variables: config, clock }),
  ];
}

function requestLog({ config, clock, logger, resources }: ProxyOptions, prices: ModelPrices): RequestLog[] {
  if (config.LOG_PATH === undefined) return [];
  return [resources.use(new RequestLog({ path: config.LOG_PATH, prices, clock, logger }))];
}
