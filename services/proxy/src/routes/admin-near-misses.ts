import { Router } from 'express';
import type { NearMisses } from '../telemetry/near-misses.ts';
import { ringQuery } from './ring-query.ts';

/** `GET /admin/near-misses?after=&limit=`: what almost hit and what stopped it, the newest first. */
export function adminNearMissRoutes(nearMisses: NearMisses): Router {
  const router = Router();
  router.get('/admin/near-misses', (request, response) => {
    const { after, limit } = ringQuery(request);
    response.json(nearMisses.after(after, limit));
  });
  return router;
}
