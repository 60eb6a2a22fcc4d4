import type { RequestListener } from 'node:http';
import type { Clock } from '@strata/core';
import { methodNotAllowed, notFound, routeFailed, type Logger } from '@strata/service-kit';
import express, { type RequestHandler, type Router } from 'express';
import { jsonBody } from './http/json-body.ts';
import type { EmbeddingMetrics, EmbeddingRoute } from './telemetry/embedding-metrics.ts';

export type AppOptions = {
  readonly routers: readonly Router[];
  readonly maxBodyBytes: number;
  readonly metrics: EmbeddingMetrics;
  readonly clock: Clock;
  readonly logger: Logger;
};

const ROUTES: ReadonlyMap<string, EmbeddingRoute> = new Map([
  ['/embed', 'embed'],
  ['/compare', 'compare'],
  ['/v1/embeddings', 'openai'],
  ['/embeddings', 'openai'],
]);
const POSTED = [...ROUTES.keys()];
const READ = ['/health', '/health/live', '/health/ready', '/metrics'];

/** Express with the service's routes, and one place where errors become answers in OpenAI's shape. */
export function createApp({ routers, maxBodyBytes, metrics, clock, logger }: AppOptions): RequestListener {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.post(POSTED, observed({ metrics, clock }), ...jsonBody(maxBodyBytes));
  for (const router of routers) app.use(router);
  app.all(POSTED, methodNotAllowed('POST'));
  app.all(READ, methodNotAllowed('GET, HEAD'));
  app.use(notFound);
  app.use(routeFailed(logger));
  return (request, response) => void app(request, response);
}

function observed({ metrics, clock }: Pick<AppOptions, 'metrics' | 'clock'>): RequestHandler {
  return (request, response, next) => {
    const startedAt = clock.elapsed();
    response.on('close', () => {
      // As Express matches: whatever the case, with or without a closing slash.
      const route = ROUTES.get(request.path.toLowerCase().replace(/\/$/, '')) ?? 'openai';
      // 499, as proxies log it: the client left before there was an answer.
      const status = response.writableFinished ? response.statusCode : 499;
      metrics.request({ route, status, durationMs: clock.elapsed() - startedAt });
    });
    next();
  };
}
