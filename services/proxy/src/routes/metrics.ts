import { Router } from 'express';
import type { Registry } from 'prom-client';
import type { Ledger } from '../telemetry/ledger.ts';

export type MetricsRouteOptions = {
  readonly registry: Registry;
  readonly ledger: Ledger;
  /** Brings gauges up to date that nobody pushes. */
  readonly refresh: () => Promise<void>;
};

/** `/metrics`: Prometheus text, or JSON for who asks for it; `/metrics.json`: JSON always. */
export function metricsRoutes({ registry, ledger, refresh }: MetricsRouteOptions): Router {
  const router = Router();
  router.get('/metrics', async (request, response) => {
    // The order matters: a scraper accepts anything and gets Prometheus text.
    if (request.accepts(['text/plain', 'application/json']) === 'application/json') {
      response.json(ledger.toJson());
      return;
    }
    await refresh();
    response.set('content-type', registry.contentType).send(await registry.metrics());
  });
  router.get('/metrics.json', (_request, response) => {
    response.json(ledger.toJson());
  });
  return router;
}
