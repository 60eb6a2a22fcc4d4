import { settle } from '@strata/contracts/deferred';
import {
  chat,
  messages,
  OnlyIfCachedError,
  responses,
  UpstreamError,
  type CacheEntry,
  type Protocol,
} from '@strata/core';
import { decodeEntry } from '@strata/core/cache-entry';
import { describe, expect, test } from 'vitest';
import { bytesOf, chunk, completion, contentOf, eventsOf, Pipeline, textOf } from './pipeline.ts';

describe('the exact path', () => {
  test('asks the upstream once and answers repeats with the very bytes it gave', async () => {
    const pipeline = new Pipeline();
    const first = await pipeline.ask('What is Rust?');
    await pipeline.cache.drain();
    const second = await pipeline.ask('  What is Rust? ');
    expect([first.outcome, second.outcome]).toEqual(['miss', 'exact-hit']);
    expect(bytesOf(second)).toBe(bytesOf(first));
    expect(pipeline.upstream.callCount).toBe(1);
    expect(second.report.usage()).toEqual(first.report.usage());
  });

  test('tells texts in parts from each other that joined as they are say something else, system prompts too', async () => {
    const pipeline = new Pipeline();
    const ask = async (role: string, ...texts: readonly string[]) => {
      const said = { role, content: texts.map((text) => ({ type: 'text', text })) };
      const asked = [said, ...(role === 'user' ? [] : [{ role: 'user', content: 'Go on.' }])];
      const { outcome } = await pipeline.ask('', { body: { messages: asked } });
      await pipeline.cache.drain();
      return outcome;
    };
    for (const role of ['user', 'system']) {
      // oxlint-disable no-await-in-loop -- one after the other
      expect(await ask(role, 'Spell the word: in', 'valid entry')).toBe('miss');
      expect(await ask(role, 'Spell the word: in ', 'valid entry')).toBe('miss');
      expect(await ask(role, ' Spell the word: in ', 'valid entry\n')).toBe('exact-hit');
      // oxlint-enable no-await-in-loop
    }
  });

  test.each([chat, messages, responses])('tells them from each other at $path', (protocol) => {
    const { cache } = new Pipeline();
    const keyOf = (...texts: readonly string[]) => {
      const said = [{ role: 'user', content: texts.map((text) => ({ type: 'text', text })) }];
      const body = JSON.stringify({ model: 'm', [protocol === responses ? 'input' : 'messages']: said });
      return cache.prepare(body, {}, { tenant: 'default', protocol }).fingerprint;
    };
    expect(keyOf('Spell: in ', 'valid')).not.toBe(keyOf('Spell: in', 'valid'));
    expect(keyOf(' Spell: in ', 'valid ')).toBe(keyOf('Spell: in ', 'valid'));
  });

  test('asks anew where the store gives bytes back that are not what was stored', async () => {
    const pipeline = new Pipeline({ withoutMemory: true });
    const first = await pipeline.ask('What is Rust?');
    await pipeline.cache.drain();
    const bytes = (await pipeline.stored('What is Rust?')) ?? new Uint8Array();
    const { fingerprint, expiresAt } = decodeEntry(bytes) as CacheEntry;
    const inAnswer = Buffer.from(bytes).indexOf(await textOf(first));
    await pipeline.store.set(fingerprint, bytes.with(inAnswer, 0x58), expiresAt);
    const again = await pipeline.ask('What is Rust?');
    expect([again.outcome, bytesOf(again)]).toEqual(['miss', bytesOf(first)]);
    await pipeline.cache.drain();
    expect((await pipeline.ask('What is Rust?')).outcome).toBe('exact-hit');
  });

  test('keeps the entry for its time to live and no longer', async () => {
    const pipeline = new Pipeline();
    await pipeline.ask('What is Rust?');
    await pipeline.cache.drain();
    pipeline.clock.advance(86_399_999);
    expect((await pipeline.ask('What is Rust?')).outcome).toBe('exact-hit');
    pipeline.clock.advance(1);
    expect((await pipeline.ask('What is Rust?')).outcome).toBe('miss');
  });

  test.each([
    [0.2, 86_400_000],
    [0.7, 86_400_000],
    [0.9, 3_600_000],
    ['0.2', 86_400_000],
    ['0.9', 3_600_000],
  ])('at temperature %j keeps an answer for %d ms', async (temperature, ttlMs) => {
    const pipeline = new Pipeline();
    const body = { temperature };
    await pipeline.ask('What is Rust?', { body });
    await pipeline.cache.drain();
    const { entry } = (await pipeline.ask('What is Rust?', { body })).report;
    expect(entry?.expiresAt).toBe(pipeline.clock.now() + ttlMs);
  });

  test('takes the time to live that the caller asks for, cut to the maximum; 0 reads but does not store', async () => {
    const pipeline = new Pipeline();
    await pipeline.ask('Short-lived', { headers: { 'x-cache-ttl': '10' } });
    await pipeline.ask('Long-lived', { headers: { 'x-cache-ttl': '9999999' } });
    await pipeline.ask('Not stored', { headers: { 'x-cache-ttl': '0' } });
    await pipeline.cache.drain();
    expect((await pipeline.ask('Short-lived', { headers: { 'x-cache-ttl': '0' } })).outcome).toBe(
      'exact-hit',
    );
    expect((await pipeline.ask('Not stored')).outcome).toBe('miss');
    expect((await pipeline.ask('Long-lived')).report.entry?.expiresAt).toBe(
      pipeline.clock.now() + 2_592_000_000,
    );
    pipeline.clock.advance(10_000);
    expect((await pipeline.ask('Short-lived')).outcome).toBe('miss');
    expect(pipeline.count('admission-refused', { reason: 'ttl-zero' })).toBe(1);
  });

  test('keeps tenants and namespaces apart', async () => {
    const pipeline = new Pipeline();
    await pipeline.ask('Who am I?', { tenant: 'a' });
    await pipeline.cache.drain();
    expect((await pipeline.ask('Who am I?', { tenant: 'a' })).outcome).toBe('exact-hit');
    expect((await pipeline.ask('Who am I?', { tenant: 'b' })).outcome).toBe('miss');
    expect(
      (await pipeline.ask('Who am I?', { tenant: 'a', headers: { 'x-cache-namespace': 'n' } })).outcome,
    ).toBe('miss');
  });

  test('answers a stream from a stored whole answer, and the other way round', async () => {
    const pipeline = new Pipeline();
    const whole = await pipeline.ask('First whole');
    const streamed = await pipeline.ask('First streamed', { body: { stream: true } });
    const streamedText = await textOf(streamed);
    await pipeline.cache.drain();
    const replay = await pipeline.ask('First whole', { body: { stream: true } });
    expect(replay).toMatchObject({ outcome: 'exact-hit', body: { kind: 'replay' } });
    expect(await textOf(replay)).toBe(await textOf(whole));
    const again = await pipeline.ask('First streamed');
    expect(again).toMatchObject({ outcome: 'exact-hit', body: { kind: 'whole' } });
    expect(await textOf(again)).toBe(streamedText);
    expect(again.report.usage()).toBeDefined();
    expect(pipeline.upstream.callCount).toBe(2);
  });

  test('asks a stream for its usage and keeps that from a client that did not', async () => {
    const pipeline = new Pipeline();
    const quiet = await eventsOf(await pipeline.ask('Streamed', { body: { stream: true } }));
    expect(quiet.some((event) => event.includes('"usage"'))).toBe(false);
    expect(pipeline.upstream.calls[0]?.request.body).toContain('"include_usage":true');
    await pipeline.cache.drain();
    const asked = { stream: true, stream_options: { include_usage: true } };
    const events = await eventsOf(await pipeline.ask('Streamed', { body: asked }));
    expect(events.at(-1)).toContain('"total_tokens"');
  });

  test('that may not ask for a stream’s usage gives no answer without it to who needs one', async () => {
    const pipeline = new Pipeline({ settings: { askForUsage: false } });
    const quiet = { stream: true };
    const asking = { stream: true, stream_options: { include_usage: true } };
    const outcomeOf = async (body: object, content = 'Streamed') => {
      const answer = await pipeline.ask(content, { body });
      await textOf(answer);
      await pipeline.cache.drain();
      return answer.outcome;
    };
    expect(await outcomeOf(quiet)).toBe('miss');
    expect(await outcomeOf(quiet)).toBe('exact-hit');
    expect(await outcomeOf(asking)).toBe('miss');
    expect(await outcomeOf({})).toBe('exact-hit');
    const whole = await pipeline.ask('Streamed');
    expect(JSON.parse(bytesOf(whole) ?? '')).toHaveProperty('usage.total_tokens');

    const outcomes = await Promise.all([quiet, asking, {}].map((body) => outcomeOf(body, 'At once')));
    expect(outcomes).toEqual(['miss', 'miss', 'coalesced']);
  });

  test('replays nothing of a lower-tier memory that was cleared while a read was under way', async () => {
    const pipeline = new Pipeline();
    await pipeline.ask('What is Rust?');
    await pipeline.cache.drain();
    await pipeline.exact.clear();
    expect((await pipeline.ask('What is Rust?')).outcome).toBe('miss');
  });
});

