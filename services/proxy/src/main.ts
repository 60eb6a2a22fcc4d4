import process from 'node:process';
import { createLogger, runService, systemClock } from '@strata/service-kit';
import { bannerText } from './banner.ts';
import { composeProxy } from './composition.ts';
import { loadProxyConfig } from './config-file/load.ts';
import { Reloadable } from './config-file/live.ts';

await runService({
  process,
  start: async (resources, env) => {
    const { values: config, file, warnings } = loadProxyConfig(env);
    const logger = createLogger({ level: config.LOG_LEVEL, service: 'proxy' });
    for (const warning of warnings) logger.warn(warning);
    const settings = new Reloadable(file);
    const proxy = await composeProxy({ config, settings, clock: systemClock, logger, resources });
    const { host, port } = await proxy.server.listen({ host: config.HOST, port: config.PORT });
    proxy.warmUp();
    proxy.setReady(true);
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
  },
});
