import { embedderContract } from '@strata/contracts/embedder-contract';
import { FakeClock } from '@strata/contracts/fake-clock';
import { FakeEmbedder } from '@strata/contracts/fake-embedder';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FakeEmbeddingService, type Reply } from './fake-embedding-service.ts';
import { HttpEmbedder, type HttpEmbedderOptions } from './http.ts';

let clock: FakeClock;
let service: FakeEmbeddingService;
let embedder: HttpEmbedder;

function client(options: Partial<HttpEmbedderOptions> = {}): HttpEmbedder {
  return new HttpEmbedder({ url: service.url, clock, maxRemembered: 0, ...options });
}

beforeEach(async () => {
  clock = new FakeClock();
  service = await FakeEmbeddingService.start();
  embedder = client();
});

afterEach(async () => {
  await embedder[Symbol.asyncDispose]();
  await service[Symbol.asyncDispose]();
});

embedderContract('HTTP to a fake service', {
  setUp: async () => {
    const own = await FakeEmbeddingService.start();
    const over = new HttpEmbedder({ url: own.url, clock: new FakeClock(), maxRemembered: 0 });
    const dispose = async (): Promise<void> => {
      await over[Symbol.asyncDispose]();
      await own[Symbol.asyncDispose]();
    };
    return { embedder: over, [Symbol.asyncDispose]: dispose };
  },
});

describe('the address', () => {
  test.for([
    ['', '/embed'],
    ['/', '/embed'],
    ['/embed', '/embed'],
    ['/embed/', '/embed'],
    ['/models/small', '/models/small/embed'],
    ['/models/small/embed', '/models/small/embed'],
  ] as const)('of a service at “%s” texts are posted to %s', async ([path, expected]) => {
    await using other = client({ url: service.url + path });
    await other.embed(['a']);
    expect(service.seen.map(({ method, url }) => `${method} ${url}`)).toEqual([`POST ${expected}`]);
  });

  test('may hold a user and a password, which are sent as such', async () => {
    await using other = client({ url: service.url.replace('//', '//me:p%40ss@') });
    await other.embed(['a']);
    expect(service.seen[0]?.headers.authorization).toBe(`Basic ${btoa('me:p@ss')}`);
  });
});

describe('calls', () => {
  test('one after the other keep to a connection or two', async () => {
    for (let call = 0; call < 10; call += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other is the point
      await embedder.embed([`text ${call}`]);
    }
    expect(service.connections).toBeLessThanOrEqual(2);
  });

  test('a long list goes out in parts that the service takes', async () => {
    const texts = Array.from({ length: 150 }, (_, index) => `text ${index}`);
    expect(await embedder.embed(texts)).toHaveLength(150);
    expect(service.seen.map((request) => request.texts.length)).toEqual([64, 64, 22]);
  });

  test('of a huge text only the head is sent, still far more than any window', async () => {
    const [embedding] = await embedder.embed(['word '.repeat(200_000)]);
    expect(embedding?.truncated).toBe(true);
    expect(service.seen[0]?.texts[0]).toHaveLength(65_536);
  });

  test('recent texts are remembered', async () => {
    await using other = client({ maxRemembered: 10 });
    await other.embed(['a', 'b']);
    await other.embed(['b', 'c']);
    expect(service.seen.map((request) => request.texts)).toEqual([['a', 'b'], ['c']]);
  });

  test('plain numbers are understood as well as base64', async () => {
    const numbers = [...((await embedder.embed(['a']))[0]?.vector ?? [])];
    service.reply = (right) => ({ body: { ...right, embeddings: [numbers] } });
    const [embedding] = await embedder.embed(['a']);
    expect(embedding?.vector).toEqual(Float32Array.from(numbers));
  });

  test('an abort closes the connection', async () => {
    service.reply = 'hang';
    const controller = new AbortController();
    const call = embedder.embed(['a'], controller.signal);
    await expect.poll(() => service.seen.length).toBe(1);
    controller.abort(new Error('left'));
    await expect(call).rejects.toThrow('left');
    await service.seen[0]?.abandoned;
  });
});