describe('the controls', () => {
  test('x-bypass-cache neither reads nor writes', async () => {
    const pipeline = new Pipeline();
    const headers = { 'x-bypass-cache': 'TRUE' };
    await pipeline.ask('What is Rust?');
    await pipeline.cache.drain();
    pipeline.upstream.replyWhole(completion('Another answer'));
    const bypassed = await pipeline.ask('What is Rust?', { headers });
    expect(bypassed.outcome).toBe('bypass');
    expect(await textOf(bypassed)).toBe('Another answer');
    expect(await textOf(await pipeline.ask('What is Rust?'))).not.toBe('Another answer');
    expect(pipeline.count('bypass', { reason: 'requested' })).toBe(1);
  });

  test('no-cache asks again and writes the new answer', async () => {
    const pipeline = new Pipeline();
    await pipeline.ask('What is Rust?');
    await pipeline.cache.drain();
    pipeline.upstream.replyWhole(completion('A newer answer'));
    const refreshed = await pipeline.ask('What is Rust?', { headers: { 'cache-control': 'no-cache' } });
    await pipeline.cache.drain();
    expect(refreshed.outcome).toBe('refresh');
    expect(await textOf(await pipeline.ask('What is Rust?'))).toBe('A newer answer');
  });

  test('max-age takes only younger entries, min-fresh only those that last', async () => {
    const pipeline = new Pipeline();
    await pipeline.ask('What is Rust?', { headers: { 'x-cache-ttl': '100' } });
    await pipeline.cache.drain();
    pipeline.clock.advance(60_000);
    const ask = async (directive: string) =>
      (await pipeline.ask('What is Rust?', { headers: { 'cache-control': `${directive}, only-if-cached` } }))
        .outcome;
    expect(await ask('max-age=61')).toBe('exact-hit');
    expect(await ask('min-fresh=40')).toBe('exact-hit');
    await expect(ask('max-age=60')).rejects.toThrow(OnlyIfCachedError);
    await expect(ask('min-fresh=41')).rejects.toThrow(OnlyIfCachedError);
  });

  test('what max-age had fetched anew is what everybody gets from then on', async () => {
    const pipeline = new Pipeline();
    await pipeline.ask('What is Rust?');
    await pipeline.cache.drain();
    const { generation } = pipeline.exact;
    pipeline.clock.advance(60_000);
    pipeline.upstream.replyWhole(completion('A newer answer'));
    const headers = { 'cache-control': 'max-age=30' };
    expect((await pipeline.ask('What is Rust?', { headers })).outcome).toBe('miss');
    await pipeline.cache.drain();
    expect(await textOf(await pipeline.ask('What is Rust?'))).toBe('A newer answer');
    // What the hot lane and other replicas keep of the older one is void.
    expect(pipeline.exact.generation).toBeGreaterThan(generation);
  });

  test('a refresh outranks only-if-cached', async () => {
    const pipeline = new Pipeline();
    const headers = { 'cache-control': 'only-if-cached, no-cache' };
    expect((await pipeline.ask('What is Rust?', { headers })).outcome).toBe('refresh');
  });

  test('only-if-cached never calls the upstream', async () => {
    const pipeline = new Pipeline();
    const headers = { 'cache-control': 'only-if-cached' };
    await expect(pipeline.ask('What is Rust?', { headers })).rejects.toThrow(OnlyIfCachedError);
    expect(pipeline.upstream.callCount).toBe(0);
  });

  test('only-if-cached never calls the upstream for what is never stored, unless bypass outranks it', async () => {
    const pipeline = new Pipeline();
    const ask = (directives: string) =>
      pipeline.ask('What is Rust?', { body: { n: 2 }, headers: { 'cache-control': directives } });
    await expect(ask('only-if-cached')).rejects.toThrow(OnlyIfCachedError);
    expect(pipeline.upstream.callCount).toBe(0);
    expect((await ask('only-if-cached, no-store')).outcome).toBe('bypass');
  });
});

