import type { UpstreamRequest } from '@strata/core';
import { UpstreamError } from '@strata/core';
import * as replies from '@strata/contracts/fake-openai-replies';
import { FakeOpenAiServer } from '@strata/contracts/fake-openai-server';
import { FakeStream } from '@strata/contracts/fake-openai-stream';
import { FakeClock } from '@strata/contracts/fake-clock';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { OpenAiUpstream } from './openai.ts';

let server: FakeOpenAiServer;
let upstream: OpenAiUpstream;
const never = new AbortController().signal;

beforeEach(async () => {
  server = await FakeOpenAiServer.start();
  upstream = new OpenAiUpstream({ name: 'openai', baseUrl: server.baseUrl, clock: new FakeClock() });
});

afterEach(async () => {
  await upstream[Symbol.asyncDispose]();
  await server.stop();
});

function requestOf(extra: object = {}): UpstreamRequest {
  const body = { model: 'm', messages: [{ role: 'user', content: 'Hi' }], stream: true, ...extra };
  return { body: JSON.stringify(body), model: 'm', stream: true, headers: {} };
}

async function openStream(reply: replies.FakeReply, extra: object = {}): Promise<AsyncIterator<string>> {
  server.enqueue(reply);
  const answer = await upstream.complete(requestOf(extra), never);
  if (answer.kind !== 'stream') throw new Error('The answer is not a stream.');
  return answer.events[Symbol.asyncIterator]();
}

/** Everything the stream gives, then what it fails with, if it does. */
async function readAll(reply: replies.FakeReply, extra: object = {}): Promise<(string | UpstreamError)[]> {
  const events = await openStream(reply, extra);
  const seen: (string | UpstreamError)[] = [];
  try {
    for await (const data of { [Symbol.asyncIterator]: () => events }) seen.push(data);
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    seen.push(error);
  }
  return seen;
}

const inBytes = (wire: Buffer): readonly Uint8Array[] =>
  Array.from(wire, (_, index) => wire.subarray(index, index + 1));

const interrupted = expect.objectContaining({ code: 'interrupted', retryable: true }) as UpstreamError;

function delta(index: number, finishReason: string | null = null): string {
  return JSON.stringify({ choices: [{ index, delta: {}, finish_reason: finishReason }] });
}

describe('the wire format', () => {
  test('line ends of every kind, comments, missing spaces and other fields are read', async () => {
    const wire =
      ': ping\r\n\r\ndata: one\r\n\r\nevent: message\nid: 7\ndata:two\n\ndata: three\r\rretry: 5\n\ndata: [DONE]\n\n';
    expect(await readAll(replies.raw([wire]))).toEqual(['one', 'two', 'three']);
  });

  test('several data lines are one event', async () => {
    expect(await readAll(replies.raw(['data: {"a":\ndata: 1}\n\ndata: [DONE]\n\n']))).toEqual(['{"a":\n1}']);
  });

  test('events without data are none', async () => {
    const wire = 'data\n\ndata:\n\ndata: one\n\nevent: ping\ndata: \n\ndata: [DONE]\n\n';
    expect(await readAll(replies.raw([wire]))).toEqual(['one']);
  });

  test('packets may end anywhere, inside a character or a line end', async () => {
    const wire = Buffer.from('data: {"text":"žluťoučký 🐎"}\r\n\r\ndata: [DONE]\r\n\r\n');
    expect(await readAll(replies.raw(inBytes(wire)))).toEqual(['{"text":"žluťoučký 🐎"}']);
  });

  const wireOf = (...text: readonly (string | Uint8Array)[]): Buffer =>
    Buffer.concat(['data: "', ...text, '"\n\ndata: [DONE]\n\n'].map((part) => Buffer.from(part)));
  const CUT_IN_TWO = Buffer.from([0xe2, 0x82]);

  test.each<[string, string, Buffer, boolean]>([
    ['text is none', 'é 🐎', wireOf('é 🐎'), false],
    ['a U+FFFD of its own is none', '\ufffdé\ufffd', wireOf('\ufffdé\ufffd'), false],
    ['a byte of Latin-1 is one', 'caf\ufffd', wireOf('caf', Uint8Array.of(0xe9)), true],
    ['a character that was cut is one', '\ufffda\ufffd', wireOf(CUT_IN_TWO, 'a\ufffd'), true],
    ['a character cut before a U+FFFD is one', '\ufffd\ufffd', wireOf(CUT_IN_TWO, '\ufffd'), true],
  ])('what is no UTF-8 is told, in packets of any size: %s', async (_what, text, wire, isDamaged) => {
    for (const packets of [[wire], inBytes(wire)]) {
      server.enqueue(replies.raw(packets));
      // oxlint-disable no-await-in-loop -- one after the other
      const answer = await upstream.complete(requestOf(), never);
      if (answer.kind !== 'stream') throw new Error('The answer is not a stream.');
      expect(await Array.fromAsync(answer.events)).toEqual([`"${text}"`]);
      // oxlint-enable no-await-in-loop
      expect(answer.isDamaged?.()).toBe(isDamaged);
    }
  });

  test('each event is given out as it comes, none waits for the next', async () => {
    const stream = new FakeStream();
    const events = await openStream(stream.reply);
    stream.push('one');
    expect((await events.next()).value).toBe('one');
    stream.push('two', 'three');
    expect((await events.next()).value).toBe('two');
    expect((await events.next()).value).toBe('three');
    stream.done();
    expect((await events.next()).done).toBe(true);
  });

  test('a compressed stream is read', async () => {
    const { gzipSync } = await import('node:zlib');
    const body = gzipSync('data: one\n\ndata: [DONE]\n\n');
    const headers = { 'content-type': 'text/event-stream', 'content-encoding': 'gzip' };
    expect(await readAll(replies.raw([body], headers))).toEqual(['one']);
  });

  test('a reader that stands still holds the upstream back and loses nothing', async () => {
    const payload = 'x'.repeat(1_000);
    const events = await openStream(replies.events([...Array<string>(5_000).fill(payload), '[DONE]']));
    expect((await events.next()).value).toBe(payload);
    let count = 1;
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    while ((await events.next()).done !== true) count += 1;
    expect(count).toBe(5_000);
  });
});

