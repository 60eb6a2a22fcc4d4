import { Router } from 'express';
import type { RecentRequests } from '../telemetry/recent-requests.ts';
import { ringQuery } from './ring-query.ts';

/** `GET /admin/recent?after=&limit=`: the latest requests, the newest first. */
export function adminRecentRoutes(recent: RecentRequests): Router {
  const router = Router();
  router.get('/admin/recent', (request, response) => {
    const { after, limit } = ringQuery(request);
    response.json(recent.after(after, limit));
  });
  return router;
}
