import { deferred, settle } from '@strata/contracts/deferred';
import { PLAIN_POLICY, UpstreamError, type CachePolicy } from '@strata/core';
import { describe, expect, test } from 'vitest';
import { completion, Pipeline, textOf } from './pipeline.ts';

/** Everything under one policy. */
function under(policy: Partial<CachePolicy>): Pipeline {
  return new Pipeline({ settings: { policyOf: () => ({ ...PLAIN_POLICY, ...policy }) } });
}

const word = (pattern: RegExp) => ({
  matches: (text: string) => pattern.test(text),
  removeFrom: (text: string) => text.replaceAll(new RegExp(pattern, 'g'), ''),
});

const DAY = 86_400_000;

function failWith(status: number): UpstreamError {
  const response = { status, headers: {}, body: new Uint8Array() };
  return new UpstreamError(`${status}`, { code: 'status', response });
}

describe('a policy', () => {
  test('is chosen by model, path and key', async () => {
    const asked: unknown[] = [];
    const pipeline = new Pipeline({
      settings: {
        policyOf: (question) => {
          asked.push(question);
          return PLAIN_POLICY;
        },
      },
    });
    const body = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'Hello' }] });
    pipeline.cache.prepare(body, {}, { tenant: 't', key: 'app' });
    expect(asked).toEqual([{ model: 'm', path: '/chat/completions', key: 'app' }]);
  });

  test('off neither reads nor writes', async () => {
    const pipeline = under({ mode: 'off' });
    for (const _turn of [1, 2]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const answer = await pipeline.ask('What is Rust?');
      expect([answer.outcome, answer.report.bypass]).toEqual(['bypass', 'policy']);
    }
    expect(pipeline.upstream.callCount).toBe(2);
  });

  test('has the last word over the tiers a caller wants', () => {
    const body = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'What is Rust?' }] });
    const tiersOf = (mode: CachePolicy['mode'], wanted: string) =>
      under({ mode }).cache.prepare(body, { 'x-cache-mode': wanted }, { tenant: 't' }).controls.tiers;
    expect(tiersOf('both', 'exact')).toBe('exact');
    expect(tiersOf('exact', 'both')).toBe('exact');
    expect(tiersOf('exact', 'semantic')).toBe('exact');
    expect(tiersOf('semantic', 'both')).toBe('semantic');
  });

  test('gives answers its own life, whatever the temperature, and cuts what callers ask for', async () => {
    const pipeline = under({ ttlMs: 60_000, maxTtlMs: 90_000 });
    const lifeOf = async (content: string, options: object) => {
      await pipeline.ask(content, options);
      await pipeline.cache.drain();
      const { entry } = (await pipeline.ask(content, options)).report;
      return (entry?.expiresAt ?? 0) - (entry?.createdAt ?? 0);
    };
    expect(await lifeOf('One', {})).toBe(60_000);
    expect(await lifeOf('Two', { body: { temperature: 1 } })).toBe(60_000);
    expect(await lifeOf('Three', { headers: { 'x-cache-ttl': '3600' } })).toBe(90_000);
  });

  test('of no life stores nothing', async () => {
    const pipeline = under({ ttlMs: 0 });
    await pipeline.ask('What is Rust?');
    await pipeline.cache.drain();
    expect((await pipeline.ask('What is Rust?')).outcome).toBe('miss');
  });

  test('leaves members out of the key, at any depth, and no other', async () => {
    const pipeline = under({ ignoredFields: [['seed'], ['extra', 'trace']] });
    const ask = async (body: object) => {
      const { outcome } = await pipeline.ask('What is Rust?', { body });
      await pipeline.cache.drain();
      return outcome;
    };
    expect(await ask({ seed: 1, extra: { trace: 'a', kept: 1 } })).toBe('miss');
    expect(await ask({ seed: 2, extra: { trace: 'b', kept: 1 } })).toBe('exact-hit');
    expect(await ask({ extra: { kept: 1 } })).toBe('exact-hit');
    expect(await ask({ seed: 1, extra: { trace: 'a', kept: 2 } })).toBe('miss');
    // The upstream gets what was sent.
    expect(JSON.parse(pipeline.upstream.calls[0]?.request.body as string)).toMatchObject({
      seed: 1,
      extra: { trace: 'a' },
    });
  });

  test('takes volatile text out of instructions before they are compared, and out of nothing else', async () => {
    const pipeline = under({ volatile: [word(/\d{4}-\d\d-\d\d/), word(/req_\w+/)] });
    const ask = async (system: unknown, user: string, role = 'system') => {
      const messages = [
        { role, content: system },
        { role: 'user', content: user },
      ];
      const { outcome } = await pipeline.ask('', { body: { messages } });
      await pipeline.cache.drain();
      return outcome;
    };
    expect(await ask('Be brief. 2026-01-01 req_a1', 'Question one?')).toBe('miss');
    expect(await ask('Be brief. 2026-01-02 req_b2', 'Question one?')).toBe('exact-hit');
    expect(await ask('Be verbose. 2026-01-02 req_b2', 'Question one?')).toBe('miss');
    expect(await ask('Be brief. 2026-01-01 req_a1', 'Born 2026-01-01?')).toBe('miss');
    expect(await ask('Be brief. 2026-01-01 req_a1', 'Born 2026-01-02?')).toBe('miss');
    expect(await ask([{ type: 'text', text: 'Parts 2026-01-01' }], 'In parts?', 'developer')).toBe('miss');
    expect(await ask([{ type: 'text', text: 'Parts 2026-01-02' }], 'In parts?', 'developer')).toBe(
      'exact-hit',
    );
    const texts = (first: string) => [first, 'valid'].map((text) => ({ type: 'text', text }));
    expect(await ask(texts('Say in'), 'Where parts meet?')).toBe('miss');
    expect(await ask(texts('Say in '), 'Where parts meet?')).toBe('miss');
    expect(pipeline.upstream.calls[0]?.request.body).toContain('2026-01-01 req_a1');
  });

  test('keeps what a user says out of the cache where it holds a word, and hears no other', async () => {
    const pipeline = under({ noStore: [word(/today|@/)] });
    const system = { role: 'system', content: 'You know what day it is today.' };
    const outcomes = [];
    for (const content of ['The news of today?', 'Mail me at a@b.c', 'The capital of France?']) {
      const messages = [system, { role: 'user', content: [{ type: 'text', text: content }] }];
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const { outcome, report } = await pipeline.ask('', { body: { messages } });
      outcomes.push([outcome, report.bypass]);
    }
    expect(outcomes).toEqual([
      ['bypass', 'pattern'],
      ['bypass', 'pattern'],
      ['miss', undefined],
    ]);
    // An earlier turn counts too: it is in the same entry.
    const turns = [
      { role: 'user', content: 'I am a@b.c' },
      { role: 'assistant', content: 'Hello' },
      { role: 'user', content: 'Who am I?' },
    ];
    expect((await pipeline.ask('', { body: { messages: turns } })).report.bypass).toBe('pattern');
  });

  test('finds a word also where one part of a text ends and the next begins, but not across a picture', async () => {
    const pipeline = under({ noStore: [word(/a@b/)] });
    const bypassOf = async (...content: readonly object[]) =>
      (await pipeline.ask('', { body: { messages: [{ role: 'user', content }] } })).report.bypass;
    const [before, after] = [
      { type: 'text', text: 'Mail me at a@' },
      { type: 'text', text: 'b.c, please' },
    ];
    const picture = { type: 'image_url', image_url: { url: 'https://example.com/1.png' } };
    expect(await bypassOf(before, after)).toBe('pattern');
    expect(await bypassOf(picture, { type: 'text', text: 'Or' }, before, after)).toBe('pattern');
    expect(await bypassOf(before, picture, after)).toBe(undefined);
  });
});

