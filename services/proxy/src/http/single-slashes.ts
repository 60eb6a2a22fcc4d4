import type { RequestHandler } from 'express';

/** `//v1/chat/completions`: a base URL with a slash at its end, and a path with one at its beginning. Mean no other place. */
export const singleSlashes: RequestHandler = (request, _response, next) => {
  const query = request.url.indexOf('?');
  const path = query === -1 ? request.url : request.url.slice(0, query);
  if (path.includes('//')) request.url = path.replaceAll(/\/{2,}/g, '/') + request.url.slice(path.length);
  next();
};
