import type { UpstreamAnswer, UpstreamRequest } from '@strata/core';
import { expect, test } from 'vitest';
import { deferred } from './deferred.ts';
import { ScriptedUpstream } from './scripted-upstream.ts';

const BODY = { model: 'm', messages: [{ role: 'user', content: 'Hi' }] };
const REQUEST: UpstreamRequest = { body: JSON.stringify(BODY), model: 'm', stream: false, headers: {} };
const STREAMED: UpstreamRequest = { ...REQUEST, stream: true };
const never = new AbortController().signal;

function eventsOf(answer: UpstreamAnswer): AsyncIterator<string> {
  if (answer.kind !== 'stream') throw new Error('not a stream');
  return answer.events[Symbol.asyncIterator]();
}

function textOf(answer: UpstreamAnswer): string {
  return answer.kind === 'whole' ? Buffer.from(answer.body).toString() : 'a stream';
}

test('with nothing queued it echoes, whole or streamed as asked', async () => {
  const upstream = new ScriptedUpstream();
  expect(textOf(await upstream.complete(REQUEST, never))).toContain('You said: Hi');
  const events = eventsOf(await upstream.complete(STREAMED, never));
  expect((await events.next()).value).toContain('"role":"assistant"');
  expect(upstream.callCount).toBe(2);
});

test('queued replies are used once, in order', async () => {
  const upstream = new ScriptedUpstream().replyWhole({ a: 1 }).replyError(new Error('refused'));
  expect(textOf(await upstream.complete(REQUEST, never))).toBe('{"a":1}');
  await expect(upstream.complete(REQUEST, never)).rejects.toThrow('refused');
});

test('a stream gives what the test pushes, when it pushes it', async () => {
  const upstream = new ScriptedUpstream();
  const stream = upstream.replyStream().push('early');
  const events = eventsOf(await upstream.complete(STREAMED, never));
  expect(await events.next()).toEqual({ done: false, value: 'early' });
  const late = events.next();
  stream.push('late').end();
  expect((await late).value).toBe('late');
  expect((await events.next()).done).toBe(true);
  await stream.closed;
  expect(stream.cancelled).toBe(false);
});

test('a stream breaks where the test says, and sees a reader that leaves', async () => {
  const upstream = new ScriptedUpstream();
  const broken = upstream.replyStream().push('one');
  broken.fail(new Error('cut'));
  const events = eventsOf(await upstream.complete(STREAMED, never));
  await events.next();
  await expect(events.next()).rejects.toThrow('cut');

  const left = upstream.replyStream().push('one', 'two');
  const reader = eventsOf(await upstream.complete(STREAMED, never));
  await reader.next();
  await reader.return?.();
  expect(left.cancelled).toBe(true);
  expect((await reader.next()).done).toBe(true);
});

test('an abort ends a held call and an open stream with its reason', async () => {
  const upstream = new ScriptedUpstream();
  const hold = deferred<UpstreamAnswer>();
  const controller = new AbortController();
  upstream.replyWith(() => hold.promise);
  const held = upstream.complete(REQUEST, controller.signal);
  const call = await upstream.nextCall();
  const stream = upstream.replyStream();
  const events = eventsOf(await upstream.complete(STREAMED, controller.signal));
  const read = events.next();
  controller.abort(new Error('enough'));
  await call.aborted;
  await expect(held).rejects.toThrow('enough');
  await expect(read).rejects.toThrow('enough');
  expect(stream.cancelled).toBe(true);
});