describe('stale-while-revalidate', () => {
  test('answers at once with the expired answer, fetches one new one behind it, and answers with that from then on', async () => {
    const pipeline = under({ ttlMs: DAY, staleWhileRevalidateMs: 60_000 });
    pipeline.upstream.replyWhole(completion('Old.'));
    await pipeline.ask('What is Rust?');
    await pipeline.cache.drain();
    pipeline.clock.advance(DAY + 1_000);

    const gate = deferred();
    pipeline.upstream.replyWith(async () => {
      await gate.promise;
      return {
        kind: 'whole',
        status: 200,
        headers: {},
        body: Buffer.from(JSON.stringify(completion('New.'))),
      };
    });
    for (const _turn of [1, 2, 3]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const answer = await pipeline.ask('What is Rust?');
      expect(await textOf(answer)).toBe('Old.');
      expect(answer.report.exact).toEqual({ hit: true, stale: 'while-revalidate' });
    }
    expect(pipeline.upstream.callCount).toBe(2);
    gate.resolve();
    await pipeline.cache.drain();
    const fresh = await pipeline.ask('What is Rust?');
    expect([await textOf(fresh), fresh.report.exact]).toEqual(['New.', { hit: true }]);
    expect(pipeline.upstream.callCount).toBe(2);
    expect(pipeline.count('stale-served', { reason: 'while-revalidate' })).toBe(3);
  });

  test('goes on for its window while the upstream fails, and no longer', async () => {
    const pipeline = under({ ttlMs: DAY, staleWhileRevalidateMs: 60_000 });
    await pipeline.ask('What is Rust?');
    await pipeline.cache.drain();
    pipeline.clock.advance(DAY);
    pipeline.upstream.replyError(failWith(500)).replyError(failWith(500));
    expect((await pipeline.ask('What is Rust?')).outcome).toBe('exact-hit');
    await pipeline.cache.drain();
    pipeline.clock.advance(60_000);
    await expect(pipeline.ask('What is Rust?')).rejects.toBeInstanceOf(UpstreamError);
  });

  test('does not hold up the end of the process when its upstream hangs', async () => {
    const pipeline = under({ ttlMs: DAY, staleWhileRevalidateMs: 60_000 });
    await pipeline.ask('What is Rust?');
    await pipeline.cache.drain();
    pipeline.clock.advance(DAY);
    pipeline.upstream.replyWith(
      ({ signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error));
        }),
    );
    await pipeline.ask('What is Rust?');
    const stopped = pipeline.cache.stop(2_000);
    await settle();
    pipeline.clock.advance(2_000);
    await stopped;
    expect(pipeline.upstream.calls.at(-1)?.signal.aborted).toBe(true);
  });

  test('does not end when the caller of the expired answer leaves', async () => {
    const pipeline = under({ ttlMs: DAY, staleWhileRevalidateMs: 60_000 });
    await pipeline.ask('What is Rust?');
    await pipeline.cache.drain();
    pipeline.clock.advance(DAY);
    const leaving = new AbortController();
    await pipeline.ask('What is Rust?', { signal: leaving.signal });
    leaving.abort();
    await pipeline.cache.drain();
    expect((await pipeline.ask('What is Rust?')).report.exact).toEqual({ hit: true });
  });

  test.each([
    { 'cache-control': 'max-age=9999999' },
    { 'cache-control': 'min-fresh=1' },
    { 'cache-control': 'no-cache' },
  ])('is not for a caller that says how fresh it must be: %o', async (headers) => {
    const pipeline = under({ ttlMs: DAY, staleWhileRevalidateMs: 60_000 });
    await pipeline.ask('What is Rust?');
    await pipeline.cache.drain();
    pipeline.clock.advance(DAY);
    const answer = await pipeline.ask('What is Rust?', { headers });
    expect(['miss', 'refresh']).toContain(answer.outcome);
  });
});

