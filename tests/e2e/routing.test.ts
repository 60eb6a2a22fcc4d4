import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer, type IncomingMessage, type Server } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { FakeOpenAiServer } from '@strata/contracts/fake-openai-server';
import { FakeStream } from '@strata/contracts/fake-openai-stream';
import * as replies from '@strata/contracts/fake-openai-replies';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Strata } from './strata.ts';

// Whole proxies start here, on whatever machine.
vi.setConfig({ testTimeout: 120_000 });

let directory: string;
let upstream: FakeOpenAiServer;

beforeEach(async () => {
  upstream = await FakeOpenAiServer.start();
  directory = await mkdtemp(join(tmpdir(), 'strata-routing-'));
});
afterEach(async () => {
  await upstream.stop();
  await rm(directory, { recursive: true, force: true });
});

function transports(): readonly string[] {
  if (spawnSync('curl', ['--version']).status === 0) return ['fetch', 'curl'];
  console.warn('The transport curl: not run, there is no curl on this machine');
  return ['fetch'];
}

/** A Strata with these providers, as a configuration file says them. */
async function strataWith(
  providers: readonly object[],
  { variables = {}, ...sections }: { variables?: Record<string, string> } & Record<string, unknown> = {},
): Promise<Strata> {
  const path = join(directory, 'strata.yaml');
  await writeFile(path, JSON.stringify({ semantic: { enabled: false }, providers, ...sections }));
  return await Strata.start({ CONFIG_PATH: path, ...variables });
}

describe('the way out', () => {
  const elsewhere = 'http://models.invalid/v1';

  test.each(transports())('is the proxy that HTTP_PROXY names (%s)', async (transport) => {
    const provider = { name: 'far', base_url: elsewhere, api_key: 'sk-far', transport };
    await using strata = await strataWith([provider], { variables: { HTTP_PROXY: upstream.url } });
    await strata.ask('Hi');
    expect(upstream.requests[0]).toMatchObject({
      path: `${elsewhere}/chat/completions`,
      headers: { authorization: 'Bearer sk-far', host: 'models.invalid' },
    });
  });

  test('it holds for the upstream of OPENAI_BASE_URL, too', async () => {
    const variables = { OPENAI_BASE_URL: elsewhere, OPENAI_API_KEY: 'sk', HTTP_PROXY: upstream.url };
    await using strata = await Strata.start({ ...variables, SEMANTIC_ENABLED: 'false' });
    await strata.ask('Hi');
    expect(upstream.requests[0]?.path).toBe(`${elsewhere}/chat/completions`);
  });

  test('a provider may go its own', async () => {
    const variables = { HTTP_PROXY: 'http://127.0.0.1:9' };
    const provider = { name: 'far', base_url: elsewhere, proxy: upstream.url };
    await using strata = await strataWith([provider], { variables });
    await strata.ask('Hi');
    expect(upstream.requests).toHaveLength(1);
  });

  test.each(transports())('to an upstream with TLS leads through a tunnel (%s)', async (transport) => {
    const asked: string[] = [];
    const tunnels = createTunnels((request, socket) => {
      asked.push(`${request.url} ${request.headers['proxy-authorization']}`);
      socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n');
    });
    const port = await new Promise<number>((resolve) => {
      tunnels.listen(0, '127.0.0.1', () => resolve((tunnels.address() as AddressInfo).port));
    });
    const provider = { name: 'far', base_url: 'https://models.invalid/v1', transport };
    const HTTPS_PROXY = `http://user:word@127.0.0.1:${port}`;
    await using strata = await strataWith([provider], { variables: { HTTPS_PROXY } });
    const refused = await strata.ask('Hi');
    expect(refused.status).toBe(502);
    expect(refused.text).not.toContain('word');
    expect(asked).toEqual([`models.invalid:443 Basic ${Buffer.from('user:word').toString('base64')}`]);
    tunnels.closeAllConnections();
    tunnels.close();
  });
});

/** A proxy that hears of each tunnel that is asked for. */
function createTunnels(onConnect: (request: IncomingMessage, socket: Duplex) => void): Server {
  return createHttpServer().on('connect', onConnect);
}

