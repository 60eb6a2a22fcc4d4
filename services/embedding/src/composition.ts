import type { StartThread } from '@strata/adapters/embedder/inference-thread';
import { WorkerEmbedder } from '@strata/adapters/embedder/worker';
import type { Clock } from '@strata/core';
import { createMetrics, HttpServer, type Logger } from '@strata/service-kit';
import packageJson from '../package.json' with { type: 'json' };
import { createApp } from './app.ts';
import { modelOf, type EmbeddingConfig } from './config.ts';
import { compareRoutes } from './routes/compare.ts';
import { embedRoutes } from './routes/embed.ts';
import { healthRoutes } from './routes/health.ts';
import { metricsRoutes } from './routes/metrics.ts';
import { openAiRoutes } from './routes/openai-embeddings.ts';
import { EmbeddingMetrics } from './telemetry/embedding-metrics.ts';

export type EmbeddingServiceOptions = {
  readonly config: EmbeddingConfig;
  readonly clock: Clock;
  readonly logger: Logger;
  /** What holds a resource is put on it, to be disposed of in reverse. */
  readonly resources: AsyncDisposableStack;
  /** In place of real inference threads, for tests. */
  readonly startThread?: StartThread;
};

export type EmbeddingService = { readonly server: HttpServer; readonly embedder: WorkerEmbedder };

/** Puts the service together. The model loads in the background; until then texts wait and health says so. */
export function composeEmbeddingService(options: EmbeddingServiceOptions): EmbeddingService {
  const { config, clock, logger, resources, startThread } = options;
  const embedder = resources.use(
    new WorkerEmbedder({
      clock,
      model: modelOf(config),
      threads: config.EMBEDDING_THREADS,
      maxWaiting: config.EMBEDDING_MAX_WAITING,
      maxRemembered: config.EMBEDDING_MAX_REMEMBERED,
      onProblem: (message) => logger.warn(message),
      ...(startThread !== undefined && { startThread }),
    }),
  );
  reportLoading(embedder, { clock, logger });
  const registry = createMetrics({ service: 'embedding', version: packageJson.version });
  const metrics = new EmbeddingMetrics({ registry, embedder });
  const limits = { maxTexts: config.EMBEDDING_MAX_TEXTS, maxCharacters: config.EMBEDDING_MAX_CHARACTERS };
  const server: HttpServer = new HttpServer({
    clock,
    listener: createApp({
      logger,
      clock,
      metrics,
      maxBodyBytes: config.EMBEDDING_MAX_BODY_BYTES,
      routers: [
        embedRoutes({ embedder, limits, metrics }),
        compareRoutes({ crossEncoder: embedder, limits }),
        openAiRoutes({ embedder, limits, metrics }),
        healthRoutes({ embedder, draining: () => server.draining }),
        metricsRoutes(registry),
      ],
    }),
  });
  return { server, embedder };
}

/** A failure is reported by the embedder itself, with each attempt. */
function reportLoading(embedder: WorkerEmbedder, { clock, logger }: { clock: Clock; logger: Logger }): void {
  const startedAt = clock.elapsed();
  embedder.describe().then(
    (description) =>
      logger.info('Ready', { ...description, tookMs: Math.round(clock.elapsed() - startedAt) }),
    () => {},
  );
}