describe('stale-if-error', () => {
  const expired = async (policy: Partial<CachePolicy> = {}): Promise<Pipeline> => {
    const pipeline = under({ ttlMs: DAY, staleIfErrorMs: 60_000, ...policy });
    pipeline.upstream.replyWhole(completion('Old.'));
    await pipeline.ask('What is Rust?');
    await pipeline.cache.drain();
    pipeline.clock.advance(DAY + 1_000);
    return pipeline;
  };

  test.each([500, 502, 503, 504])('covers up an upstream that says %d', async (status) => {
    const pipeline = await expired();
    pipeline.upstream.replyError(failWith(status));
    const answer = await pipeline.ask('What is Rust?');
    expect([await textOf(answer), answer.report.exact]).toEqual(['Old.', { hit: true, stale: 'if-error' }]);
    expect(pipeline.count('stale-served', { reason: 'if-error' })).toBe(1);
  });

  test.each(['connect', 'timeout', 'no_upstream'] as const)(
    'covers up an upstream that fails: %s',
    async (code) => {
      const pipeline = await expired();
      pipeline.upstream.replyError(new UpstreamError('Gone.', { code }));
      expect(await textOf(await pipeline.ask('What is Rust?'))).toBe('Old.');
    },
  );

  test('serves it to all who wait for the same run', async () => {
    const pipeline = await expired();
    pipeline.upstream.replyError(failWith(503));
    const answers = await Promise.all([1, 2, 3].map(async () => await pipeline.ask('What is Rust?')));
    expect(answers.map(({ report }) => report.exact?.stale)).toEqual(['if-error', 'if-error', 'if-error']);
    expect(pipeline.upstream.callCount).toBe(2);
  });

  test.each([400, 401, 404, 429])(
    'passes a %d on: the request or the account is at fault',
    async (status) => {
      const pipeline = await expired();
      pipeline.upstream.replyError(failWith(status));
      await expect(pipeline.ask('What is Rust?')).rejects.toMatchObject({ response: { status } });
    },
  );

  test('asks the upstream first, and ends with its window', async () => {
    const pipeline = await expired();
    expect((await pipeline.ask('Something else')).outcome).toBe('miss');
    pipeline.clock.advance(60_000);
    pipeline.upstream.replyError(failWith(503));
    await expect(pipeline.ask('What is Rust?')).rejects.toBeInstanceOf(UpstreamError);
  });

  test('is off unless the policy says otherwise', async () => {
    const pipeline = await expired({ staleIfErrorMs: 0 });
    pipeline.upstream.replyError(failWith(503));
    await expect(pipeline.ask('What is Rust?')).rejects.toBeInstanceOf(UpstreamError);
  });
});