test('calls beyond the limit of a provider and its queue are refused with 503 and a time', async () => {
  const provider = { name: 'small', base_url: upstream.baseUrl, max_concurrency: 1, queue: { size: 1 } };
  await using strata = await strataWith([provider]);
  const stream = new FakeStream();
  upstream.enqueue(stream.reply);
  stream.push({ id: 'x', choices: [{ index: 0, delta: { content: 'a' }, finish_reason: null }] });
  const ask = (content: string, more: object = {}): Promise<Response> =>
    strata.fetch('/v1/chat/completions', {
      body: { model: 'm', messages: [{ role: 'user', content }], ...more },
    });
  const first = await ask('first', { stream: true });
  const second = ask('second');
  // Who of the two waits and who is refused is not known from here.
  const third = ask('third');
  const refused = await Promise.race([second, third]);
  expect(refused.status).toBe(503);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await refused.json()).toMatchObject({ error: { code: 'overloaded', type: 'server_error' } });
  stream.push({ id: 'x', choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }).done();
  await first.text();
  const statuses = (await Promise.all([second, third])).map(({ status }) => status);
  expect(new Set(statuses)).toEqual(new Set([200, 503]));
});

test('a provider that asked for a pause is not asked again; clients hear how long', async () => {
  await using strata = await strataWith([{ name: 'busy', base_url: upstream.baseUrl }]);
  upstream.enqueue(replies.openAiError(429, { message: 'slow down' }, { 'retry-after': '3600' }));
  const first = await strata.ask('one');
  expect([first.status, first.headers.get('retry-after')]).toEqual([429, '3600']);
  const second = await strata.ask('two');
  expect(second.status).toBe(429);
  // No pause is kept for longer than ten minutes.
  expect(Number(second.headers.get('retry-after'))).toBeGreaterThan(300);
  expect(JSON.parse(second.text)).toMatchObject({ error: { code: 'rate_limit_exceeded' } });
  expect(upstream.requests).toHaveLength(1);
});

test('another list of providers is in force after a reload, for the next request', async () => {
  const other = await FakeOpenAiServer.start();
  await using strata = await strataWith([{ name: 'first', base_url: upstream.baseUrl }]);
  expect((await strata.ask('one')).headers.get('x-strata-provider')).toBe('first');
  const file = { semantic: { enabled: false }, providers: [{ name: 'second', base_url: other.baseUrl }] };
  await writeFile(join(directory, 'strata.yaml'), JSON.stringify(file));
  expect(strata.reload()).toBe('applied');
  expect((await strata.ask('two')).headers.get('x-strata-provider')).toBe('second');
  await writeFile(join(directory, 'strata.yaml'), JSON.stringify({ providers: [{ name: 'third' }] }));
  expect(strata.reload()).toBe('refused');
  expect((await strata.ask('three')).headers.get('x-strata-provider')).toBe('second');
  await other.stop();
});

const openssl = spawnSync('openssl', ['version']).status === 0;

describe.skipIf(!openssl)(`TLS${openssl ? '' : ' (skipped: this machine has no openssl)'}`, () => {
  test.each(transports())(
    'a certificate that nobody vouches for is refused, unless tls_verify is off (%s)',
    async (transport) => {
      const [key, cert] = [join(directory, 'key.pem'), join(directory, 'cert.pem')];
      const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
      const made = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
      execFileSync('openssl', ['req', '-x509', ...made, ...names, '-keyout', key, '-out', cert], {
        stdio: 'ignore',
      });
      const completion =
        '{"id":"x","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"safe"},"finish_reason":"stop"}]}';
      const server = createServer(
        { key: await readFile(key), cert: await readFile(cert) },
        (request, response) => {
          request.resume();
          response.setHeader('content-type', 'application/json').end(completion);
        },
      );
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const address = server.address();
      const port = typeof address === 'object' ? address?.port : undefined;
      const provider = { name: 'tls', base_url: `https://127.0.0.1:${port}/v1`, transport };
      const strict = await strataWith([provider]);
      expect((await strict.ask('Hi')).status).toBe(502);
      await strict[Symbol.asyncDispose]();
      await using lenient = await strataWith([{ ...provider, tls_verify: false }]);
      expect((await lenient.ask('Hi')).text).toContain('safe');
      server.closeAllConnections();
      server.close();
    },
  );
});
