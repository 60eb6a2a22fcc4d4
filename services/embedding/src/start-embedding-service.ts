import {
  consoleToLog,
  createLogger,
  systemClock,
  type Environment,
  type RunningService,
} from '@strata/service-kit';
import { composeEmbeddingService } from './composition.ts';
import { loadEmbeddingConfig } from './config.ts';

/** Loads the configuration and starts the service on it. Rejects with `ConfigError` for one that cannot be used. */
export async function startEmbeddingService(
  resources: AsyncDisposableStack,
  env: Environment,
): Promise<RunningService> {
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
}
