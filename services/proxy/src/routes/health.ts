import type { Clock } from '@strata/core';
import { Health, type HealthCheck } from '@strata/service-kit';
import { Router } from 'express';

export type HealthRouteOptions = {
  readonly checks: readonly HealthCheck[];
  readonly clock: Clock;
  /** False while the process starts or drains: a load balancer should send nothing. */
  readonly ready: () => boolean;
};

/**
 * `/health` for people and dashboards: 200 while requests are answered, `degraded` when a part is down;
 * `/health/live` and `/health/ready` for orchestrators, which must not restart a proxy because Redis is away.
 */
export function healthRoutes(options: HealthRouteOptions): Router {
  const health = new Health(options);
  const router = Router();
  router.get('/health', async (_request, response) => {
    const { status, checks } = await health.report();
    const services = Object.entries(checks).map(([name, { status: part, advice }]) => [
      name,
      { status: part, ...(advice !== undefined && { advice }) },
    ]);
    response.status(status === 'unhealthy' ? 503 : 200).json({
      status,
      services: Object.fromEntries(services) as object,
      timestamp: new Date(options.clock.now()).toISOString(),
    });
  });
  router.get('/health/live', (_request, response) => {
    response.json({ status: 'ok' });
  });
  router.get('/health/ready', (_request, response) => {
    const ready = options.ready();
    response.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'not_ready' });
  });
  return router;
}
