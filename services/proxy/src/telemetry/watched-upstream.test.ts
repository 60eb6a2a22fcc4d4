import { UpstreamError, type Upstream, type UpstreamAnswer } from '@strata/core';
import { describe, expect, test } from 'vitest';
import { WatchedUpstream } from './watched-upstream.ts';

const REQUEST = { body: '{}', model: 'm', stream: true, headers: {} };
const TIMED_OUT = new UpstreamError('Waited too long.', { code: 'timeout' });

/** An upstream that says one event, then nothing until it is aborted; or nothing at all. */
class SilentUpstream implements Upstream {
  readonly name = 'silent';
  readonly #answers: boolean;

  constructor({ answers }: { readonly answers: boolean }) {
    this.#answers = answers;
  }

  async complete(_request: unknown, signal: AbortSignal): Promise<UpstreamAnswer> {
    if (!this.#answers) await aborted(signal);
    const events = async function* (): AsyncGenerator<string, void, undefined> {
      yield 'one';
      await aborted(signal);
    };
    return { kind: 'stream', status: 200, headers: {}, events: events() };
  }

  forward(): Promise<never> {
    return Promise.reject(new TypeError('Nothing is forwarded here.'));
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}

function aborted(signal: AbortSignal): Promise<never> {
  if (signal.aborted) return Promise.reject(signal.reason as Error);
  return new Promise((_, reject) =>
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }),
  );
}

describe.each([
  ['before it answers', false],
  ['in the middle of its answer', true],
])('a call that is aborted %s', (_when, answers) => {
  test.each([
    ['is left by who leaves', new Error('The client closed the connection.'), 'left'],
    ['has failed when it is aborted because the provider is too slow', TIMED_OUT, 'failed'],
  ])('%s', async (_what, reason, how) => {
    const ends: string[] = [];
    const watcher = {
      calling: () => ({ headers: {}, answered: () => {}, ended: (end: string) => void ends.push(end) }),
    };
    const upstream = new WatchedUpstream(new SilentUpstream({ answers }), watcher);
    const controller = new AbortController();
    const reading = (async () => {
      const answer = await upstream.complete(REQUEST, controller.signal);
      if (answer.kind !== 'stream') return;
      for await (const event of answer.events) if (event === 'one') controller.abort(reason);
    })();
    if (!answers) controller.abort(reason);
    await expect(reading).rejects.toBe(reason);
    expect(ends).toEqual([how]);
  });
});