describe('admission', () => {
  const refused: readonly [string, object][] = [
    ['length', completion('cut', { finish_reason: 'length' })],
    ['length', completion('cut', { finish_reason: 'model_length' })],
    ['unfinished', completion('cut', { finish_reason: 'insufficient_system_resource' })],
    ['unfinished', completion('failed', { finish_reason: 'error' })],
    ['content-filter', completion('filtered', { finish_reason: 'content_filter' })],
    ['empty', completion('  ')],
    ['no-choices', { ...completion('x'), choices: [] }],
    ['error-body', { error: { message: 'quota' } }],
    ['too-large', completion('x'.repeat(6_000))],
  ];

  test.each(refused)('does not store an answer that is %s, and passes it on', async (reason, body) => {
    const pipeline = new Pipeline();
    pipeline.upstream.replyWhole(body);
    const answer = await pipeline.ask('What is Rust?');
    await pipeline.cache.drain();
    expect(bytesOf(answer)).toBe(JSON.stringify(body));
    expect((await pipeline.ask('What is Rust?')).outcome).toBe('miss');
    expect(pipeline.count('admission-refused', { reason } as object)).toBe(1);
  });

  const WEATHER = { id: 'call_1', type: 'function' };
  const calling = (called: object): object =>
    completion('', {
      finish_reason: 'tool_calls',
      message: { role: 'assistant', content: null, ...called },
    });
  const givenTo = (given: string): object =>
    calling({ tool_calls: [{ ...WEATHER, function: { name: 'weather', arguments: given } }] });
  const response = (type: string, item: object): object => ({
    object: 'response',
    status: 'completed',
    output: [{ type, call_id: 'call_1', name: 'weather', ...item }],
  });
  const custom = calling({ tool_calls: [{ ...WEATHER, type: 'custom', custom: { input: '{"a":' } }] });
  const CUT = { arguments: '{"a":' };

  const toolUse = { type: 'tool_use', id: 'call_1', name: 'weather', input: '{"a":' };
  const cutMessage = { type: 'message', content: [toolUse], stop_reason: 'tool_use' };

  test.each<[string, Protocol, object, boolean]>([
    ['a function with cut JSON is not stored', chat, givenTo('{"a":'), false],
    ['a function with cut JSON in the older way is not stored', chat, calling({ function_call: CUT }), false],
    ['a function with JSON is stored', chat, givenTo('{"a":1}'), true],
    ['a function with nothing is stored', chat, givenTo(''), true],
    ['a custom tool with a text is stored', chat, custom, true],
    ['a function with cut JSON is not stored', responses, response('function_call', CUT), false],
    ['a function with JSON is stored', responses, response('function_call', { arguments: '{}' }), true],
    ['a function with nothing is stored', responses, response('function_call', { arguments: '' }), true],
    [
      'a custom tool with a text is stored',
      responses,
      response('custom_tool_call', { input: '{"a":' }),
      true,
    ],
    ['a tool with cut JSON is not stored', messages, cutMessage, false],
  ])('an answer that calls %s', async (_what, protocol, reply, isStored) => {
    const pipeline = new Pipeline();
    pipeline.upstream.replyWhole(reply);
    const said = [{ role: 'user', content: 'How warm is it?' }];
    const text = JSON.stringify({ model: 'm', [protocol === responses ? 'input' : 'messages']: said });
    const prepared = pipeline.cache.prepare(text, {}, { tenant: 'default', protocol });
    const ask = () => pipeline.cache.answer(prepared, { signal: new AbortController().signal, headers: {} });
    expect(bytesOf(await ask())).toBe(JSON.stringify(reply));
    await pipeline.cache.drain();
    const refusals = pipeline.count('admission-refused', { reason: 'broken-json' });
    const { outcome } = await ask();
    expect([outcome, refusals]).toEqual(isStored ? ['exact-hit', 0] : ['miss', 1]);
  });

  test('does not store a stream that adds up to a call with cut JSON', async () => {
    const pipeline = new Pipeline();
    const fragment = (given: string, finish: string | null = null): object => ({
      choices: [
        {
          index: 0,
          delta: { tool_calls: [{ index: 0, ...WEATHER, function: { name: 'weather', arguments: given } }] },
          finish_reason: finish,
        },
      ],
    });
    pipeline.upstream.replyStream().push(fragment('{"a'), fragment('":', 'tool_calls')).end();
    expect(await eventsOf(await pipeline.ask('How warm?', { body: { stream: true } }))).toHaveLength(2);
    await pipeline.cache.drain();
    expect((await pipeline.ask('How warm?')).outcome).toBe('miss');
    expect(pipeline.count('admission-refused', { reason: 'broken-json' })).toBe(1);
  });

  test('stores an answer that only speaks of errors', async () => {
    const pipeline = new Pipeline();
    pipeline.upstream.replyWhole(completion('An error is a timeout of the soul.'));
    await pipeline.ask('What is an error?');
    await pipeline.cache.drain();
    expect((await pipeline.ask('What is an error?')).outcome).toBe('exact-hit');
  });

  test.each([{ n: 2 }, { logprobs: true }, { top_logprobs: 2 }, { modalities: ['text', 'audio'] }])(
    'lets a request with %j pass by',
    async (body) => {
      const pipeline = new Pipeline();
      expect((await pipeline.ask('What is Rust?', { body })).outcome).toBe('bypass');
      expect((await pipeline.ask('What is Rust?', { body })).outcome).toBe('bypass');
    },
  );

  test('does not store a stream that breaks off, and hands its error to the reader', async () => {
    const pipeline = new Pipeline();
    const stream = pipeline.upstream.replyStream();
    const answer = await pipeline.ask('What is Rust?', { body: { stream: true } });
    stream.push(chunk('Rust is')).fail(new UpstreamError('gone', { code: 'interrupted' }));
    await expect(textOf(answer)).rejects.toThrow('gone');
    await pipeline.cache.drain();
    expect(pipeline.count('admission-refused', { reason: 'unfinished' })).toBe(1);
    expect((await pipeline.ask('What is Rust?')).outcome).toBe('miss');
  });

  test('does not store a partial answer', async () => {
    const pipeline = new Pipeline();
    const body = new TextEncoder().encode(JSON.stringify(completion('half')));
    pipeline.upstream.replyWith(() => ({ kind: 'whole', status: 206, headers: {}, body }));
    expect((await pipeline.ask('What is Rust?')).status).toBe(206);
    expect((await pipeline.ask('What is Rust?')).outcome).toBe('miss');
  });

  test('does not store an upstream error', async () => {
    const pipeline = new Pipeline();
    pipeline.upstream.replyError(new UpstreamError('busy', { code: 'status' }));
    await expect(pipeline.ask('What is Rust?')).rejects.toThrow('busy');
    expect((await pipeline.ask('What is Rust?')).outcome).toBe('miss');
  });
});

