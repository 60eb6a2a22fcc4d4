import type { Upstream, UpstreamAnswer, UpstreamRequest } from '@strata/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

/** One upstream under test. */
export type UpstreamFixture = AsyncDisposable & {
  readonly upstream: Upstream;
  /** Lets time pass, where the upstream takes any, until the promise settles. */
  readonly run: <T>(work: Promise<T>) => Promise<T>;
};

type Json = { readonly [key: string]: unknown };
type Chunk = { readonly choices: readonly { delta: { content?: string }; finish_reason: string | null }[] };

const QUESTION = {
  model: 'any-model',
  messages: [{ role: 'user', content: 'What is the capital of France?' }],
};

/** What every `Upstream` promises, whatever stands behind it. `setUp` gives a fresh one that answers any question. */
export function upstreamContract(name: string, setUp: () => Promise<UpstreamFixture>): void {
  describe(`the upstream contract: ${name}`, () => {
    let fixture: UpstreamFixture;
    let complete: (body: Json, signal?: AbortSignal) => Promise<UpstreamAnswer>;

    beforeEach(async () => {
      fixture = await setUp();
      complete = (body, signal = new AbortController().signal) =>
        fixture.upstream.complete(requestOf(body), signal);
    });

    afterEach(async () => {
      await fixture[Symbol.asyncDispose]();
    });

    const ask = (body: Json): Promise<UpstreamAnswer> => fixture.run(complete(body));
    const readAll = (answer: UpstreamAnswer): Promise<string[]> =>
      fixture.run(Array.fromAsync(eventsOf(answer)));

    test('it has a short name', () => {
      expect(fixture.upstream.name).toMatch(/^[a-z][a-z0-9-]*$/);
    });

    test('a question is answered whole: a status, a content type, the bytes of one completion', async () => {
      const answer = await ask(QUESTION);
      expect(answer).toMatchObject({ kind: 'whole', status: 200 });
      expect(answer.headers['content-type']).toContain('application/json');
      expect(wholeOf(answer)).toMatchObject({
        object: 'chat.completion',
        choices: [{ index: 0, message: { role: 'assistant' }, finish_reason: 'stop' }],
      });
    });

    test('the same question streamed says the same, chunk by chunk, without the closing [DONE]', async () => {
      const content = contentOf(wholeOf(await ask(QUESTION)));
      const answer = await ask({ ...QUESTION, stream: true });
      expect(answer).toMatchObject({ kind: 'stream', status: 200 });
      expect(answer.headers['content-type']).toContain('text/event-stream');
      const chunks = (await readAll(answer)).map(chunkOf);
      expect(chunks.every((chunk) => 'choices' in chunk)).toBe(true);
      expect(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('')).toBe(content);
      expect(chunks.filter((chunk) => chunk.choices[0]?.finish_reason === 'stop')).toHaveLength(1);
      expect(chunks.length).toBeGreaterThan(3);
    });

    test('usage closes a stream that asked for it, and no other', async () => {
      const body = { ...QUESTION, stream: true, stream_options: { include_usage: true } };
      const asked = (await readAll(await ask(body))).map(chunkOf);
      expect(asked.at(-1)).toMatchObject({
        choices: [],
        usage: { total_tokens: expect.any(Number) as number },
      });
      const unasked = (await readAll(await ask({ ...QUESTION, stream: true }))).map(chunkOf);
      expect(unasked.every((chunk) => chunk.choices.length === 1)).toBe(true);
    });

    test('parameters it does not know do no harm', async () => {
      const body = { ...QUESTION, model: 'nobody/knows-it', reasoning_effort: 'low', x_new: { deep: [1] } };
      expect(contentOf(wholeOf(await ask(body)))).not.toBe('');
    });

    test('calls under way at the same time do not mix', async () => {
      const other = { ...QUESTION, messages: [{ role: 'user', content: 'What is the capital of Germany?' }] };
      const [one, two, again] = await fixture.run(
        Promise.all([complete(QUESTION), complete(other), complete(QUESTION)]),
      );
      expect(contentOf(wholeOf(one))).not.toBe(contentOf(wholeOf(two)));
      expect(contentOf(wholeOf(one))).toBe(contentOf(wholeOf(again)));
    });

    test('an abort that came before rejects at once with its reason', async () => {
      const gone = AbortSignal.abort(new Error('gone before'));
      await expect(complete(QUESTION, gone)).rejects.toThrow('gone before');
    });

    test('an abort while the answer is awaited rejects with its reason', async () => {
      const controller = new AbortController();
      const answer = complete(QUESTION, controller.signal);
      controller.abort(new Error('gone meanwhile'));
      await expect(fixture.run(answer)).rejects.toThrow('gone meanwhile');
    });

    test('an abort within a stream rejects the reader with its reason', async () => {
      const controller = new AbortController();
      const answer = await fixture.run(complete({ ...QUESTION, stream: true }, controller.signal));
      const events = eventsOf(answer)[Symbol.asyncIterator]();
      await fixture.run(events.next());
      controller.abort(new Error('gone midway'));
      await expect(fixture.run(readToTheEnd(events))).rejects.toThrow('gone midway');
    });

    test('a reader may leave a stream at any time, and it stays ended', async () => {
      const events = eventsOf(await ask({ ...QUESTION, stream: true }))[Symbol.asyncIterator]();
      await fixture.run(events.next());
      expect(await fixture.run(Promise.resolve(events.return?.()))).toMatchObject({ done: true });
      expect(await fixture.run(events.next())).toMatchObject({ done: true });
    });
  });
}

function requestOf(body: Json): UpstreamRequest {
  return {
    body: JSON.stringify(body),
    model: String(body['model']),
    stream: body['stream'] === true,
    headers: {},
  };
}

function wholeOf(answer: UpstreamAnswer): Json {
  if (answer.kind !== 'whole') throw new Error('The answer is a stream.');
  return JSON.parse(new TextDecoder().decode(answer.body)) as Json;
}

function eventsOf(answer: UpstreamAnswer): AsyncIterable<string> {
  if (answer.kind !== 'stream') throw new Error('The answer is not a stream.');
  return answer.events;
}

function chunkOf(data: string): Chunk {
  return JSON.parse(data) as Chunk;
}

function contentOf(completion: Json): string {
  const { choices } = completion as { choices: readonly { message: { content: string } }[] };
  return choices[0]?.message.content ?? '';
}

async function readToTheEnd(events: AsyncIterator<string>): Promise<void> {
  // oxlint-disable-next-line no-await-in-loop -- one after the other
  while ((await events.next()).done !== true);
}
