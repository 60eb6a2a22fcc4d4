import { Router } from 'express';
import { holdsAdminKey } from './admin-guard.ts';

/** `/admin/v1/auth/validate`: whether a key is the admin key, for a page that asks for one. In front of the guard. */
export function adminAuthRoutes(adminKey: string | undefined): Router {
  const router = Router();
  router.post('/admin/v1/auth/validate', (request, response) => {
    const { authorization } = request.headers;
    if (adminKey === undefined)
      response.status(503).json({ valid: false, message: 'No admin key is configured (ADMIN_KEY).' });
    else if (authorization === undefined)
      response.json({ valid: false, message: 'Send Authorization: Bearer <ADMIN_KEY>.' });
    else if (holdsAdminKey(adminKey, authorization))
      response.json({ valid: true, message: 'The key is right.' });
    else response.status(401).json({ valid: false, message: 'The key is wrong.' });
  });
  return router;
}
