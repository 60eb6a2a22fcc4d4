import type { RequestListener } from 'node:http';
import { methodNotAllowed, notFound, routeFailed, type Logger } from '@strata/service-kit';
import express, { type Router } from 'express';
import type { ChatDoor } from './http/chat-door.ts';
import type { Cors } from './http/cors.ts';
import type { KeyGate } from './keys/key-gate.ts';

/** With and without `/v1`: clients write their base URL either way, and share the entries. */
const CHAT_PATHS = new Set(['/v1/chat/completions', '/chat/completions']);

export type AppOptions = {
  readonly chat: ChatDoor;
  /** In front of everything but our own pages. */
  readonly gate: KeyGate;
  /** Absent: no page of another origin may use the API. */
  readonly cors: Cors | undefined;
  readonly routers: readonly Router[];
  readonly logger: Logger;
};

/** What the HTTP server calls: the chat door for its one path, Express for every other route. */
export function createApp({ chat, gate, cors, routers, logger }: AppOptions): RequestListener {
  const app = express();
  app.disable('x-powered-by');
  // Here too for the forms that the listener below does not compare: absolute URLs, a slash at the end, another case.
  app.post([...CHAT_PATHS], (request, response) => chat.handle(request, response));
  app.all([...CHAT_PATHS], methodNotAllowed('POST'));
  for (const router of routers) app.use(router);
  app.all(
    ['/health', '/health/live', '/health/ready', '/metrics', '/metrics.json'],
    methodNotAllowed('GET, HEAD'),
  );
  app.use(notFound);
  app.use(routeFailed(logger));
  const route: RequestListener = (request, response) => {
    const { url = '/', method } = request;
    const query = url.indexOf('?');
    if (method === 'POST' && CHAT_PATHS.has(query === -1 ? url : url.slice(0, query))) {
      chat.handle(request, response);
    } else app(request, response);
  };
  return (request, response) => {
    if (cors?.(request, response) === true) return;
    gate.admit(request, response, route);
  };
}
