import type { IncomingMessage } from 'node:http';
import type { Clock, TieredCache } from '@strata/core';
import { createMetrics, HttpServer, type Logger } from '@strata/service-kit';
import type { Router } from 'express';
import packageJson from '../package.json' with { type: 'json' };
import { createApp } from './app.ts';
import type { Banner } from './banner.ts';
import { composeCache } from './compose-cache.ts';
import type { AsClient } from './compose-entries.ts';
import { composeRoutes } from './compose-routes.ts';
import { countReloads } from './config-file/reload-metrics.ts';
import type { ConfigReload } from './config-file/reload.ts';
import type { ProxyConfig } from './config.ts';
import { firstRequest } from './first-request.ts';
import { ChatDoor } from './http/chat-door.ts';
import { corsFor } from './http/cors.ts';
import { EarlyHits } from './http/early-hits.ts';
import { HotLane } from './http/hot-lane.ts';
import { withOriginForm } from './http/origin-form.ts';
import { reboundNames } from './http/rebound-names.ts';
import { Repeats } from './http/repeats.ts';
import { composeKeys, tenantWithinKey } from './keys/compose-keys.ts';
import { passOf } from './keys/pass.ts';
import { ModelPrices } from './providers/model-prices.ts';
import { readPrices } from './providers/price-list.ts';
import { composeDashboard } from './telemetry/compose-dashboard.ts';
import { composeTelemetry } from './telemetry/compose-telemetry.ts';
import { DecisionLog } from './telemetry/decision-log.ts';
import { EntryHits } from './telemetry/entry-hits.ts';
import { Ledger } from './telemetry/ledger.ts';
import { Observers, OperatorLog } from './telemetry/observers.ts';
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
  /** Every route but the doors of the API. */
  readonly routers: readonly Router[];
  readonly cache: TieredCache;
  /** What the banner says; the URL is known once it listens. */
  readonly labels: Omit<Banner, 'url'>;
  /** Does once what is slow the first time. Call it when the proxy listens. */
  warmUp(): void;
  /** Says whether `/health/ready` answers 200. */
  setReady(ready: boolean): void;
};

/** Puts the proxy together: the cache, the chat door in front of it, and the routes around it. */
export async function composeProxy(options: ProxyOptions): Promise<Proxy> {
  const { config, clock, logger, resources } = options;
  const { version } = packageJson;
  const registry = createMetrics({ service: 'proxy', version });
  countReloads(registry, options.reload);
  const prices = new ModelPrices({
    table: readPrices(config.PRICES_PATH),
    settings: options.reload.settings,
  });
  const metrics = new PrometheusMetrics({ registry, prices });
  const telemetry = await composeTelemetry({ ...options, metrics, version });
  const ledger = new Ledger({ prices });
  const hits = new EntryHits();
  const dashboard = composeDashboard({ ...options, registry, prices });
  const observer = new Observers(
    [metrics, new OperatorLog(logger), dashboard.nearMisses, ...telemetry.observers],
    logger,
  );
  // Before the cache, whose last answers are still booked when the process ends.
  const { gate, ring } = await composeKeys({
    ...options,
    settings: options.reload.settings,
    observer,
    registry,
    costOf: (model, usage) => prices.costOf(model, usage),
  });
  const composed = await composeCache({
    config,
    settings: options.reload.settings,
    clock,
    logger,
    observer,
    watcher: telemetry.watcher,
    resources,
  });
  const { cache, exact, upstream } = composed;

  metrics.gateway.nameSoleProvider(upstream.name);
  const { forwardAuthorization } = upstream;
  const others = forwardAuthorization ? tenantByCredential(config.TENANT_SECRET) : oneTenant;
  const tenantOf = tenantWithinKey(ring, { others, forwardAuthorization });
  const asClient: AsClient = (text, given, endpoint) => {
    const headers = gate.asClient(clientHeaders(given, config));
    const asking = { ...endpoint, tenant: tenantOf(headers), key: passOf(headers)?.name };
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
      new DecisionLog({ logger, settings: options.reload.settings }),
      ...requestLog(options, prices),
      ...telemetry.listeners,
    ],
    chargeListeners: [metrics, ledger],
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
  const cors = config.CORS_ORIGINS.length === 0 ? undefined : corsFor(config.CORS_ORIGINS);
  const isOpen = (): boolean => ring.current.isOpen;
  const rebound = reboundNames({ host: config.HOST, corsOrigins: config.CORS_ORIGINS, isOpen });
  let ready = false;
  const routers = composeRoutes({
    ...options,
    version,
    composed,
    registry,
    metrics,
    ledger,
    hits,
    dashboard,
    asClient,
    tenantOf,
    targets: () => server.targets,
    ready: () => ready,
  });
  const listener = withOriginForm(
    telemetry.around(createApp({ chat, gate, cors, rebound, logger, routers })),
  );
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
    labels: {
      ...composed.labels,
      first: firstRequest({
        config,
        providers: options.reload.settings.current.providers,
        needsKey: !isOpen(),
      }),
    },
    warmUp: () => composed.warmUp(),
    setReady: (value) => {
      ready = value;
    },
  };
}

function requestLog({ config, clock, logger, resources }: ProxyOptions, prices: ModelPrices): RequestLog[] {
  if (config.LOG_PATH === undefined) return [];
  return [resources.use(new RequestLog({ path: config.LOG_PATH, prices, clock, logger }))];
}
