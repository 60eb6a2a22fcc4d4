import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Clock } from '@strata/core';
import type { Logger } from '@strata/service-kit';
import { Router } from 'express';
import type { Registry } from 'prom-client';
import { AuditLog } from './audit/audit-log.ts';
import { auditTrail } from './audit/audit-trail.ts';
import type { ComposedCache } from './compose-cache.ts';
import { entryRoutes, type AsClient } from './compose-entries.ts';
import { explainAsClient } from './compose-explain.ts';
import type { ConfigReload } from './config-file/reload.ts';
import type { ProxyConfig } from './config.ts';
import { ManagedSettings } from './managed/managed-settings.ts';
import { adminAuthRoutes } from './routes/admin-auth.ts';
import { adminGuard } from './routes/admin-guard.ts';
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
import type { DashboardParts } from './telemetry/compose-dashboard.ts';
import type { EntryHits } from './telemetry/entry-hits.ts';
import type { Ledger } from './telemetry/ledger.ts';
import { PassedRequests } from './telemetry/passed-requests.ts';
import type { PrometheusMetrics } from './telemetry/prometheus.ts';
import type { TenantOf } from './tenant.ts';

export type RoutesContext = {
  readonly config: ProxyConfig;
  readonly reload: ConfigReload;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly resources: AsyncDisposableStack;
  readonly version: string;
  readonly composed: ComposedCache;
  readonly registry: Registry;
  readonly metrics: PrometheusMetrics;
  readonly ledger: Ledger;
  readonly hits: EntryHits;
  readonly dashboard: DashboardParts;
  readonly asClient: AsClient;
  readonly tenantOf: TenantOf;
  /** Of the requests that are being answered just now. */
  readonly targets: () => readonly string[];
  readonly ready: () => boolean;
};

/** A scraper must get its page while a store hangs; the gauges of that store keep their last value. */
const STATS_LIMIT_MS = 1_000;

const DASHBOARD = fileURLToPath(new URL('../../../dashboard', import.meta.url));

/** Every route but the doors of the API, in the order in which Express asks them. */
export function composeRoutes(context: RoutesContext): readonly Router[] {
  const { config, clock, logger, version, composed, registry, metrics, ledger, ready } = context;
  const { checks, upstream, ownModels } = composed;
  const { directory, forwardAuthorization } = upstream;
  const adminKey = config.ADMIN_KEY;
  const refresh = gaugesRefreshed(context);
  const passed = new PassedRequests({ clock, metrics: metrics.gateway });
  return [
    healthRoutes({ checks, clock, ready }),
    healthDetailedRoutes({ checks, directory, adminKey, clock, version, ready }),
    metricsRoutes({ registry, ledger, refresh }),
    adminAuthRoutes(adminKey),
    guardedAdmin(context),
    ...entryRoutes(context),
    adminRoutes({ ledger, checks, clock, logger, ...adminActions(context) }),
    ...managedRoutes(context),
    ...context.dashboard.routes(refresh),
    dashboardRoutes(DASHBOARD),
    openApiRoutes(version),
    modelsRoutes({
      listModels: (headers, signal) => directory.listModels(headers, signal),
      ownModels,
      tenantOf: context.tenantOf,
      forwardAuthorization,
      clock,
      passed,
    }),
    passThroughRoutes({
      upstream: upstream.value,
      forwardAuthorization,
      corsOrigins: config.CORS_ORIGINS,
      passed,
    }),
  ];
}

/** What every route below `/admin` that comes after it stands behind: the guard, and the audit of what it let in. */
function guardedAdmin({ config, clock, logger, resources }: RoutesContext): Router {
  const path = config.AUDIT_LOG_PATH ?? join(config.DATA_DIR, 'audit.jsonl');
  const audit = resources.use(new AuditLog({ path, clock, logger }));
  return Router().use('/admin', adminGuard(config.ADMIN_KEY), auditTrail(audit));
}

/** Brings gauges up to date that nobody pushes. */
function gaugesRefreshed({ metrics, composed, targets }: RoutesContext): () => Promise<void> {
  return async () => {
    const stats = composed.stores.map(async ({ tier, store }) =>
      metrics.setEntries(tier, await store.stats(AbortSignal.timeout(STATS_LIMIT_MS))),
    );
    metrics.gateway.setActive(targets());
    metrics.gateway.setProviders(composed.upstream.directory.providers());
    await Promise.allSettled(stats);
  };
}

type AdminActions = Pick<AdminRouteOptions, 'clear' | 'explain' | 'correct' | 'wrongHits'>;

function adminActions({ composed, asClient, clock }: RoutesContext): AdminActions {
  const { shadow, corrections, entries } = composed;
  return {
    explain: explainAsClient({ composed, clock }, asClient),
    correct: (correction) => corrections.record(correction),
    wrongHits: () => shadow?.estimate,
    clear: () => entries.removal.clear(),
  };
}

/** `/admin/v1`. */
function managedRoutes({ config, reload, clock, logger, composed }: RoutesContext): readonly Router[] {
  const managed = new ManagedSettings({ dataDir: config.DATA_DIR, reload, clock });
  const prepareProviders = composed.upstream.prepare;
  return [
    adminSettingsRoutes({ managed, reload, prepareProviders, clock, logger }),
    adminProviderHealthRoutes({ managed, variables: config, clock }),
  ];
}
