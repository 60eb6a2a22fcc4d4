import { once } from 'node:events';
import { Agent, get, type IncomingMessage, type RequestListener } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { deferred, settle } from '@strata/contracts/deferred';
import { FakeClock } from '@strata/contracts/fake-clock';
import { afterEach, describe, expect, it } from 'vitest';
import { HttpServer } from './http-server.ts';
import { ListenError } from './listen-error.ts';

let cleanups = new AsyncDisposableStack();
const agent = new Agent({ keepAlive: true });

afterEach(async () => {
  agent.destroy();
  await cleanups.disposeAsync();
  cleanups = new AsyncDisposableStack();
});

async function serve(listener: RequestListener) {
  const clock = new FakeClock();
  const server = cleanups.use(new HttpServer({ clock, listener }));
  const { port } = await server.listen({ host: '127.0.0.1', port: 0 });
  return { clock, server, port };
}

/** Resolves when the headers are in. */
async function request(port: number, path = '/'): Promise<IncomingMessage> {
  const [response]: IncomingMessage[] = await once(get({ port, path, host: '127.0.0.1', agent }), 'response');
  if (response === undefined) throw new Error('no response');
  return response;
}

describe('listening', () => {
  it('takes any request listener and says which port it got', async () => {
    const { port } = await serve((req, res) => res.end(`hello ${req.url}`));
    expect(port).toBeGreaterThan(0);
    expect(await text(await request(port, '/x'))).toBe('hello /x');
  });

  it('says plainly that the port is taken', async () => {
    const { port } = await serve((_, res) => res.end());
    const second = new HttpServer({ clock: new FakeClock(), listener: (_, res) => res.end() });
    const attempt = second.listen({ host: '127.0.0.1', port });
    await expect(attempt).rejects.toThrow(ListenError);
    await expect(attempt).rejects.toThrow(`Port ${port} on 127.0.0.1 is already in use.`);
    await expect(attempt).rejects.toThrow('set PORT to another number');
  });

  it('names the variables that the address came from', async () => {
    const { port } = await serve((_, res) => res.end());
    const second = new HttpServer({ clock: new FakeClock(), listener: (_, res) => res.end() });
    const attempt = second.listen(
      { host: '127.0.0.1', port },
      { host: 'EMBEDDING_HOST', port: 'EMBEDDING_PORT' },
    );
    await expect(attempt).rejects.toThrow('set EMBEDDING_PORT to another number');
  });

  it('says plainly that the address is not of this machine', async () => {
    const server = new HttpServer({ clock: new FakeClock(), listener: (_, res) => res.end() });
    await expect(server.listen({ host: '192.0.2.1', port: 0 })).rejects.toThrow(
      'not an address of this machine',
    );
  });
});

describe('what is not HTTP', () => {
  it('is answered with an error in OpenAI’s shape', async () => {
    const { port } = await serve((_, res) => res.end());
    const socket = connect(port, '127.0.0.1');
    socket.write('HELLO\r\n\r\n');
    const answer = await text(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({
      error: { type: 'invalid_request_error' },
    });
  });

  it('is a 431 when the headers are too large', async () => {
    const { port } = await serve((_, res) => res.end());
    const socket = connect(port, '127.0.0.1');
    socket.write(`GET / HTTP/1.1\r\nhost: a\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`);
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 431 /);
  });
});

