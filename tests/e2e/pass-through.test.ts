import { FakeOpenAiServer } from '@strata/contracts/fake-openai-server';
import { get } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Strata } from './strata.ts';

let upstream: FakeOpenAiServer;
let strata: Strata;

beforeAll(async () => {
  upstream = await FakeOpenAiServer.start();
  strata = await Strata.before(upstream, { SEMANTIC_ENABLED: 'false' });
});
beforeEach(() => upstream.reset());
afterAll(async () => {
  await strata[Symbol.asyncDispose]();
  await upstream.stop();
});

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

  test.each(['/v1/../admin/stats', '/v1/%2e%2e/secret', '/v1/x/../../y', '/v1/..%2fy'])(
    'never leads out of its base: %s',
    async (path) => {
      expect((await rawGet(path)).status).toBe(404);
      expect(upstream.requests).toHaveLength(0);
    },
  );

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
    expect((await lonely.fetch('/v1/chat/completions')).status).toBe(405);
    expect((await lonely.fetch('/elsewhere')).status).toBe(404);
  });
});

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
