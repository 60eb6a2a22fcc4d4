import { channel } from 'node:diagnostics_channel';
import type { ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { FakeOpenAiServer } from '@strata/contracts/fake-openai-server';
import { redisAvailable, RedisServer } from '@strata/contracts/redis-server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bearer, startWithKeys } from './keys-setup.ts';

const KEY = { name: 'slow', key: 'sk-slow', rate_limit: { requests_per_second: 1, burst: 50 } };

let upstream: FakeOpenAiServer;

beforeAll(async () => {
  upstream = await FakeOpenAiServer.start();
});
afterAll(async () => await upstream.stop());

/** Sends the request, and hangs up once the server has it. Resolves when the server knows. */
async function leave(url: string, text: string): Promise<void> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  const started = channel('http.server.request.start');
  const { promise, resolve } = Promise.withResolvers<void>();
  const onStart = (message: unknown): void => {
    const { response } = message as { readonly response: ServerResponse };
    response.once('close', () => resolve());
    socket.destroy();
  };
  started.subscribe(onStart);
  socket.write(text);
  await promise.finally(() => started.unsubscribe(onStart));
}

describe.runIf(redisAvailable('clients that leave at the gate'))('a client that leaves', () => {
  test.each(['/v1/chat/completions', '/v1/files'])(
    'while the limits of its key are asked for is counted, and asks no upstream (%s)',
    async (path) => {
      await using redis = await RedisServer.start();
      await using strata = await startWithKeys(upstream, [KEY], { REDIS_URL: redis.url });
      expect((await strata.ask('Before', { headers: bearer('sk-slow') })).status).toBe(200);
      const before = upstream.requests.length;
      redis.pause();
      const body = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'Never mind' }] });
      const lines = [
        `POST ${path} HTTP/1.1`,
        'host: x',
        'authorization: Bearer sk-slow',
        'content-type: application/json',
        `content-length: ${body.length}`,
      ];
      await leave(strata.url, `${lines.join('\r\n')}\r\n\r\n${body}`);
      redis.resume();
      const left = async (): Promise<readonly string[]> =>
        (await strata.samples('llm_proxy_requests_total'))
          .map(({ labels }) => labels)
          .filter((labels) => labels.includes('status_code="499"'));
      await expect.poll(left, { timeout: 10_000 }).toEqual([expect.stringContaining(`endpoint="${path}`)]);
      expect(upstream.requests).toHaveLength(before);
    },
    60_000,
  );
});
