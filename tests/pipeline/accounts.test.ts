import { deferred, settle } from '@strata/contracts/deferred';
import {
  embeddings,
  PLAIN_POLICY,
  UpstreamError,
  type Account,
  type Answer,
  type UpstreamCharge,
} from '@strata/core';
import { describe, expect, test } from 'vitest';
import { chunk, completion, Pipeline, textOf, type AskOptions } from './pipeline.ts';

const QUESTION = 'What is Rust?';
const COUNTED = { promptTokens: 3, completionTokens: 2 };
const WITH_USAGE = { usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 } };

/** Somebody who asks, may hang up, and keeps what is charged. */
class Payer implements Account {
  readonly charges: UpstreamCharge[] = [];
  readonly #client = new AbortController();

  charge(charge: UpstreamCharge): void {
    this.charges.push(charge);
  }

  ask(pipeline: Pipeline, options: AskOptions = {}): Promise<Answer> {
    return pipeline.ask(QUESTION, { ...options, account: this, signal: this.#client.signal });
  }

  hangUp(): void {
    this.#client.abort(new Error('hung up'));
  }

  get usages(): readonly UpstreamCharge['usage'][] {
    return this.charges.map(({ usage }) => usage);
  }
}

/** The next call is answered, with usage, when the returned function is called. */
function held(pipeline: Pipeline): () => void {
  const gate = deferred();
  const body = Buffer.from(JSON.stringify(completion('Rust is a language.')));
  pipeline.upstream.replyWith(async () => {
    await gate.promise;
    return { kind: 'whole', status: 200, headers: {}, body };
  });
  return () => gate.resolve();
}

const STREAM = { body: { stream: true } };

describe('an upstream call is charged once', () => {
  test('to who asked, with what the upstream counted; what the cache answers is not', async () => {
    const pipeline = new Pipeline();
    const payer = new Payer();
    pipeline.upstream.replyWhole(completion('Rust is a language.'), { 'x-from': 'there' });
    const first = await payer.ask(pipeline);
    await pipeline.cache.drain();
    const second = await payer.ask(pipeline);
    expect(payer.charges).toEqual([{ usage: COUNTED, events: 0, headers: { 'x-from': 'there' } }]);
    expect([first.report.pays(), second.report.pays()]).toEqual([true, false]);
  });

  test('to the leader of those who share it, in whichever form they want it', async () => {
    const pipeline = new Pipeline();
    const stream = pipeline.upstream.replyStream();
    const [leader, whole, streaming] = [new Payer(), new Payer(), new Payer()];
    const asked = [leader.ask(pipeline, STREAM), whole.ask(pipeline), streaming.ask(pipeline, STREAM)];
    await settle();
    stream.push(chunk('Rust'), chunk('', 'stop', WITH_USAGE)).end();
    const answers = await Promise.all(asked);
    await Promise.all(answers.map(textOf));
    expect(leader.charges).toMatchObject([{ usage: COUNTED, events: 2 }]);
    expect([whole.charges, streaming.charges]).toEqual([[], []]);
    expect(answers.map(({ report }) => report.pays())).toEqual([true, false, false]);
  });

  test('to the first who is left, when the leader of a stream has hung up', async () => {
    const pipeline = new Pipeline();
    const stream = pipeline.upstream.replyStream();
    const [leader, second, third] = [new Payer(), new Payer(), new Payer()];
    const left = textOf(await leader.ask(pipeline, STREAM));
    stream.push(chunk('Rust '));
    await settle();
    const answers = [await second.ask(pipeline, STREAM), await third.ask(pipeline, STREAM)];
    leader.hangUp();
    await expect(left).rejects.toThrow('hung up');
    stream.push(chunk('is a language.'), chunk('', 'stop', WITH_USAGE)).end();
    await Promise.all(answers.map(textOf));
    expect(leader.charges).toEqual([]);
    expect(second.usages).toEqual([COUNTED]);
    expect(third.charges).toEqual([]);
    expect(answers.map(({ report }) => report.pays())).toEqual([true, false]);
  });

  test('to the first who is left, when the leader did not wait for a whole answer', async () => {
    const pipeline = new Pipeline();
    const answer = held(pipeline);
    const [leader, follower] = [new Payer(), new Payer()];
    const left = leader.ask(pipeline);
    await settle();
    const stays = follower.ask(pipeline);
    await settle();
    leader.hangUp();
    await expect(left).rejects.toThrow('hung up');
    answer();
    const { outcome, report } = await stays;
    expect([outcome, report.pays()]).toEqual(['coalesced', true]);
    expect([leader.charges, follower.usages]).toEqual([[], [COUNTED]]);
  });

  test('to who led a run last that is finished for the cache', async () => {
    const pipeline = new Pipeline({ settings: { keepAbandoned: true } });
    const answer = held(pipeline);
    const [leader, follower] = [new Payer(), new Payer()];
    const left = [leader.ask(pipeline), follower.ask(pipeline)];
    await settle();
    leader.hangUp();
    follower.hangUp();
    await Promise.allSettled(left);
    expect([leader.charges, follower.charges]).toEqual([[], []]);
    answer();
    await pipeline.cache.drain();
    expect([leader.charges, follower.usages]).toEqual([[], [COUNTED]]);
  });

  test('to who comes to such a run and waits for it', async () => {
    const pipeline = new Pipeline({ settings: { keepAbandoned: true } });
    const answer = held(pipeline);
    const [leader, late] = [new Payer(), new Payer()];
    const left = leader.ask(pipeline);
    await settle();
    leader.hangUp();
    await expect(left).rejects.toThrow('hung up');
    const waiting = late.ask(pipeline);
    await settle();
    answer();
    expect((await waiting).outcome).toBe('coalesced');
    expect([leader.charges, late.usages]).toEqual([[], [COUNTED]]);
  });

  test('to who began it behind a stale answer, and to nobody else who was given one', async () => {
    const policy = { ...PLAIN_POLICY, ttlMs: 1_000, staleWhileRevalidateMs: 60_000 };
    const pipeline = new Pipeline({ settings: { policyOf: () => policy } });
    await pipeline.ask(QUESTION);
    await pipeline.cache.drain();
    pipeline.clock.advance(1_000);
    const answer = held(pipeline);
    const [first, second] = [new Payer(), new Payer()];
    const stale = [await first.ask(pipeline), await second.ask(pipeline)];
    expect(stale.map(({ report }) => report.exact?.stale)).toEqual(['while-revalidate', 'while-revalidate']);
    expect(stale.map(({ report }) => report.pays())).toEqual([true, false]);
    first.hangUp();
    answer();
    await pipeline.cache.drain();
    expect([first.usages, second.charges]).toEqual([[COUNTED], []]);
  });

  test('to who goes past the cache, streaming or not', async () => {
    const pipeline = new Pipeline();
    const headers = { 'x-bypass-cache': 'true' };
    const payer = new Payer();
    pipeline.upstream.replyWhole(completion('Rust is a language.'));
    expect((await payer.ask(pipeline, { headers })).report.pays()).toBe(true);
    expect(payer.usages).toEqual([COUNTED]);
    pipeline.upstream
      .replyStream()
      .push(chunk('Rust'), chunk('', 'stop', WITH_USAGE))
      .end();
    await textOf(await payer.ask(pipeline, { headers, ...STREAM }));
    expect(payer.charges).toMatchObject([{ usage: COUNTED }, { usage: COUNTED, events: 2 }]);
  });

  test('past the cache, a stream is asked for its usage where that is needed, and else goes as it came', async () => {
    const pipeline = new Pipeline();
    const options = { headers: { 'x-bypass-cache': 'true' }, ...STREAM };
    const limited = Object.assign(new Payer(), { needsUsage: true });
    for (const payer of [new Payer(), limited]) {
      pipeline.upstream.replyStream().push(chunk('Rust', 'stop')).end();
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await textOf(await payer.ask(pipeline, options));
    }
    const asked = pipeline.upstream.calls.map(({ request }) => JSON.parse(request.body) as object);
    expect(asked[0]).not.toHaveProperty('stream_options');
    expect(asked[1]).toMatchObject({ stream_options: { include_usage: true } });
  });

  test.each([
    ['of a run', {}],
    ['past the cache', { headers: { 'x-bypass-cache': 'true' } }],
  ])('with the name of the model that answered in place of the one asked for, %s', async (_what, options) => {
    const pipeline = new Pipeline();
    const payer = new Payer();
    const body = Buffer.from(JSON.stringify(completion('Rust is a language.')));
    pipeline.upstream.replyWith(async () => ({
      kind: 'whole',
      substitute: 'spare',
      status: 200,
      headers: {},
      body,
    }));
    await payer.ask(pipeline, options);
    expect(payer.charges).toMatchObject([{ substitute: 'spare' }]);
  });

  test('to the first who is left of those who ask for the same embeddings', async () => {
    const pipeline = new Pipeline();
    const gate = deferred();
    const usage = { prompt_tokens: 3, total_tokens: 3 };
    const data = [{ object: 'embedding', index: 0, embedding: [1, 2] }];
    const body = Buffer.from(JSON.stringify({ object: 'list', model: 'm', data, usage }));
    pipeline.upstream.replyWith(async () => {
      await gate.promise;
      return { kind: 'whole', status: 200, headers: {}, body };
    });
    const text = JSON.stringify({ model: 'm', input: 'Rust' });
    const asking = { tenant: 'default', protocol: embeddings };
    const prepared = pipeline.cache.prepare(text, {}, asking);
    const [leader, follower] = [new Payer(), new Payer()];
    const client = new AbortController();
    const left = pipeline.cache.answer(prepared, { signal: client.signal, headers: {}, account: leader });
    await settle();
    const { signal } = new AbortController();
    const stays = pipeline.cache.answer(prepared, { signal, headers: {}, account: follower });
    await settle();
    client.abort(new Error('hung up'));
    await expect(left).rejects.toThrow('hung up');
    gate.resolve();
    expect((await stays).report.pays()).toBe(true);
    expect([leader.charges, follower.usages]).toEqual([[], [{ promptTokens: 3, completionTokens: 0 }]]);
  });
});

describe('a call that is given up is charged without usage', () => {
  const headers = { 'x-bypass-cache': 'true' };

  test.each([
    ['of a run', {}],
    ['past the cache', { headers }],
  ])('with the events that came, %s', async (_what, options) => {
    const pipeline = new Pipeline();
    const stream = pipeline.upstream.replyStream();
    const payer = new Payer();
    const left = textOf(await payer.ask(pipeline, { ...STREAM, ...options }));
    stream.push(chunk('Rust '), chunk('is '));
    await settle();
    payer.hangUp();
    await expect(left).rejects.toThrow('hung up');
    await settle();
    expect(payer.charges).toMatchObject([{ usage: undefined, events: 2 }]);
  });

  test.each([
    ['of a run', {}],
    ['past the cache', { headers }],
  ])('before anything came, %s', async (_what, options) => {
    const pipeline = new Pipeline();
    held(pipeline);
    const payer = new Payer();
    const left = payer.ask(pipeline, options);
    await settle();
    payer.hangUp();
    await expect(left).rejects.toThrow('hung up');
    await settle();
    expect(payer.charges).toEqual([{ usage: undefined, events: 0, headers: {} }]);
  });

  test('to the last who left', async () => {
    const pipeline = new Pipeline();
    const stream = pipeline.upstream.replyStream();
    const [leader, follower] = [new Payer(), new Payer()];
    const texts = [textOf(await leader.ask(pipeline, STREAM)), textOf(await follower.ask(pipeline, STREAM))];
    const left = Promise.allSettled(texts);
    stream.push(chunk('Rust '));
    await settle();
    leader.hangUp();
    follower.hangUp();
    await left;
    await settle();
    expect([leader.charges.length, follower.charges.length]).toEqual([0, 1]);
  });
});

describe('a call that the upstream fails', () => {
  test('costs nothing before anything of its answer came', async () => {
    const pipeline = new Pipeline();
    const payer = new Payer();
    pipeline.upstream.replyError(new UpstreamError('busy', { code: 'status' }));
    await expect(payer.ask(pipeline)).rejects.toThrow('busy');
    pipeline.upstream.replyStream().fail(new UpstreamError('broken', { code: 'interrupted' }));
    await expect(textOf(await payer.ask(pipeline, STREAM))).rejects.toThrow('broken');
    expect(payer.charges).toEqual([]);
  });

  test('costs what came before it broke off', async () => {
    const pipeline = new Pipeline();
    const payer = new Payer();
    const stream = pipeline.upstream.replyStream();
    stream.push(chunk('Rust ')).fail(new UpstreamError('broken', { code: 'interrupted' }));
    await expect(textOf(await payer.ask(pipeline, STREAM))).rejects.toThrow('broken');
    expect(payer.charges).toMatchObject([{ usage: undefined, events: 1 }]);
  });
});
