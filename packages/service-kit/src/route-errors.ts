import type { ErrorRequestHandler, RequestHandler } from 'express';
import { isUnexpected, toErrorAnswer } from './error-answer.ts';
import { errorBody } from './error-body.ts';
import type { Logger } from './logger.ts';

/** A path that is there, under a method that is not. */
export function methodNotAllowed(allow: string): RequestHandler {
  return (request, response) => {
    const message = `${request.method} is not allowed for ${request.path}; use ${allow}.`;
    response
      .status(405)
      .set('allow', allow)
      .json(errorBody({ status: 405, message, code: 'method_not_allowed' }));
  };
}

export const notFound: RequestHandler = (request, response) => {
  const message = `Unknown request URL: ${request.method} ${request.path}`;
  response.status(404).json(errorBody({ status: 404, message, code: 'unknown_url' }));
};

/** The one place where what a route throws becomes an answer; never a stack trace. */
export function routeFailed(logger: Logger): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    // Nobody is left to hear of it.
    if (response.destroyed) return;
    if (isUnexpected(error)) logger.error('A route failed', { error });
    if (response.headersSent) {
      next(error);
      return;
    }
    const { status, headers, body } = toErrorAnswer(error);
    response.status(status).set(headers).send(Buffer.from(body));
  };
}
