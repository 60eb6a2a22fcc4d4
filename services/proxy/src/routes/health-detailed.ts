import type { ProviderDirectory, ProviderReport } from '@strata/adapters/upstream/routed';
import type { Clock } from '@strata/core';
import { Health, type CheckResult, type HealthCheck } from '@strata/service-kit';
import { Router } from 'express';
import { adminGuard } from './admin-guard.ts';

export type HealthDetailedOptions = {
  readonly checks: readonly HealthCheck[];
  readonly directory: ProviderDirectory;
  readonly adminKey: string | undefined;
  readonly clock: Clock;
  readonly version: string;
  readonly ready: () => boolean;
};

/**
 * `/health/detailed`: every part with what it said and how long it took, every provider as a probe finds it now and as
 * its requests went. It names hosts and costs a call to each provider: for those who may use `/admin`.
 */
export function healthDetailedRoutes(options: HealthDetailedOptions): Router {
  const { checks, directory, clock } = options;
  const startedAt = clock.elapsed();
  const parts = new Health({ checks, clock });
  const router = Router();
  router.get('/health/detailed', adminGuard(options.adminKey), async (_request, response) => {
    const probes = new Health({
      checks: directory.providers().map(({ name }) => probeOf(name, directory)),
      clock,
    });
    const [services, providers] = await Promise.all([parts.report(), probes.report()]);
    response.status(services.status === 'unhealthy' ? 503 : 200).json({
      // A provider that is down is never more than a degradation: others, and the cache, still answer.
      status: services.status === 'healthy' ? providers.status : services.status,
      ready: options.ready(),
      version: options.version,
      uptime_ms: Math.round(clock.elapsed() - startedAt),
      services: mapValues(services.checks, checkView),
      providers: Object.fromEntries(
        directory
          .providers()
          .map((report) => [report.name, providerView(report, providers.checks[report.name], clock)]),
      ),
      timestamp: new Date(clock.now()).toISOString(),
    });
  });
  return router;
}

function probeOf(name: string, directory: ProviderDirectory): HealthCheck {
  return { name, check: (signal) => directory.probe(name, signal) };
}

function checkView({ status, detail, advice, tookMs }: CheckResult) {
  return {
    status,
    ...(detail !== undefined && { detail }),
    ...(advice !== undefined && { advice }),
    took_ms: tookMs,
  };
}

function providerView(report: ProviderReport, probe: CheckResult | undefined, clock: Clock) {
  const { lastError } = report;
  return {
    ...(probe === undefined ? { status: 'unknown' } : checkView(probe)),
    routed_to: report.healthy,
    base_url: report.baseUrl,
    weight: report.weight,
    models: report.models,
    in_flight: report.inFlight,
    waiting: report.waiting,
    resting: report.resting.map(({ model, state, untilMs }) => ({
      model,
      state,
      for_ms: Math.max(0, Math.round(untilMs - clock.elapsed())),
    })),
    last_error:
      lastError === undefined ? null : { code: lastError.code, at: new Date(lastError.at).toISOString() },
  };
}

function mapValues<T, U>(values: Readonly<Record<string, T>>, make: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, make(value)]));
}
