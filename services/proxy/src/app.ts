import type { RequestListener } from 'node:http';
import {
  chat as chatProtocol,
  completions,
  embeddings,
  messages,
  responses,
  type Protocol,
} from '@strata/core';
import { methodNotAllowed, notFound, routeFailed, type Logger } from '@strata/service-kit';
import express, { type Router } from 'express';
import type { ChatDoor } from './http/chat-door.ts';
import type { Cors } from './http/cors.ts';
import { ownHeaders } from './http/own-headers.ts';
import type { Refuses } from './http/rebound-names.ts';
import { singleSlashes } from './http/single-slashes.ts';
import type { KeyGate } from './keys/key-gate.ts';
import { otherMethods } from './routes/other-methods.ts';

/** With and without `/v1`: clients write their base URL either way, and share the entries. */
export const ENDPOINTS: ReadonlyMap<string, Protocol> = new Map(
  [chatProtocol, completions, embeddings, responses, messages].flatMap((protocol) => [
    [`/v1${protocol.path}`, protocol],
    [protocol.path, protocol],
  ]),
);

export type AppOptions = {
  readonly chat: ChatDoor;
  /** In front of everything but our own pages. */
  readonly gate: KeyGate;
  /** Absent: no page of another origin may use the API. */
  readonly cors: Cors | undefined;
  /** Absent where the proxy listens for more than its own machine. */
  readonly rebound: Refuses | undefined;
  readonly routers: readonly Router[];
  readonly logger: Logger;
};

/** What the HTTP server calls: the door for what is cached, Express for every other route. */
export function createApp({ chat, gate, cors, rebound, routers, logger }: AppOptions): RequestListener {
  const app = express();
  app.disable('x-powered-by');
  app.use(ownHeaders);
  app.use(singleSlashes);
  // Here too for the forms that the listener below does not compare: slashes too many, another case.
  for (const [path, protocol] of ENDPOINTS) {
    app.post(path, (request, response) => chat.handle(request, response, protocol));
    app.all(path, methodNotAllowed('POST'));
  }
  for (const router of routers) app.use(router);
  app.use(otherMethods());
  app.use(notFound);
  app.use(routeFailed(logger));
  const route: RequestListener = (request, response) => {
    const { url = '/', method } = request;
    const query = url.indexOf('?');
    const protocol = method === 'POST' ? ENDPOINTS.get(query === -1 ? url : url.slice(0, query)) : undefined;
    if (protocol === undefined) app(request, response);
    else chat.handle(request, response, protocol);
  };
  return (request, response) => {
    if (cors?.(request, response) === true || rebound?.(request, response) === true) return;
    gate.admit(request, response, route);
  };
}
