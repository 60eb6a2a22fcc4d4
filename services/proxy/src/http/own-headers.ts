import type { RequestHandler } from 'express';
import { NO_STORE } from '../wire/answer-headers.ts';
import { requestIdOf } from '../wire/request-id.ts';

/** Files, which may be kept and asked after. */
const PAGES = /^\/(?:dashboard|docs)(?:\/|$)/;

/** What every answer beside the doors of the API says, errors included; a route may say otherwise. */
export const ownHeaders: RequestHandler = (request, response, next) => {
  response.setHeader('x-request-id', requestIdOf(request.headers));
  if (!PAGES.test(request.path)) response.setHeader('cache-control', NO_STORE);
  next();
};