describe('a shared run', () => {
  test('makes one upstream call of a thousand equal requests, streaming or not', async () => {
    const pipeline = new Pipeline();
    const stream = pipeline.upstream.replyStream();
    const asked = Array.from({ length: 1_000 }, (_, index) =>
      pipeline.ask('What is Rust?', { body: { stream: index % 2 === 0 } }),
    );
    await settle();
    stream.push(chunk('Rust '), chunk('is a language.'), chunk('', 'stop')).end();
    const answers = await Promise.all(asked);
    const texts = await Promise.all(answers.map(textOf));
    expect(new Set(texts)).toEqual(new Set(['Rust is a language.']));
    expect(pipeline.upstream.callCount).toBe(1);
    expect(answers.filter((answer) => answer.outcome === 'coalesced')).toHaveLength(999);
  });

  test('shows a late follower everything from the start, then follows live', async () => {
    const pipeline = new Pipeline();
    const stream = pipeline.upstream.replyStream();
    const leader = await pipeline.ask('What is Rust?', { body: { stream: true } });
    stream.push(chunk('one '));
    await settle();
    const follower = await pipeline.ask('What is Rust?', { body: { stream: true } });
    const seen: string[] = [];
    const reading = (async () => {
      if (follower.body.kind === 'live')
        for await (const event of follower.body.events) seen.push(contentOf(event));
    })();
    await settle();
    expect(seen).toEqual(['one ']);
    stream.push(chunk('two'), chunk('', 'stop')).end();
    await reading;
    expect(seen.join('')).toBe('one two');
    expect(await textOf(leader)).toBe('one two');
  });

  test('goes on for its followers when its leader hangs up, and is aborted when the last one does', async () => {
    const pipeline = new Pipeline();
    const stream = pipeline.upstream.replyStream();
    const [first, second] = [new AbortController(), new AbortController()];
    const body = { stream: true };
    const leader = await pipeline.ask('What is Rust?', { body, signal: first.signal });
    const follower = await pipeline.ask('What is Rust?', { body, signal: second.signal });
    const leaderText = textOf(leader);
    const followerText = textOf(follower);
    first.abort(new Error('hung up'));
    await expect(leaderText).rejects.toThrow('hung up');
    stream.push(chunk('still here'));
    await settle();
    expect(stream.cancelled).toBe(false);
    second.abort(new Error('hung up too'));
    await expect(followerText).rejects.toThrow('hung up too');
    await settle();
    expect(stream.cancelled).toBe(true);
  });

  test('that everybody left is finished for the cache when so configured', async () => {
    const pipeline = new Pipeline({ settings: { keepAbandoned: true } });
    const stream = pipeline.upstream.replyStream();
    const client = new AbortController();
    const answer = await pipeline.ask('What is Rust?', { body: { stream: true }, signal: client.signal });
    const text = textOf(answer);
    client.abort(new Error('hung up'));
    await expect(text).rejects.toThrow('hung up');
    stream.push(chunk('Finished.'), chunk('', 'stop')).end();
    await pipeline.cache.drain();
    expect(await textOf(await pipeline.ask('What is Rust?'))).toBe('Finished.');
    expect(pipeline.upstream.callCount).toBe(1);
  });

  test('takes nobody in after it was abandoned: who comes next gets a run of its own', async () => {
    const pipeline = new Pipeline();
    pipeline.upstream.replyStream();
    const client = new AbortController();
    const first = pipeline.ask('What is Rust?', { signal: client.signal });
    await settle();
    client.abort(new Error('hung up'));
    const second = pipeline.ask('What is Rust?');
    await expect(first).rejects.toThrow('hung up');
    expect((await second).outcome).toBe('miss');
  });

  test('shares its failure', async () => {
    const pipeline = new Pipeline();
    pipeline.upstream.replyError(new UpstreamError('busy', { code: 'status' }));
    const both = [pipeline.ask('What is Rust?'), pipeline.ask('What is Rust?')];
    const results = await Promise.allSettled(both);
    expect(results.map((result) => result.status)).toEqual(['rejected', 'rejected']);
    expect(pipeline.upstream.callCount).toBe(1);
  });

  test('is not shared by requests whose controls may lead to another answer', async () => {
    const pipeline = new Pipeline();
    const plain = pipeline.ask('What is Rust?');
    const refresh = pipeline.ask('What is Rust?', { headers: { 'cache-control': 'no-cache' } });
    const outcomes = (await Promise.all([plain, refresh])).map((answer) => answer.outcome);
    expect(outcomes).toEqual(['miss', 'refresh']);
    expect(pipeline.upstream.callCount).toBe(2);
  });

  test('that has let its beginning go takes nobody in any more', async () => {
    const pipeline = new Pipeline();
    const stream = pipeline.upstream.replyStream();
    const body = { stream: true };
    const first = textOf(await pipeline.ask('Write a book', { body }));
    for (let count = 0; count < 10; count += 1) {
      stream.push(chunk('x'.repeat(1_000)));
      // oxlint-disable-next-line no-await-in-loop -- lets the reader follow
      await settle();
    }
    const late = await pipeline.ask('Write a book', { body });
    expect(late.outcome).toBe('miss');
    expect(await textOf(late)).toContain('Write a book');
    stream.push(chunk('', 'stop')).end();
    expect(await first).toHaveLength(10_000);
  });

  test('that grows past the entry limit is passed on whole and not stored', async () => {
    const pipeline = new Pipeline();
    const stream = pipeline.upstream.replyStream();
    const answer = await pipeline.ask('Write a book', { body: { stream: true } });
    const part = 'x'.repeat(1_000);
    for (let count = 0; count < 20; count += 1) stream.push(chunk(part));
    stream.push(chunk('', 'stop')).end();
    expect(await textOf(answer)).toHaveLength(20_000);
    await pipeline.cache.drain();
    expect(pipeline.count('admission-refused', { reason: 'too-large' })).toBe(1);
  });
});