describe('the description', () => {
  test('is asked once', async () => {
    await embedder.describe();
    await embedder.describe();
    expect(service.seen).toHaveLength(1);
  });

  test('is taken over from a service that was upgraded meanwhile, and remembered texts are forgotten', async () => {
    await using other = client({ maxRemembered: 10 });
    await other.describe();
    await other.embed(['a']);
    service.embedder = new FakeEmbedder({ fingerprint: 'another', dimensions: 32 });
    expect(await other.embed(['b'])).toMatchObject([{ space: 'another' }]);
    expect(await other.describe()).toMatchObject({ fingerprint: 'another', dimensions: 32 });
    expect(await other.embed(['a'])).toMatchObject([{ space: 'another' }]);
  });

  test('rejects while the service loads, and is there afterwards', async () => {
    service.reply = () => ({ status: 503, body: { status: 'loading' } });
    await expect(embedder.describe()).rejects.toMatchObject({ name: 'DependencyError', retryable: true });
    service.reply = undefined;
    expect(await embedder.describe()).toMatchObject({ model: 'fake', maxTokens: 256 });
  });
});

describe('a service that cannot answer', () => {
  test.for([
    ['retry-after in seconds', { 'retry-after': '2' }, 2_000],
    ['retry-after as a date', { 'retry-after': 'Thu, 01 Jan 2026 00:00:05 GMT' }, 5_000],
    ['retry-after-ms, which is more exact', { 'retry-after': '1', 'retry-after-ms': '40' }, 40],
    ['a time to come back that makes no sense', { 'retry-after': 'soon' }, undefined],
    ['no word about when', {}, undefined],
  ] as const)('is overloaded: %s', async ([, headers, retryAfterMs]) => {
    for (const status of [503, 429]) {
      service.reply = () => ({ status, headers });
      // oxlint-disable-next-line no-await-in-loop -- one status, one call
      await expect(embedder.embed(['a'])).rejects.toMatchObject({
        name: 'DependencyError',
        code: 'overloaded',
        retryAfterMs,
      });
    }
  });

  test('is unavailable when it answers with an error, closes the connection, or is not there', async () => {
    const unavailable = { name: 'DependencyError', code: 'unavailable' };
    service.reply = () => ({ status: 500, body: 'oops' });
    await expect(embedder.embed(['a'])).rejects.toMatchObject(unavailable);
    service.reply = 'hang';
    const cut = embedder.embed(['b']);
    const cutOff = expect(cut).rejects.toMatchObject(unavailable);
    await expect.poll(() => service.seen.length).toBe(2);
    await service[Symbol.asyncDispose]();
    await cutOff;
    await expect(embedder.embed(['c'])).rejects.toMatchObject(unavailable);
    await expect(embedder.ping()).rejects.toMatchObject(unavailable);
  });

  test('is given up after the timeout even if the caller would wait', async () => {
    service.reply = 'hang';
    const call = expect(embedder.embed(['a'])).rejects.toMatchObject({ code: 'timeout' });
    await expect.poll(() => service.seen.length).toBe(1);
    clock.advance(10_000);
    await call;
    await service.seen[0]?.abandoned;
  });

  test('is asked again as soon as it is back', async () => {
    service.reply = () => ({ status: 503 });
    await expect(embedder.embed(['a'])).rejects.toMatchObject({ code: 'overloaded' });
    service.reply = undefined;
    expect(await embedder.embed(['a'])).toHaveLength(1);
  });
});

