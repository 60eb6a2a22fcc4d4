import { Counter, type Registry } from 'prom-client';
import type { ConfigReload, ReloadResult } from './reload.ts';

const RESULTS = ['applied', 'unchanged', 'refused'] as const satisfies readonly ReloadResult[];

/** How often the configuration was read again, and what came of it. */
export function countReloads(registry: Registry, reload: Pick<ConfigReload, 'onResult'>): void {
  const reloads = new Counter({
    name: 'strata_config_reload_total',
    help: 'Configuration read again while running: applied, unchanged, or refused (the old one stays in force).',
    labelNames: ['result'],
    registers: [registry],
  });
  for (const result of RESULTS) reloads.inc({ result }, 0);
  reload.onResult((result) => reloads.inc({ result }));
}
