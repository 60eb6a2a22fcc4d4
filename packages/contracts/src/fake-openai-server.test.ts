import { afterEach, beforeEach, expect, test } from 'vitest';
import * as replies from './fake-openai-replies.ts';
import { FakeOpenAiServer } from './fake-openai-server.ts';
import { FakeStream } from './fake-openai-stream.ts';

let server: FakeOpenAiServer;

beforeEach(async () => {
  server = await FakeOpenAiServer.start();
});

afterEach(async () => {
  await server.stop();
});

const QUESTION = { model: 'm', messages: [{ role: 'user', content: 'Hi there' }] };

function ask(body: object, signal?: AbortSignal): Promise<Response> {
  return fetch(`${server.baseUrl}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    ...(signal === undefined ? {} : { signal }),
  });
}

test('it repeats the last user text, with usage, and records the request', async () => {
  const answer: unknown = await (await ask(QUESTION)).json();
  expect(answer).toMatchObject({
    object: 'chat.completion',
    model: 'm',
    choices: [{ message: { role: 'assistant', content: 'You said: Hi there' }, finish_reason: 'stop' }],
    usage: { completion_tokens: 4 },
  });
  expect(server.requests).toMatchObject([
    { method: 'POST', path: '/v1/chat/completions', json: QUESTION, aborted: false },
  ]);
});

test('it streams tool calls by index, refusals, reasoning and a usage chunk, and says [DONE] once', async () => {
  server.enqueue(
    replies.answer({
      choices: [
        {
          reasoning: 'Let me think.',
          toolCalls: [
            { id: 'a', name: 'f', arguments: ['{"x"', ':1}'] },
            { id: 'b', name: 'g', arguments: '{}' },
          ],
        },
        { refusal: 'No.' },
      ],
    }),
  );
  const response = await ask({ ...QUESTION, stream: true, stream_options: { include_usage: true } });
  const text = await response.text();
  expect(text).toContain('"tool_calls":[{"index":0,"function":{"arguments":":1}"}}]');
  expect(text).toContain('"tool_calls":[{"index":1,"id":"b"');
  expect(text).toContain('"reasoning_content":"Let"');
  expect(text).toContain('"refusal":"No."');
  expect(text).toContain('"choices":[],"usage":{"prompt_tokens"');
  expect(text.match(/\[DONE\]/g)).toHaveLength(1);
  expect(text.endsWith('data: [DONE]\n\n')).toBe(true);
});

test('a queued reply is used once, the standing reply stays', async () => {
  server.respond(replies.openAiError(500)).enqueue(replies.openAiError(429, {}, { 'retry-after': '3' }));
  const first = await ask(QUESTION);
  expect([first.status, first.headers.get('retry-after')]).toEqual([429, '3']);
  expect((await ask(QUESTION)).status).toBe(500);
  expect((await ask(QUESTION)).status).toBe(500);
});

test('it sees a client that goes away', async () => {
  server.enqueue(replies.hang());
  const controller = new AbortController();
  const answer = ask(QUESTION, controller.signal).catch((error: unknown) => error);
  const request = await server.nextRequest();
  controller.abort();
  await request.closed;
  expect(request.aborted).toBe(true);
  expect(await answer).toBeInstanceOf(DOMException);
});

test('the test decides when the chunks of a stream are sent', async () => {
  const stream = new FakeStream();
  server.enqueue(stream.reply);
  const response = await ask({ ...QUESTION, stream: true });
  const reader = response.body?.getReader();
  stream.push('one');
  expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('data: one\n\n');
  stream.done();
  expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('data: [DONE]\n\n');
  expect((await reader?.read())?.done).toBe(true);
});

test('it lists models, embeds texts and knows no other path', async () => {
  server.models(['a', 'b']);
  const models: unknown = await (await fetch(`${server.baseUrl}/models`)).json();
  expect(models).toMatchObject({ object: 'list', data: [{ id: 'a' }, { id: 'b' }] });
  const body = JSON.stringify({ model: 'e', input: ['x', 'y'] });
  const embedded = await fetch(`${server.baseUrl}/embeddings`, { method: 'POST', body });
  expect(await embedded.json()).toMatchObject({ data: [{ index: 0 }, { index: 1 }] });
  expect((await fetch(`${server.baseUrl}/nothing`)).status).toBe(404);
});