describe('pairs', () => {
  test('are posted beside the address of texts, and the reading comes back', async () => {
    await using other = client({ url: `${service.url}/models/small/embed` });
    expect(await other.compare('a question', 'another')).toBe(3);
    expect(await other.compare('short', 'much longer')).toBe(-6);
    expect(service.seen).toMatchObject([
      { method: 'POST', url: '/models/small/compare', pairs: [['a question', 'another']] },
      { method: 'POST', url: '/models/small/compare', pairs: [['short', 'much longer']] },
    ]);
    expect(service.seen[0]?.headers['content-type']).toBe('application/json');
  });

  test('that the service cannot read have no reading', async () => {
    expect(await embedder.compare('a', '')).toBeUndefined();
  });

  test('with a text far beyond what can be read are not even sent', async () => {
    const huge = 'word '.repeat(20_000);
    expect(await embedder.compare('a', huge)).toBeUndefined();
    expect(await embedder.compare(huge, 'a')).toBeUndefined();
    expect(service.seen).toEqual([]);
  });

  test('have no reading from a service of before, which goes on to embed', async () => {
    service.reply = () => ({ status: 404, body: { error: { code: 'unknown_url' } } });
    expect(await embedder.compare('a', 'b')).toBeUndefined();
    service.reply = undefined;
    expect(await embedder.embed(['a'])).toHaveLength(1);
  });

  test('are refused by a service that is overloaded, with the time to come back', async () => {
    service.reply = () => ({ status: 503, headers: { 'retry-after-ms': '40' } });
    const overloaded = { name: 'DependencyError', code: 'overloaded', retryAfterMs: 40 };
    await expect(embedder.compare('a', 'b')).rejects.toMatchObject(overloaded);
  });

  test.for([500, 405, 422])('are an outage when the answer is %i', async (status) => {
    service.reply = () => ({ status });
    const unavailable = { name: 'DependencyError', code: 'unavailable' };
    await expect(embedder.compare('a', 'b')).rejects.toMatchObject(unavailable);
  });

  test('of a caller that left close the connection', async () => {
    service.reply = 'hang';
    const reason = new Error('left');
    const controller = new AbortController();
    const call = embedder.compare('a', 'b', controller.signal);
    await expect.poll(() => service.seen.length).toBe(1);
    controller.abort(reason);
    await expect(call).rejects.toBe(reason);
    await service.seen[0]?.abandoned;
  });

  test('are refused by a disposed embedder', async () => {
    await embedder[Symbol.asyncDispose]();
    await expect(embedder.compare('too', 'late')).rejects.toMatchObject({ code: 'disposed' });
  });

  test.for([
    ['not JSON', '<html>a login page</html>'],
    ['JSON that is no object', '42'],
    ['null', 'null'],
    ['the answer of another endpoint', { embeddings: [[1, 0]] }],
    ['no list', { logOdds: 3 }],
    ['no reading', { logOdds: [] }],
    ['a reading that is no number', { logOdds: ['3'] }],
    ['a reading that is not finite', '{"logOdds":[1e999]}'],
  ] as const)('are refused an answer that cannot be used: %s', async ([, body]) => {
    service.reply = () => ({ body });
    await expect(embedder.compare('a', 'b')).rejects.toMatchObject({
      name: 'DependencyError',
      code: 'invalid_response',
    });
  });
});

describe('an answer that cannot be used is refused:', () => {
  const unusable: readonly (readonly [string, (right: Readonly<Record<string, unknown>>) => Reply])[] = [
    ['not JSON', () => ({ body: '<html>a login page</html>' })],
    ['JSON that is no object', () => ({ body: '42' })],
    ['the ancestor’s answer, which names no fingerprint', () => ({ body: { embedding: [1, 0] } })],
    ['a fingerprint that is no name', (right) => ({ body: { ...right, fingerprint: 'A b/c' } })],
    ['fewer embeddings than texts', (right) => ({ body: { ...right, embeddings: [] } })],
    ['fewer token counts than texts', (right) => ({ body: { ...right, tokens: [] } })],
    ['a token count that is none', (right) => ({ body: { ...right, tokens: ['many'] } })],
    ['other dimensions than it says', (right) => ({ body: { ...right, dimensions: 384 } })],
    ['numbers that are not finite', (right) => ({ body: { ...right, embeddings: [Array(64).fill(null)] } })],
    [
      'a vector that is not of unit length',
      (right) => ({ body: { ...right, embeddings: [Array(64).fill(1)] } }),
    ],
    ['base64 of half a number', (right) => ({ body: { ...right, embeddings: ['AAAAAAA='] } })],
    ['an embedding that is neither', (right) => ({ body: { ...right, embeddings: [{}] } })],
  ];

  test.for(unusable)('%s', async ([, reply]) => {
    service.reply = reply;
    await expect(embedder.embed(['a'])).rejects.toMatchObject({
      name: 'DependencyError',
      code: 'invalid_response',
    });
  });
});
