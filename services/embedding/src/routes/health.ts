import { messageOf, StrataError, type Embedder } from '@strata/core';
import { Router } from 'express';

export type HealthRouteOptions = {
  readonly embedder: Embedder;
  /** True once the service stops: a load balancer should look elsewhere. */
  readonly draining: () => boolean;
};

/** What to ask again after, in seconds: a model loads within one. */
const RETRY_AFTER = '1';

/**
 * `/health` says what is computed here (503 until the model is loaded); `/health/ready` is for load balancers,
 * `/health/live` for whoever restarts a process that is stuck: a thread that crashed is restarted from within.
 */
export function healthRoutes({ embedder, draining }: HealthRouteOptions): Router {
  const router = Router();
  router.get('/health', async (_request, response) => {
    try {
      await embedder.ping();
      response.json({ status: 'ok', ...(await embedder.describe()) });
    } catch (error) {
      response.status(503).set('retry-after', RETRY_AFTER).json(trouble(error));
    }
  });
  router.get('/health/live', (_request, response) => {
    response.json({ status: 'ok' });
  });
  router.get('/health/ready', async (_request, response) => {
    const ready = !draining() && (await embedder.ping().then(yes, no));
    response.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'not_ready' });
  });
  return router;
}

function trouble(error: unknown): Readonly<Record<string, string>> {
  const loading = error instanceof StrataError && error.code === 'loading';
  return loading ? { status: 'loading' } : { status: 'unavailable', message: messageOf(error) };
}

const yes = (): boolean => true;
const no = (): boolean => false;
