import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import type { Clock } from '@strata/core';
import { nextTurn } from '@strata/core/next-turn';
import { Connection, type EarlyLane } from './connection.ts';
import { errorBody } from './error-body.ts';
import { toListenError, type AddressVariables, type ListenAddress } from './listen-error.ts';

export type HttpServerOptions = {
  readonly listener: RequestListener;
  readonly clock: Clock;
  /** Asked first about each request but a connection's first. */
  readonly early?: EarlyLane;
  /** How long an unused connection stays open. Above the 60 s of common load balancers, so that they close first. */
  readonly keepAliveTimeoutMs?: number;
  /** Of the request line and all headers of a request together. */
  readonly maxHeaderBytes?: number;
  /** From a request's first byte to the end of its headers. */
  readonly headersTimeoutMs?: number;
  /** From a request's first byte to the end of its body. The answer may take as long as it needs. */
  readonly requestTimeoutMs?: number;
  /** Told when a connection cannot be accepted (out of file handles, say); the server goes on. */
  readonly onError?: (error: Error) => void;
};

/** `forced`: how many requests were cut off because the deadline passed. */
export type DrainResult = { readonly forced: number };

/** How late a connection may be found to be too slow. */
const CHECK_MS = 10_000;

/** `node:http` with timeouts that suit a proxy, errors people understand, and an orderly end. */
export class HttpServer implements AsyncDisposable {
  readonly #server: Server;
  readonly #clock: Clock;
  readonly #early: EarlyLane | undefined;
  readonly #connections = new Map<Socket, Connection>();
  readonly #keepAliveLines: string;
  /** The header lines of every early response, made anew each second. */
  #standing = { second: -1, lines: '' };
  readonly #onError: (error: Error) => void;
  #draining = false;
  #closed: Promise<void> | undefined;