describe('how a stream ends', () => {
  test('a [DONE] without the blank line after it is one', async () => {
    expect(await readAll(replies.raw(['data: one\n\ndata: [DONE]']))).toEqual(['one']);
  });

  test('a [DONE] with white space around it is one', async () => {
    expect(await readAll(replies.raw(['data: one\n\ndata: [DONE] \n\n']))).toEqual(['one']);
    expect(await readAll(replies.raw(['data: one\n\ndata:  [DONE]\t\r\n\r\n']))).toEqual(['one']);
  });

  test('without [DONE] a finish reason is end enough', async () => {
    expect(await readAll(replies.events([delta(0), delta(0, 'stop')]))).toEqual([delta(0), delta(0, 'stop')]);
  });

  test('without either it was interrupted', async () => {
    expect(await readAll(replies.events([delta(0)]))).toEqual([delta(0), interrupted]);
    expect(await readAll(replies.events([]))).toEqual([interrupted]);
  });

  test('with several choices each needs its finish reason', async () => {
    const half = [delta(0), delta(1), delta(0, 'stop')];
    expect(await readAll(replies.events(half), { n: 2 })).toEqual([...half, interrupted]);
    const full = [...half, delta(1, 'length')];
    expect(await readAll(replies.events(full), { n: 2 })).toEqual(full);
  });

  test('an event cut in two by the end is not passed on', async () => {
    expect(await readAll(replies.raw([`data: ${delta(0, 'stop')}\n\ndata: {"choi`]))).toEqual([
      delta(0, 'stop'),
    ]);
  });

  test('a broken connection is an interruption, also after the finish reason', async () => {
    expect(await readAll(replies.cutAfter([delta(0)]))).toEqual([delta(0), interrupted]);
    expect(await readAll(replies.cutAfter([delta(0, 'stop')]))).toEqual([delta(0, 'stop'), interrupted]);
  });

  test('an error in the stream is thrown, and kept for the client', async () => {
    const error = '{"error":{"message":"overloaded","type":"server_error"}}';
    const [first, thrown] = await readAll(replies.events([delta(0), error, '[DONE]']));
    expect(first).toBe(delta(0));
    expect(thrown).toEqual(interrupted);
    const { response } = thrown as UpstreamError;
    expect(response).toMatchObject({ status: 502, headers: { 'content-type': 'application/json' } });
    expect(Buffer.from(response?.body ?? []).toString()).toBe(error);
  });

  test('an error event without the usual member is an error too', async () => {
    expect(await readAll(replies.raw(['event: error\ndata: {"message":"no"}\n\n']))).toEqual([interrupted]);
  });

  test('an error that is null or empty, or only spoken of, is none', async () => {
    const harmless = [
      '{"error":null,"choices":[]}',
      '{"error":"","choices":[]}',
      JSON.stringify({ choices: [{ delta: { content: 'say {"error":"x"}' } }] }),
    ];
    expect(await readAll(replies.events([...harmless, '[DONE]']))).toEqual(harmless);
  });

  test('an event too long to be one breaks the stream off', async () => {
    const parts = Array<string>(18).fill('x'.repeat(1_024 * 1_024));
    expect(await readAll(replies.raw(['data: ', ...parts, '\n\n']))).toEqual([interrupted]);
  });
});

describe('a reader that leaves', () => {
  test('closes the connection', async () => {
    const stream = new FakeStream();
    const events = await openStream(stream.reply);
    stream.push('one');
    await events.next();
    await events.return?.();
    const request = await server.nextRequest();
    await request.closed;
    expect(request.aborted).toBe(true);
  });

  test('may leave while a read is under way', async () => {
    const stream = new FakeStream();
    const events = await openStream(stream.reply);
    const read = events.next();
    await events.return?.();
    expect((await read).done).toBe(true);
    const request = await server.nextRequest();
    await request.closed;
    expect(request.aborted).toBe(true);
  });
});

test('an abort is heard even where the whole answer has come in one piece', async () => {
  server.enqueue(replies.raw(['data: {"n":1}\n\ndata: {"n":2}\n\ndata: [DONE]\n\n']));
  const controller = new AbortController();
  const answer = await upstream.complete(requestOf(), controller.signal);
  if (answer.kind !== 'stream') throw new Error('The answer is not a stream.');
  const events = answer.events[Symbol.asyncIterator]();
  expect((await events.next()).value).toBe('{"n":1}');
  controller.abort(new Error('gone'));
  await expect(events.next()).rejects.toThrow('gone');
  expect((await events.next()).done).toBe(true);
});
