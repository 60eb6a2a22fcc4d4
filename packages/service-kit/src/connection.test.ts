import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { FakeClock } from '@strata/contracts/fake-clock';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { EarlyLane, EarlyResponse } from './connection.ts';
import { HttpServer } from './http-server.ts';

const PATIENTLY = { timeout: 20_000, interval: 2 };

let cleanups = new AsyncDisposableStack();
afterEach(async () => {
  await cleanups.disposeAsync();
  cleanups = new AsyncDisposableStack();
});

/** Answers with the request's method, target and body. */
const echo = (request: IncomingMessage, response: ServerResponse): void => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = `${request.method} ${request.url} ${Buffer.concat(chunks).toString('latin1')}`;
    response.writeHead(200, { 'content-length': body.length }).end(body);
  });
};

/** Answers as `echo` does, early, whatever whole request it has seen the head of before. */
class EchoLane implements EarlyLane {
  readonly heads = new Map<string, number>();
  early = 0;

  answer(bytes: Buffer): EarlyResponse | 'wait' | undefined {
    const end = bytes.indexOf('\r\n\r\n') + 4;
    const head = bytes.toString('latin1', 0, end);
    const bodyBytes = this.heads.get(head);
    if (bodyBytes === undefined) return undefined;
    if (bytes.length === end && bodyBytes > 0) return 'wait';
    if (bytes.length !== end + bodyBytes) return undefined;
    this.early += 1;
    const [method, target] = head.split(' ');
    const text = `${method} ${target} ${bytes.toString('latin1', end)}`;
    // Both forms a body may have.
    const body = this.early % 2 === 0 ? text : Buffer.from(text, 'latin1');
    return { headers: ['content-length', String(text.length)], body };
  }
}

async function serve(listener: RequestListener = echo, limits: { readonly requestTimeoutMs?: number } = {}) {
  const clock = new FakeClock();
  const lane = new EchoLane();
  const sockets: Socket[] = [];
  const server: HttpServer = cleanups.use(
    new HttpServer({
      ...limits,
      clock,
      early: lane,
      listener: (request, response) => {
        sockets.push(request.socket);
        request.on('end', () => {
          const head = server.headOf(request);
          if (head !== undefined) lane.heads.set(head, Number(request.headers['content-length'] ?? 0));
        });
        listener(request, response);
      },
    }),
  );
  const { port } = await server.listen({ host: '127.0.0.1', port: 0 });
  const client = await Client.open(port);
  /** Sends bytes, and waits until they have been read apart from what follows. */
  const send = async (bytes: string): Promise<void> => {
    const before = sockets[0]?.bytesRead ?? 0;
    client.socket.write(bytes, 'latin1');
    await expect.poll(() => sockets[0]?.bytesRead, PATIENTLY).toBe(before + bytes.length);
  };
  return { clock, server, lane, port, client, send };
}

class Client {
  readonly socket: Socket;
  text = '';

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (chunk: Buffer) => {
      this.text += chunk.toString('latin1');
    });
    socket.on('error', () => {});
  }

  static async open(port: number): Promise<Client> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    cleanups.defer(() => void socket.destroy());
    await once(socket, 'connect');
    return new Client(socket);
  }

  /** The bodies that came so far, without the last while it is not whole. */
  get bodies(): readonly string[] {
    const found: string[] = [];
    let rest = this.text;
    for (;;) {
      const head = /^HTTP\/1\.1 (\d+)[^]*?\r\n\r\n/.exec(rest);
      if (head === null) return found;
      const [whole, status] = head;
      const length = Number(/content-length: (\d+)/i.exec(whole)?.[1] ?? 0);
      if (rest.length < whole.length + length) return found;
      found.push(status === '200' ? rest.slice(whole.length, whole.length + length) : `status ${status}`);
      rest = rest.slice(whole.length + length);
    }
  }

  async sees(count: number): Promise<readonly string[]> {
    await expect.poll(() => this.bodies.length, PATIENTLY).toBeGreaterThanOrEqual(count);
    return this.bodies;
  }

  async ask(bytes: string): Promise<string> {
    const before = this.bodies.length;
    this.socket.write(bytes, 'latin1');
    return (await this.sees(before + 1))[before] ?? '';
  }
}

const post = (body: string, more = ''): string =>
  `POST /a HTTP/1.1\r\nhost: h\r\n${more}content-length: ${body.length}\r\n\r\n${body}`;

