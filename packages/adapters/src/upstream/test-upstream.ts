import { UpstreamError, type UpstreamRequest } from '@strata/core';
import { FakeClock } from '@strata/contracts/fake-clock';
import { FakeOpenAiServer } from '@strata/contracts/fake-openai-server';
import { test as plainTest } from 'vitest';
import { OpenAiUpstream, type OpenAiUpstreamOptions } from './openai.ts';

export const never = new AbortController().signal;

type Options = Partial<OpenAiUpstreamOptions>;

/** A test with a fake server, a clock that stands still, and upstreams on both, all of which end with it. */
export const test = plainTest
  .extend('server', async ({ onTestFinished }) => {
    const server = await FakeOpenAiServer.start();
    onTestFinished(() => server.stop());
    return server;
  })
  .extend('clock', () => new FakeClock())
  /** What every upstream of a file has in common. */
  .extend('defaults', (): Options => ({}))
  .extend(
    'upstreamOf',
    ({ server, clock, defaults, onTestFinished }) =>
      (options: Options = {}): OpenAiUpstream => {
        const { baseUrl } = server;
        const upstream = new OpenAiUpstream({ name: 'openai', baseUrl, clock, ...defaults, ...options });
        onTestFinished(() => upstream[Symbol.asyncDispose]());
        return upstream;
      },
  );

export function requestOf(more: object = {}): UpstreamRequest {
  const body = { model: 'm', messages: [{ role: 'user', content: 'Hi' }], ...more };
  return { body: JSON.stringify(body), model: 'm', stream: 'stream' in more, headers: {} };
}

export async function openStream(upstream: OpenAiUpstream, signal = never): Promise<AsyncIterator<string>> {
  const answer = await upstream.complete(requestOf({ stream: true }), signal);
  if (answer.kind !== 'stream') throw new Error('The answer is not a stream.');
  return answer.events[Symbol.asyncIterator]();
}

/** What the work fails with, which must be an upstream's failure. */
export async function failureOf(work: Promise<unknown>): Promise<UpstreamError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof UpstreamError) return error;
  throw new Error('It did not fail as an upstream.', { cause: error });
}
