import { methodNotAllowed } from '@strata/service-kit';
import { Router } from 'express';
import { ADMIN_OPERATIONS } from './openapi-admin.ts';
import { OWN_OPERATIONS } from './openapi-own.ts';

/** 405 where one of our paths is there and the method is not. It stands behind all routes. */
export function otherMethods(): Router {
  const router = Router();
  const paths = Map.groupBy([...ADMIN_OPERATIONS, ...OWN_OPERATIONS], ({ path }) => path);
  for (const [path, operations] of paths) {
    const allowed = operations.flatMap(({ method }) =>
      method === 'get' ? ['GET', 'HEAD'] : method.toUpperCase(),
    );
    router.all(path.replaceAll(/\{(\w+)\}/g, ':$1'), methodNotAllowed(allowed.join(', ')));
  }
  return router;
}