describe('an early answer', () => {
  it('is given to a head that node:http has read before, and says what every response says', async () => {
    const { lane, client } = await serve();
    for (const body of ['one', 'two', 'six']) expect(await client.ask(post(body))).toBe(`POST /a ${body}`);
    expect(lane.early).toBe(2);
    expect(client.text.match(/Connection: keep-alive\r\nKeep-Alive: timeout=65\r\n/g)).toHaveLength(3);
    expect(client.text.match(/Date: \w{3}, \d\d /g)).toHaveLength(3);
  });

  it('is never the first on its connection: node:http would take it for one that sends no head', async () => {
    const { lane, client, server, port } = await serve();
    await client.ask(post('one'));
    const second = await Client.open(port);
    await second.ask(post('two'));
    expect(lane.early).toBe(0);
    await second.ask(post('six'));
    expect(lane.early).toBe(1);
    expect(server.inFlight).toBe(0);
  });

  it('waits for a body that comes by itself', async () => {
    const { lane, client, send } = await serve();
    await client.ask(post('one'));
    const request = post('two');
    const at = request.indexOf('two');
    await send(request.slice(0, at));
    expect(await client.ask(request.slice(at))).toBe('POST /a two');
    expect(lane.early).toBe(1);
    expect(await client.ask(post('six'))).toBe('POST /a six');
    expect(lane.early).toBe(2);
  });

  it('is given again after a body in several pieces', async () => {
    const { lane, client } = await serve();
    await client.ask(post('one'));
    const long = 'x'.repeat(300_000);
    expect(await client.ask(post(long))).toBe(`POST /a ${long}`);
    await client.ask(post('two'));
    expect(lane.early).toBe(1);
  });
});

describe('what could be taken for a request', () => {
  it('is left in the body it is part of', async () => {
    const { lane, client, send } = await serve();
    await client.ask(post('one'));
    const hidden = post('two');
    const outer = post(`begin ${hidden}`);
    const at = outer.length - hidden.length;
    await send(outer.slice(0, at));
    expect(await client.ask(outer.slice(at))).toBe(`POST /a begin ${hidden}`);
    expect(lane.early).toBe(0);
  });

  it('is left in a chunked body', async () => {
    const { lane, client, send } = await serve();
    await client.ask(post('one'));
    const hidden = post('two');
    await send('POST /c HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\n\r\n');
    await send(`${hidden.length.toString(16)}\r\n`);
    await send(hidden);
    expect(await client.ask('\r\n0\r\n\r\n')).toBe(`POST /c ${hidden}`);
    expect(lane.early).toBe(0);
  });

  it('is left in the header it is part of', async () => {
    const { lane, client } = await serve();
    await client.ask(post('one'));
    await client.ask(`${post('two')}POST /b HTTP/1.1\r\nx: `);
    expect(await client.ask(post('six'))).toBe('POST /b six');
    expect(lane.early).toBe(0);
  });

  it('waits for its turn behind a request that is not answered yet', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { lane, client, send } = await serve((request, response) => {
      if (request.url === '/slow') void promise.then(() => echo(request, response));
      else echo(request, response);
    });
    await client.ask(post('one'));
    await send('GET /slow HTTP/1.1\r\nhost: h\r\n\r\n');
    await send(post('two'));
    resolve();
    expect((await client.sees(3)).slice(1)).toEqual(['GET /slow ', 'POST /a two']);
    expect(lane.early).toBe(0);
  });

  it.each([
    ['lines that end in a line feed alone', 'GET /x HTTP/1.1\nhost: h\n\n'],
    ['an empty line of one line feed', 'GET /x HTTP/1.1\r\nhost: h\r\n\n'],
    ['lines that end in a carriage return alone', 'GET /x HTTP/1.1\rhost: h\r\r'],
    ['two lengths', 'POST /x HTTP/1.1\r\nhost: h\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab'],
    [
      'a length and chunks',
      'POST /x HTTP/1.1\r\nhost: h\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\na',
    ],
  ])('is refused by node:http with %s, so that a head ends where it seems to', async (_, bytes) => {
    const { client } = await serve();
    await client.ask(post('one'));
    expect(await client.ask(bytes)).toBe('status 400');
  });
});

it('a held head is not lost when the server drains', async () => {
  const { client, server, send } = await serve();
  await client.ask(post('one'));
  const request = post('two');
  const at = request.indexOf('two');
  await send(request.slice(0, at));
  const drained = server.drain(10_000);
  expect(await client.ask(request.slice(at))).toBe('POST /a two');
  expect(await drained).toEqual({ forced: 0 });
});

