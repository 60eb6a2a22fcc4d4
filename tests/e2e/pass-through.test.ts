import { gzipped, json, status } from '@strata/contracts/fake-openai-replies';
import { once } from 'node:events';
import { createServer, get, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import Anthropic from '@anthropic-ai/sdk';
import { describe, expect, test } from 'vitest';
import { strataForFile } from './strata-for-file.ts';
import { Strata } from './strata.ts';

const { upstream, strata } = strataForFile({ SEMANTIC_ENABLED: 'false' });

describe('the rest of the API', () => {
  test('passes method, path, query, body and trace on, and status, body and headers back', async () => {
    const body = { any: 'thing', big: 1 };
    const response = await strata.fetch('/v1/files?purpose=x', {
      body,
      headers: { traceparent: '00-a-b-01', cookie: 'c=1' },
    });
    const sent = upstream.requests.at(-1);
    expect([sent?.method, sent?.path, sent?.text]).toEqual([
      'POST',
      '/v1/files?purpose=x',
      JSON.stringify(body),
    ]);
    expect(sent?.headers['traceparent']).toBe('00-a-b-01');
    expect(sent?.headers['cookie']).toBeUndefined();
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({
      error: { message: expect.stringContaining('POST /files') },
    });
    expect(response.headers.get('x-cache')).toBe('bypass');
    expect(response.headers.get('x-request-id')).toBeTruthy();
  });

  test.each([
    ['POST', '/v1/files?purpose=x', '/v1/files?purpose=x'],
    ['GET', '/v1/files/file-1/content', '/v1/files/file-1/content'],
    ['DELETE', '/v1/responses/resp_1', '/v1/responses/resp_1'],
    [
      'GET',
      '/responses/resp_1?stream=true&starting_after=3',
      '/v1/responses/resp_1?stream=true&starting_after=3',
    ],
    ['POST', '/responses/resp_1/cancel', '/v1/responses/resp_1/cancel'],
    ['GET', '/chat/completions/chatcmpl-1/messages', '/v1/chat/completions/chatcmpl-1/messages'],
    ['POST', '/v1/messages/batches', '/v1/messages/batches'],
    ['PATCH', '/v1/anything/else', '/v1/anything/else'],
    ['POST', '/moderations', '/v1/moderations'],
  ])('passes %s %s on', async (method, path, upstreams) => {
    upstream.enqueue(json({ done: true }));
    const response = await strata.fetch(path, { method });
    expect(await response.json()).toEqual({ done: true });
    expect(upstream.requests.map((sent) => [sent.method, sent.path])).toEqual([[method, upstreams]]);
    expect(response.headers.get('x-cache')).toBe('bypass');
  });

  test('passes a form with a file on byte for byte, and bytes back, as often as it is asked', async () => {
    const audio = Buffer.from(Array.from({ length: 100_000 }, (_none, index) => (index * 7) % 256));
    const ask = async (): Promise<Buffer> => {
      upstream.enqueue(status(200, audio, { 'content-type': 'audio/mpeg' }));
      const form = new FormData();
      form.set('model', 'whisper-1');
      form.set('file', new Blob([audio]), 'speech.mp3');
      const response = await fetch(`${strata.url}/v1/audio/transcriptions`, { method: 'POST', body: form });
      expect(response.headers.get('content-type')).toBe('audio/mpeg');
      return Buffer.from(await response.arrayBuffer());
    };
    expect((await ask()).equals(audio)).toBe(true);
    expect((await ask()).equals(audio)).toBe(true);
    expect(upstream.requests).toHaveLength(2);
    for (const { bytes, headers } of upstream.requests) {
      expect(bytes.includes(audio)).toBe(true);
      expect(headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    }
  });

  test('leaves an answer as the upstream encoded it', async () => {
    upstream.enqueue(gzipped({ some: 'thing' }));
    const response = get(`${strata.url}/v1/files`, { agent: false });
    const [answered] = (await once(response, 'response')) as [IncomingMessage];
    expect(answered.headers['content-encoding']).toBe('gzip');
    const bytes = Buffer.concat(await answered.toArray());
    expect(gunzipSync(bytes).toString()).toBe('{"some":"thing"}');
  });

  test('leaves what is no ASCII in a header as it came, a name of a file, say', async () => {
    const name = Buffer.from('attachment; filename="日本.pdf"').toString('latin1');
    upstream.enqueue(status(200, Buffer.from('%PDF'), { 'content-disposition': name }));
    const [answered] = (await once(
      get(`${strata.url}/v1/files/f/content`, { agent: false }),
      'response',
    )) as [IncomingMessage];
    answered.resume();
    expect(answered.headers['content-disposition']).toBe(name);
  });

  test('streams both ways: neither waits for the whole of a body', async () => {
    await using streaming = await StreamingUpstream.start();
    await using proxy = await Strata.start({
      OPENAI_BASE_URL: `${streaming.url}/v1`,
      OPENAI_API_KEY: 'sk-upstream',
      SEMANTIC_ENABLED: 'false',
    });
    const upload = request(`${proxy.url}/v1/uploads`, { method: 'POST', agent: false });
    upload.write('first part');
    const { incoming, outgoing } = await streaming.next();
    expect(String((await once(incoming, 'data'))[0])).toBe('first part');
    // The upload is not at its end, and the answer begins.
    outgoing.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n');
    const [answered] = (await once(upload, 'response')) as [IncomingMessage];
    expect(String((await once(answered, 'data'))[0])).toBe('data: 1\n\n');
    upload.end('second part');
    expect(String((await once(incoming, 'data'))[0])).toBe('second part');
    outgoing.end();
    await once(answered, 'end');
  });

  test('ends the call upstream when the client leaves', async () => {
    await using streaming = await StreamingUpstream.start();
    await using proxy = await Strata.start({
      OPENAI_BASE_URL: `${streaming.url}/v1`,
      OPENAI_API_KEY: 'sk-upstream',
      SEMANTIC_ENABLED: 'false',
    });
    const download = get(`${proxy.url}/v1/files/big/content`, { agent: false });
    download.on('error', () => {});
    const { outgoing } = await streaming.next();
    outgoing.write('the beginning');
    await once(download, 'response');
    const closed = once(outgoing, 'close');
    download.destroy();
    await closed;
    expect(outgoing.writableFinished).toBe(false);
  });

  test('keeps what is for one connection alone, and says nothing of whose account it is', async () => {
    upstream.enqueue(
      json({}, { 'openai-organization': 'org-1', 'anthropic-organization-id': 'org-2', 'set-cookie': 'c=1' }),
    );
    const asked = get(`${strata.url}/v1/files`, {
      agent: false,
      headers: { connection: 'close, x-hop', 'x-hop': '1', 'x-kept': '1', 'x-cache-ttl': '5' },
    });
    const [answered] = (await once(asked, 'response')) as [IncomingMessage];
    answered.resume();
    expect(upstream.requests[0]?.headers).toMatchObject({ 'x-kept': '1' });
    for (const name of ['x-hop', 'x-cache-ttl']) expect(upstream.requests[0]?.headers[name]).toBeUndefined();
    for (const name of ['openai-organization', 'anthropic-organization-id', 'set-cookie'])
      expect(answered.headers[name]).toBeUndefined();
  });

  test.each([
    '/v1/../admin/stats',
    '/v1/%2e%2e/secret',
    '/v1/x/../../y',
    '/v1/..%2fy',
    '/v1/%2e%2e%2fy',
    '/v1/x%5C.%2ey',
  ])('never leads out of its base: %s', async (path) => {
    expect((await rawGet(path)).status).toBe(404);
    expect(upstream.requests).toHaveLength(0);
  });

  test('sends no TRACE on, whose answer would show the caller our credential', async () => {
    const traced = request(`${strata.url}/v1/files`, { method: 'TRACE', agent: false }).end();
    const [answered] = (await once(traced, 'response')) as [IncomingMessage];
    answered.resume();
    expect([answered.statusCode, answered.headers.allow]).toEqual([405, expect.stringContaining('PATCH')]);
    expect(upstream.requests).toHaveLength(0);
  });

  test('reads an absolute URL by its path, and takes a path that cannot be decoded as it is', async () => {
    expect((await rawGet('http://elsewhere.example/v1/files')).status).toBe(404);
    expect(upstream.requests.at(-1)?.path).toBe('/v1/files');
    expect((await rawGet('/v1/%zz')).status).toBe(404);
  });

  test('answers 502 when nobody is there, and keeps its own paths to itself', async () => {
    await using lonely = await Strata.start({
      OPENAI_BASE_URL: 'http://127.0.0.1:1/v1',
      SEMANTIC_ENABLED: 'false',
    });
    expect((await lonely.fetch('/v1/files')).status).toBe(502);
    expect((await lonely.fetch('/v1/models')).status).toBe(502);
    const client = new Anthropic({ baseURL: lonely.url, apiKey: 'any', maxRetries: 0 });
    const counted = client.messages.countTokens({ model: 'claude-sonnet-5', messages: [] });
    await expect(counted).rejects.toMatchObject({ status: 502, error: { error: { type: 'api_error' } } });
    expect((await lonely.fetch('/v1/chat/completions')).status).toBe(405);
    expect((await lonely.fetch('/elsewhere')).status).toBe(404);
  });
});

describe('a page of another origin', () => {
  const path = '/v1/audio/transcriptions';
  const origin = 'https://evil.example';
  /** As `fetch(…, { mode: 'no-cors' })` sends it: no browser asks before. */
  const form = { method: 'POST', body: '{}', headers: { 'content-type': 'text/plain' } };
  const from = async (to: Strata, headers: Record<string, string>, method = 'POST'): Promise<Response> => {
    upstream.enqueue(json({ done: true }, { 'access-control-allow-origin': '*' }));
    const body = method === 'POST' ? form.body : undefined;
    return await to.fetch(path, { method, body, headers: { ...form.headers, ...headers } });
  };

  test.each<Record<string, string>>([
    { origin },
    { origin: 'null' },
    { origin: 'http://127.0.0.1:1' },
    { origin, 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ])('sends nothing on with the key of the operator: %j', async (headers) => {
    const refused = await from(strata, headers);
    expect([refused.status, await refused.json()]).toMatchObject([
      403,
      { error: { type: 'permission_error', code: 'origin_not_allowed' } },
    ]);
    expect((await from(strata, headers, 'DELETE')).status).toBe(403);
    expect((await from(strata, headers, 'OPTIONS')).status).toBe(403);
    expect(upstream.requests).toHaveLength(0);
  });

  test('is told so in Anthropic’s shape on its paths', async () => {
    const refused = await strata.fetch('/v1/messages/batches', { ...form, headers: { origin } });
    expect([refused.status, await refused.json()]).toMatchObject([403, { type: 'error' }]);
  });

  test('is none where nothing says so, nor the proxy’s own page, whatever a reverse proxy makes of its host', async () => {
    const own = [{}, { origin: strata.url }, { 'sec-fetch-site': 'none' }];
    for (const headers of [...own, { origin, 'sec-fetch-site': 'same-origin' }]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect((await from(strata, headers)).status).toBe(200);
    }
  });

  test('reads no answer because the upstream would let it', async () => {
    const looked = await from(strata, { origin }, 'GET');
    expect([looked.status, looked.headers.get('access-control-allow-origin')]).toEqual([200, null]);
  });

  test('may where CORS_ORIGINS names it, and where it has a key', async () => {
    const settings = { SEMANTIC_ENABLED: 'false' };
    await using shared = await Strata.before(upstream, { ...settings, CORS_ORIGINS: origin });
    const headers = { origin, 'sec-fetch-site': 'cross-site' };
    const allowed = await from(shared, headers);
    expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([200, origin]);
    expect((await from(shared, { origin: 'https://other.example' })).status).toBe(403);
    await using keyed = await Strata.before(upstream, { ...settings, MASTER_KEYS: 'sk-app' });
    expect((await from(keyed, { ...headers, authorization: 'Bearer sk-app' })).status).toBe(200);
    expect((await from(keyed, headers)).status).toBe(401);
  });
});

type Exchange = { readonly incoming: IncomingMessage; readonly outgoing: ServerResponse };

/** An upstream whose answers the test writes itself, while the request may still be coming in. */
class StreamingUpstream implements AsyncDisposable {
  readonly #server = createServer();

  static async start(): Promise<StreamingUpstream> {
    const started = new StreamingUpstream();
    started.#server.listen(0, '127.0.0.1');
    await once(started.#server, 'listening');
    return started;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async next(): Promise<Exchange> {
    const [incoming, outgoing] = (await once(this.#server, 'request')) as [IncomingMessage, ServerResponse];
    return { incoming, outgoing };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}

/** A GET with a target that no well-behaved client would normalise away. */
function rawGet(target: string): Promise<{ status: number }> {
  const { port } = new URL(strata.url);
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path: target, agent: false }, (response) => {
      response.resume();
      response.on('end', () => resolve({ status: response.statusCode ?? 0 }));
    }).on('error', reject);
  });
}

test('the demo upstream lists its one model and says what it lacks', async () => {
  await using demo = await Strata.start({ SEMANTIC_ENABLED: 'false' });
  expect(await (await demo.fetch('/v1/models')).json()).toMatchObject({ data: [{ id: 'demo' }] });
  const embeddings = await demo.fetch('/v1/embeddings', { body: { model: 'x', input: 'y' } });
  expect([embeddings.status, await embeddings.json()]).toMatchObject([
    503,
    { error: { code: 'no_upstream' } },
  ]);
});