describe('a request that the listener is not given', () => {
  it.each([
    ['without a Host', 'GET / HTTP/1.1\r\n\r\n', '400 Bad Request', /no Host/],
    [
      'that expects what is not known',
      'POST / HTTP/1.1\r\nhost: a\r\nexpect: foo\r\ncontent-length: 2\r\n\r\nhi',
      '417 Expectation Failed',
      /100-continue/,
    ],
  ])('%s is answered in OpenAI’s shape, and its connection closed', async (_name, bytes, status, message) => {
    const { port, server } = await serve((_, res) => res.end('served'));
    const socket = connect(port, '127.0.0.1');
    socket.write(bytes);
    const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n');
    expect(head.split('\r\n')[0]).toBe(`HTTP/1.1 ${status}`);
    expect(head.toLowerCase()).toContain('content-type: application/json');
    expect(JSON.parse(body)).toEqual({
      error: {
        message: expect.stringMatching(message),
        type: 'invalid_request_error',
        param: null,
        code: null,
      },
    });
    await expect.poll(() => server.inFlight).toBe(0);
  });

  it.each([
    ['of HTTP/1.0 without a Host', 'GET / HTTP/1.0\r\n\r\n'],
    ['with an empty Host', 'GET / HTTP/1.1\r\nhost:\r\nconnection: close\r\n\r\n'],
    [
      'that waits for a 100',
      'GET / HTTP/1.1\r\nhost: a\r\nexpect: 100-continue\r\nconnection: close\r\n\r\n',
    ],
  ])('is none %s', async (_name, bytes) => {
    const { port } = await serve((_, res) => res.end('served'));
    const socket = connect(port, '127.0.0.1');
    socket.write(bytes);
    expect(await text(socket)).toMatch(/served/);
  });
});

describe('draining', () => {
  it('lets a request in flight finish, tells its client to leave and accepts no other', async () => {
    const gate = deferred();
    const arrived = deferred();
    const { server, port } = await serve((_, res) => {
      arrived.resolve();
      void gate.promise.then(() => res.end('done'));
    });
    const answer = request(port);
    await arrived.promise;
    const drained = server.drain(1000);
    expect(server.draining).toBe(true);
    await expect(request(port)).rejects.toThrow('ECONNREFUSED');
    gate.resolve();
    const response = await answer;
    expect(response.headers.connection).toBe('close');
    expect(await text(response)).toBe('done');
    expect(await drained).toEqual({ forced: 0 });
  });

  it('answers a request that has come and was not read when the end begins', async () => {
    const { server, port } = await serve((_, res) => res.end('answered'));
    const socket = connect(port, '127.0.0.1');
    const ask = (): boolean => socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
    await once(socket, 'connect');
    ask();
    await once(socket, 'data');
    ask();
    const drained = server.drain(10_000);
    expect(await text(socket)).toMatch(/^HTTP\/1.1 200 OK\r\nconnection: close[^]*answered$/i);
    expect(await drained).toEqual({ forced: 0 });
  });

  it('lets a stream that has begun run to its end, then closes its kept-alive connection', async () => {
    const gate = deferred();
    const { server, port } = await serve((_, res) => {
      res.write('first ');
      void gate.promise.then(() => res.end('last'));
    });
    const response = await request(port);
    const drained = server.drain(1000);
    gate.resolve();
    expect(await text(response)).toBe('first last');
    expect(await drained).toEqual({ forced: 0 });
  });

  it('ends at once when only idle connections are left', async () => {
    const { server, port } = await serve((_, res) => res.end('x'));
    await text(await request(port));
    expect(await server.drain(1000)).toEqual({ forced: 0 });
  });

  it('cuts off what is left at the deadline', async () => {
    const { server, port, clock } = await serve((_, res) => res.write('never ends'));
    const response = await request(port);
    const broken = expect(text(response)).rejects.toThrow('aborted');
    const drained = server.drain(500);
    await settle();
    clock.advance(500);
    expect(await drained).toEqual({ forced: 1 });
    await broken;
    expect(server.inFlight).toBe(0);
  });

  it('can be asked for twice, and of a server that never listened', async () => {
    const { server } = await serve((_, res) => res.end());
    await Promise.all([server.drain(10), server.drain(10)]);
    const idle = new HttpServer({ clock: new FakeClock(), listener: (_, res) => res.end() });
    expect(await idle.drain(10)).toEqual({ forced: 0 });
  });

  it('knows how many requests are in flight', async () => {
    const { server, port } = await serve((_, res) => res.write('open'));
    const response = await request(port);
    expect(server.inFlight).toBe(1);
    response.destroy();
    await expect.poll(() => server.inFlight).toBe(0);
  });
});
