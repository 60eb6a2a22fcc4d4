import type { RequestHandler, Response } from 'express';
import { requestIdOf } from '../wire/request-id.ts';
import type { AuditLog } from './audit-log.ts';

/** They only look, whatever their method is. */
const LOOKING = new Set(['POST /admin/cache/explain']);

/** An export takes everything out of the house. */
const NOTED_READS = new Set(['GET /admin/cache/export']);

/** Notes every admin request that changes something, when its answer is done. Stands behind the guard. */
export function auditTrail(log: AuditLog): RequestHandler {
  return (request, response, next) => {
    const requestId = response.get('x-request-id') ?? requestIdOf(request.headers);
    response.set('x-request-id', requestId);
    const path = `${request.baseUrl}${request.path}`.replace(/\/[0-9a-f]{64}(?=\/|$)/, '/{id}');
    const action = `${request.method} ${path}`;
    const isRead = ['GET', 'HEAD', 'OPTIONS'].includes(request.method);
    if (LOOKING.has(action) || (isRead && !NOTED_READS.has(action))) return next();
    const source = request.socket.remoteAddress ?? '';
    response.once('close', () => {
      const details = (response.locals as AuditLocals).audit ?? {};
      const unfinished = response.writableFinished ? {} : { unfinished: true };
      log.write({
        action,
        status: response.statusCode,
        requestId,
        source,
        details: { ...details, ...unfinished },
      });
    });
    next();
  };
}

type AuditLocals = { audit?: Readonly<Record<string, unknown>> };

/** What the line will say beside who and when: selectors, counts and ids; never a text. */
export function noteForAudit(response: Response, details: Readonly<Record<string, unknown>>): void {
  const locals = response.locals as AuditLocals;
  locals.audit = { ...locals.audit, ...details };
}
