import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';

export type BuildInfo = {
  readonly service: string;
  readonly version: string;
};

/** Gauges by names that Prometheus keeps for counters, of sums over families that are there too. */
const MISNAMED = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
];

/**
 * A fresh registry with what every service shows: process, event loop delay, garbage collection, heap, and
 * `strata_build_info`. The service adds its own families and passes the registry on; nothing is global.
 */
export function createMetrics(build: BuildInfo): Registry {
  const register = new Registry();
  collectDefaultMetrics({ register });
  for (const name of MISNAMED) register.removeSingleMetric(name);
  const labels = { ...build, node: process.version };
  new Gauge({
    name: 'strata_build_info',
    help: 'Always 1; the labels say which build runs.',
    labelNames: Object.keys(labels),
    registers: [register],
  }).set(labels, 1);
  return register;
}