  constructor(options: HttpServerOptions) {
    this.#clock = options.clock;
    this.#early = options.early;
    this.#onError = options.onError ?? (() => {});
    const { requestTimeoutMs: requestTimeout = 60_000, headersTimeoutMs = 20_000 } = options;
    const { keepAliveTimeoutMs: keepAliveTimeout = 65_000 } = options;
    this.#keepAliveLines = `Connection: keep-alive\r\nKeep-Alive: timeout=${Math.floor(keepAliveTimeout / 1_000)}\r\n`;
    // Node refuses to start with headers that may take longer than the whole.
    const headersTimeout = Math.min(headersTimeoutMs, requestTimeout);
    this.#server = createServer(
      {
        noDelay: true,
        keepAliveTimeout,
        maxHeaderSize: options.maxHeaderBytes ?? 16 * 1_024,
        headersTimeout,
        requestTimeout,
        connectionsCheckingInterval: Math.min(headersTimeout, CHECK_MS),
        // Node's own refusal has no body.
        requireHostHeader: false,
      },
      this.#begun((request, response) => {
        if (lacksHost(request)) refuse(response, 400, 'The request has no Host header.');
        else options.listener(request, response);
      }),
    );
    // Without a listener Node refuses these, too, and says nothing. `100-continue` is none of them.
    this.#server.on(
      'checkExpectation',
      this.#begun((_, response) =>
        refuse(response, 417, 'The only expectation that is met is 100-continue.'),
      ),
    );
    this.#server.on('connection', (socket: Socket) => {
      this.#connections.set(socket, this.#connection(socket));
      socket.once('close', () => this.#connections.delete(socket));
    });
    this.#server.on('clientError', answerClientError);
  }

  /** Whether the end has begun: readiness says no, so that load balancers look elsewhere. */
  get draining(): boolean {
    return this.#draining;
  }

  get inFlight(): number {
    return this.#open().length;
  }

  /** The targets of the requests in flight, in no order. */
  get targets(): readonly string[] {
    return this.#open().map(({ req }) => req.url ?? '/');
  }

  /** The head of the request in hand, byte for byte as Latin-1 text; `undefined` where it is not known for sure. */
  headOf({ socket }: IncomingMessage): string | undefined {
    return this.#connections.get(socket)?.head;
  }

  /**
   * Starts to accept connections; port 0 takes a free one. Gives the address in use.
   *
   * @throws ListenError when the address cannot be had; it names the variables to change
   */
  listen(
    address: ListenAddress,
    variables: AddressVariables = { host: 'HOST', port: 'PORT' },
  ): Promise<ListenAddress> {
    const { promise, resolve, reject } = Promise.withResolvers<ListenAddress>();
    const fail = (error: Error): void => reject(toListenError(error, address, variables));
    this.#server.once('error', fail);
    this.#server.listen(address.port, address.host, () => {
      this.#server.off('error', fail);
      this.#server.on('error', this.#onError);
      resolve({ host: address.host, port: boundPort(this.#server) });
    });
    return promise;
  }

  /**
   * Stops accepting, lets the requests in flight finish, then cuts off what is left after `deadlineMs`.
   * Clients are told to leave (`connection: close`); a second call joins the first.
   */
  async drain(deadlineMs: number): Promise<DrainResult> {
    this.#draining = true;
    for (const connection of this.#connections.values()) connection.release();
    this.#closed ??= this.#close();
    for (const response of this.#open()) this.#seeOff(response);
    let forced = 0;
    const cancel = this.#clock.after(deadlineMs, () => {
      forced = this.inFlight;
      this.#server.closeAllConnections();
    });
    await this.#closed;
    cancel();
    return { forced };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.drain(0);
  }

  #connection(socket: Socket): Connection {
    return new Connection({
      socket,
      early: this.#early,
      clock: this.#clock,
      standingLines: () => this.#standingLines(),
    });
  }

  /** The listener, once the connection knows of the request. */
  #begun(listener: RequestListener): RequestListener {
    return (request, response) => {
      this.#connections.get(request.socket)?.began(response);
      if (this.#draining) this.#seeOff(response);
      listener(request, response);
    };
  }

  #standingLines(): string {
    const now = this.#clock.now();
    const second = Math.floor(now / 1_000);
    if (second !== this.#standing.second) {
      this.#standing = { second, lines: `Date: ${new Date(now).toUTCString()}\r\n${this.#keepAliveLines}` };
    }
    return this.#standing.lines;
  }

  /**
   * Accepts no more connections from now on, and closes the idle ones two turns later: Node takes one for idle whose next
   * request has come and is not read yet, and that would be lost. Closing a server that never listened is no error here.
   */
  async #close(): Promise<void> {
    const closed = new Promise<void>((resolve) =>
      NetServer.prototype.close.call(this.#server, () => resolve()),
    );
    await nextTurn();
    await nextTurn();
    this.#server.close();
    await closed;
  }

  #open(): readonly ServerResponse[] {
    return [...this.#connections.values()].flatMap(({ open }) => open ?? []);
  }

  /** The last answer on its connection. */
  #seeOff(response: ServerResponse): void {
    if (!response.headersSent) response.setHeader('connection', 'close');
    // Streams whose headers were out before the drain keep their connection open: Node would wait for its
    // keep-alive timeout. One turn later the connection counts as idle.
    response.on('close', () => setImmediate(() => this.#server.closeIdleConnections()));
  }
}

function boundPort(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** RFC 9112, section 3.2. */
function lacksHost({ httpVersion, headers }: IncomingMessage): boolean {
  return httpVersion === '1.1' && headers.host === undefined;
}

/** The last answer on its connection, as of what never became a request. */
function refuse(response: ServerResponse, status: number, message: string): void {
  const body = JSON.stringify(errorBody({ status, message }));
  const length = Buffer.byteLength(body);
  const headers = { 'content-type': 'application/json', 'content-length': length, connection: 'close' };
  response.writeHead(status, headers).end(body);
}

/** What never became a request: broken HTTP, headers too large or too slow. */
function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const status = CLIENT_ERROR_STATUS[error.code ?? ''] ?? '400 Bad Request';
  const message = 'The request is not valid HTTP, or its headers are too large or came too slowly.';
  const body = JSON.stringify(errorBody({ status: 400, message }));
  socket.end(
    `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n` +
      `connection: close\r\n\r\n${body}`,
  );
}

const CLIENT_ERROR_STATUS: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};
