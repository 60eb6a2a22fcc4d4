import process from 'node:process';
import {
  consoleToLog,
  createLogger,
  systemClock,
  type Environment,
  type RunningService,
} from '@strata/service-kit';
import { bannerText } from './banner.ts';
import { composeProxy } from './composition.ts';
import { loadProxyConfig } from './config-file/load.ts';
import { reloadOnSignalAndChange } from './config-file/on-change.ts';
import { ConfigReload } from './config-file/reload.ts';

/** Loads the configuration and starts the proxy on it. Rejects with `ConfigError` for one that cannot be used. */
export async function startProxy(resources: AsyncDisposableStack, env: Environment): Promise<RunningService> {
  const loaded = loadProxyConfig(env);
  const { values: config, warnings } = loaded;
  const reload = new ConfigReload({ load: (dataDir) => loadProxyConfig(env, undefined, dataDir), loaded });
  const level = () => reload.settings.current.variables.LOG_LEVEL;
  const logger = createLogger({ level, service: 'proxy' });
  resources.use(consoleToLog(console, logger));
  for (const warning of warnings) logger.warn(warning);
  const proxy = await composeProxy({ config, reload, clock: systemClock, logger, resources });
  const { host, port } = await proxy.server.listen({ host: config.HOST, port: config.PORT });
  proxy.warmUp();
  proxy.setReady(true);
  resources.use(
    reloadOnSignalAndChange({ path: config.CONFIG_PATH, process, reload, clock: systemClock, logger }),
  );
  const shown = host === '0.0.0.0' || host === '::' || host === '127.0.0.1' ? 'localhost' : host;
  const url = `http://${shown.includes(':') ? `[${shown}]` : shown}:${port}`;
  if (process.stdout.isTTY || config.LOG_LEVEL !== 'silent')
    process.stdout.write(bannerText({ url, ...proxy.labels }));
  return {
    logger,
    drain: async (deadlineMs) => {
      proxy.setReady(false);
      await proxy.server.drain(deadlineMs);
    },
  };
}