describe('a held head whose body stays away', () => {
  const request = post('two');
  const at = request.indexOf('two');

  it('is given to node:http, and answered by it when the body comes after all', async () => {
    const { clock, lane, client, server, send } = await serve();
    await client.ask(post('one'));
    await send(request.slice(0, at));
    expect(server.inFlight).toBe(0);
    clock.advance(100);
    expect(server.inFlight).toBe(1);
    expect(await client.ask(request.slice(at))).toBe('POST /a two');
    expect(lane.early).toBe(0);
    expect(await client.ask(post('six'))).toBe('POST /a six');
    expect(lane.early).toBe(1);
  });

  it('is refused with 408 once its time is over', async () => {
    const { clock, client, send } = await serve(echo, { requestTimeoutMs: 300 });
    await client.ask(post('one'));
    await send(request.slice(0, at));
    clock.advance(100);
    expect((await client.sees(2))[1]).toBe('status 408');
  });

  it('has its own time, however long requests before it have been held', async () => {
    const { clock, lane, client, server, send } = await serve();
    await client.ask(post('one'));
    await send(request.slice(0, at));
    clock.advance(99);
    await client.ask(request.slice(at));
    await send(request.slice(0, at));
    clock.advance(99);
    expect(server.inFlight).toBe(0);
    await client.ask(request.slice(at));
    expect(lane.early).toBe(2);
    await send(request.slice(0, at));
    clock.advance(200);
    expect(server.inFlight).toBe(1);
  });

  it('is forgotten with its connection: the next one may be read by the same parser', async () => {
    const { clock, client, port, server, send } = await serve();
    await client.ask(post('one'));
    await send(request.slice(0, at));
    client.socket.end();
    await once(client.socket, 'close');
    const next = await Client.open(port);
    await next.ask(post('one'));
    clock.advance(100);
    expect(server.inFlight).toBe(0);
    expect(clock.pending).toBe(0);
    expect(await next.ask(post('six'))).toBe('POST /a six');
  });
});

describe('beside a server without early answers', () => {
  const requests = fc.constantFrom(
    post('one'),
    post('two'),
    post(''),
    post('one', 'x: y\r\n'),
    post(post('one')),
    'GET /g HTTP/1.1\r\nhost: h\r\n\r\n',
    'POST /c HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n',
    `\r\n${post('one')}`,
    post('x'.repeat(70_000)),
  );

  it('any requests, cut anywhere, get the same answers in the same order', async () => {
    const { port, lane } = await serve();
    const plain = createServer(echo).listen(0, '127.0.0.1');
    cleanups.defer(() => void plain.close());
    await once(plain, 'listening');
    const address = plain.address();
    const plainPort = typeof address === 'object' && address !== null ? address.port : 0;
    const turns = fc.array(
      fc.record({ request: requests, pieces: fc.array(fc.nat(400), { maxLength: 3 }) }),
      {
        minLength: 1,
        maxLength: 8,
      },
    );
    await fc.assert(
      fc.asyncProperty(turns, fc.boolean(), async (sequence, inTurns) => {
        const [here, there] = await Promise.all(
          [port, plainPort].map((one) => answersTo(one, sequence, { inTurns })),
        );
        expect(here).toEqual(there);
      }),
      { numRuns: 100 },
    );
    expect(lane.early).toBeGreaterThan(0);
  }, 120_000);
});

type Turn = { readonly request: string; readonly pieces: readonly number[] };

/** Each request after the last one's answer, or all at once. */
async function answersTo(
  port: number,
  sequence: readonly Turn[],
  { inTurns }: { readonly inTurns: boolean },
): Promise<readonly string[]> {
  const client = await Client.open(port);
  for (const [index, { request, pieces }] of sequence.entries()) {
    let at = 0;
    for (const piece of pieces) {
      client.socket.write(request.slice(at, at + piece), 'latin1');
      at += piece;
      // oxlint-disable-next-line no-await-in-loop -- pieces leave one by one
      await new Promise((resolve) => setImmediate(resolve));
    }
    client.socket.write(request.slice(at), 'latin1');
    // oxlint-disable-next-line no-await-in-loop -- and so do requests
    if (inTurns) await client.sees(index + 1);
  }
  const answers = await client.sees(sequence.length);
  client.socket.destroy();
  return answers;
}
