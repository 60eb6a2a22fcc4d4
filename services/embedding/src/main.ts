import process from 'node:process';
import { consoleToLog, createLogger, runService, systemClock } from '@strata/service-kit';
import { composeEmbeddingService } from './composition.ts';
import { loadEmbeddingConfig } from './config.ts';

await runService({
  process,
  start: async (resources, env) => {
    const { values: config, warnings } = loadEmbeddingConfig(env);
    const logger = createLogger({ level: config.LOG_LEVEL, service: 'embedding' });
    resources.use(consoleToLog(console, logger));
    for (const warning of warnings) logger.warn(warning);
    const { server } = composeEmbeddingService({ config, clock: systemClock, logger, resources });
    const address = await server.listen(
      { host: config.EMBEDDING_HOST, port: config.EMBEDDING_PORT },
      { host: 'EMBEDDING_HOST', port: 'EMBEDDING_PORT' },
    );
    logger.info('Listening', address);
    return { logger, drain: (deadlineMs) => server.drain(deadlineMs) };
  },
});
