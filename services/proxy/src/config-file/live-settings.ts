import type { ProxyConfig } from '../config.ts';
import type { FileSettings } from './sections.ts';

/** Variables that a reload brings into force; a change of any other waits for a restart, and the log says so. */
export const RELOADABLE = ['LOG_LEVEL', 'PROVIDER_SUFFIX'] as const satisfies readonly (keyof ProxyConfig)[];

type Reloadables = Pick<ProxyConfig, (typeof RELOADABLE)[number]>;

/**
 * What a reload may change. Composition gets it as `Live<LiveSettings>`: the sections of the file by their names
 * (`settings.current.providers`), and those variables that may change. `derived(settings, ({ providers }) => …)` makes
 * something of it anew at every reload.
 */
export type LiveSettings = FileSettings & {
  readonly provider_suffix: string;
  readonly variables: Reloadables;
};
