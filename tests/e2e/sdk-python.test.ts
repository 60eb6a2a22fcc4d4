import {
  answer,
  cutAfter,
  hang,
  hangAfter,
  json,
  openAiError,
  status,
} from '@strata/contracts/fake-openai-replies';
import { responseAnswer } from '@strata/contracts/fake-openai-responses';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { missingPython, PythonSdk, type PythonResult } from './python-sdk.ts';
import { waysTo } from './sdk-ways.ts';
import { strataForFile } from './strata-for-file.ts';

const missing = missingPython();
/** Another process does the asking: on a busy machine a test may take long without being stuck. */
const PATIENT = { timeout: 60_000 };

const { upstream, strata } = strataForFile({ SEMANTIC_ENABLED: 'false' });
let python: PythonSdk;

beforeAll(() => {
  if (missing === undefined) python = new PythonSdk();
});
afterAll(() => python?.[Symbol.asyncDispose]());

const model = 'gpt-4o-mini';
const asking = (content: unknown): object => ({ model, messages: [{ role: 'user', content }] });
const TOOL = {
  type: 'function',
  function: { name: 'weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } },
};
const CALL = { id: 'call_1', name: 'weather', arguments: ['{"city":', '"Paris"}'] };
const CALLED = {
  id: 'call_1',
  type: 'function',
  function: { name: 'weather', arguments: '{"city":"Paris"}' },
};

const inEveryWay = describe.skipIf(missing !== undefined).each(waysTo(upstream, strata));

inEveryWay('OpenAI’s SDK for Python $name', PATIENT, ({ name, url }) => {
  const warm = name === 'through Strata, warm';
  const play = (scenario: string, args: object = {}): Promise<PythonResult> =>
    python.play(scenario, `${url()}/v1`, args);
  const valueOf = async (scenario: string, args: object = {}): Promise<unknown> => {
    const { value, raised } = await play(scenario, args);
    expect(raised).toBeUndefined();
    return value;
  };
  /** What has reached the upstream: nothing of what was answered before. */
  const expectCalls = (count: number): void => expect(upstream.requests).toHaveLength(warm ? 0 : count);

  test('completes a chat', async () => {
    expect(await valueOf('chat', asking('A plain question'))).toMatchObject({
      object: 'chat.completion',
      model,
      choices: [{ index: 0, finish_reason: 'stop', message: { content: 'You said: A plain question' } }],
      usage: { total_tokens: expect.any(Number) },
    });
    expectCalls(1);
  });

  test('streams a chat, with its usage only when asked', async () => {
    const include_usage = { stream_options: { include_usage: true } };
    const question = asking('A streamed question');
    expect(await valueOf('chat_stream', { ...question, ...include_usage })).toMatchObject({
      text: 'You said: A streamed question',
      reasons: ['stop'],
      usage: { total_tokens: expect.any(Number) },
    });
    expect(await valueOf('chat_stream', asking('Without usage'))).toEqual({
      text: 'You said: Without usage',
      reasons: ['stop'],
      usage: null,
    });
    expectCalls(2);
  });

  test('calls tools, whole and streamed', async () => {
    upstream.respond(answer({ choices: [{ toolCalls: [CALL] }] }));
    const whole = await valueOf('chat', { ...asking('The weather in Paris?'), tools: [TOOL] });
    const streamed = await valueOf('chat_helper', { ...asking('And streamed?'), tools: [TOOL] });
    const choices = [{ finish_reason: 'tool_calls', message: { tool_calls: [CALLED] } }];
    expect(whole).toMatchObject({ choices });
    expect(streamed).toMatchObject({
      kinds: expect.arrayContaining(['tool_calls.function.arguments.done']),
      final: { choices },
    });
    expectCalls(2);
  });

  test('sends images, and parses an answer by its JSON schema', async () => {
    const image_url = { url: 'data:image/png;base64,iVBORw0KGgo=', detail: 'low' };
    const content = [
      { type: 'text', text: 'What is in this picture?' },
      { type: 'image_url', image_url },
    ];
    upstream.respond(answer({ choices: [{ content: '{"animal":"cat","legs":4}' }] }));
    expect(await valueOf('parse', asking(content))).toEqual({ animal: 'cat', legs: 4 });
    if (!warm)
      expect(upstream.requests[0]?.json).toMatchObject({
        messages: [{ content }],
        response_format: { type: 'json_schema', json_schema: { name: 'Seen', strict: true } },
      });
    expectCalls(1);
  });

  test('asks asynchronously', async () => {
    expect(await valueOf('chat_async', asking('Soon?'))).toEqual({
      whole: 'You said: Soon?',
      streamed: 'You said: Soon?',
    });
  });

  test('embeds a text, a batch and tokens, in base64 as it asks by default and in floats', async () => {
    const one = await valueOf('embed', { model: 'embed', input: 'A text' });
    const floats = await valueOf('embed', { model: 'embed', input: 'A text', encoding_format: 'float' });
    expect(floats).toEqual(one);
    expect(await valueOf('embed', { model: 'embed', input: ['Another', 'A third'] })).toMatchObject({
      indexes: [0, 1],
      tokens: 3,
    });
    expect(await valueOf('embed', { model: 'embed', input: [[1, 2], [3]], dimensions: 8 })).toMatchObject({
      indexes: [0, 1],
    });
  });

  test('completes a text, whole and streamed', async () => {
    expect(await valueOf('complete', { model, prompt: 'Once upon a time' })).toMatchObject({
      choices: [{ text: 'You said: Once upon a time', finish_reason: 'stop' }],
    });
    expect(await valueOf('complete_stream', { model, prompt: 'Streamed, once' })).toBe(
      'You said: Streamed, once',
    );
    expectCalls(2);
  });

  test('gets a response, whole and streamed, with a tool and with reasoning', async () => {
    expect(await valueOf('respond', { model, input: 'Hello there' })).toMatchObject({
      status: 'completed',
      text: 'You said: Hello there',
    });
    const call = { name: 'weather', arguments: '{"city":"Paris"}' };
    upstream.enqueue(responseAnswer({ text: 'I looked.', reasoning: 'Hm.', toolCalls: [call] }));
    const tools = [
      { type: 'function', name: 'weather', parameters: TOOL.function.parameters, strict: false },
    ];
    const streamed = (await valueOf('respond_stream', { model, input: 'Look outside', tools })) as {
      readonly kinds: readonly string[];
      readonly numbers: readonly number[];
    };
    expect(streamed).toMatchObject({
      text: 'I looked.',
      output: [{ type: 'reasoning' }, { type: 'message' }, { type: 'function_call', ...call }],
    });
    expect([streamed.kinds[0], streamed.kinds.at(-1)]).toEqual(['response.created', 'response.completed']);
    expect(streamed.numbers).toEqual(streamed.numbers.map((_number, index) => index));
    expectCalls(2);
  });

  test('lists models, and tells of one', async () => {
    upstream.enqueue(json({ id: 'fake-model', object: 'model', created: 0, owned_by: 'fake' }));
    expect(await valueOf('models', { model: 'fake-model' })).toEqual({
      listed: ['fake-model', 'fake-model-mini'],
      one: 'fake-model',
    });
  });

  test('uploads a file, gets bytes and deletes, all past the cache', async () => {
    const speech = Buffer.from([0xff, 0xfb, 0x00, 0x80, 0x0a, 0x0d]);
    upstream.enqueue(
      json({ id: 'file-1', object: 'file', purpose: 'batch' }),
      status(200, speech, { 'content-type': 'audio/mpeg' }),
      json({ id: 'file-1', object: 'file', deleted: true }),
    );
    const text = '{"a":1}\n'.repeat(20_000);
    expect(await valueOf('files', { text })).toEqual({
      id: 'file-1',
      speech: speech.toString('hex'),
      deleted: true,
    });
    expect(upstream.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /v1/files',
      'POST /v1/audio/speech',
      'DELETE /v1/files/file-1',
    ]);
    expect(upstream.requests[0]?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    expect(upstream.requests[0]?.text).toContain(text);
  });

  test.each([
    [400, 'BadRequestError'],
    [401, 'AuthenticationError'],
    [404, 'NotFoundError'],
    [429, 'RateLimitError'],
    [500, 'InternalServerError'],
  ])('raises its own error for a %d of every endpoint', async (code, type) => {
    const text = `Refuse this: ${code}`;
    const calls = [
      ['chat', asking(text)],
      ['chat_stream', asking(text)],
      ['complete', { model, prompt: text }],
      ['respond', { model, input: text }],
      ['embed', { model, input: text }],
    ] as const;
    for (const [scenario, args] of calls) {
      upstream.enqueue(openAiError(code, { message: 'No.', code: 'why' }, { 'x-request-id': 'req_1' }));
      // oxlint-disable-next-line no-await-in-loop -- one after the other, each with its own refusal
      const { raised } = await play(scenario, args);
      expect(raised).toMatchObject({ type, status_code: code, code: 'why', request_id: expect.any(String) });
    }
  });

  test('retries by itself', async () => {
    const again = { 'retry-after-ms': '1' };
    upstream.enqueue(openAiError(429, {}, again), openAiError(503, {}, again));
    expect(await valueOf('retry', asking(`Patience, ${name}`))).toBe(`You said: Patience, ${name}`);
    expect(upstream.requests).toHaveLength(3);
  });

  test('aborts a stream, and so is the call upstream', async () => {
    const delta = { role: 'assistant', content: 'Once' };
    upstream.enqueue(
      hangAfter([{ id: '1', object: 'chat.completion.chunk', model, choices: [{ index: 0, delta }] }]),
    );
    expect(await valueOf('abort_stream', asking(`Never ended, ${name}`))).toBe('Once');
    const request = await upstream.nextRequest();
    await request.closed;
    expect(request.aborted).toBe(true);
  });

  test('gives up an answer that does not come, and so is the call upstream', async () => {
    upstream.enqueue(hang());
    const played = play('abort_whole', asking(`Never answered, ${name}`));
    const request = await upstream.nextRequest();
    python.goOn();
    expect(await played).toEqual({ value: 'cancelled' });
    await request.closed;
    expect(request.aborted).toBe(true);
  });

  test('raises when a stream breaks off', async () => {
    const delta = { role: 'assistant', content: 'Half' };
    upstream.enqueue(
      cutAfter([{ id: '1', object: 'chat.completion.chunk', model, choices: [{ index: 0, delta }] }]),
    );
    const { value, raised } = await play('chat_stream', asking(`Break off, ${name}`));
    expect(value).toBeUndefined();
    expect(raised?.families).toContain('Exception');
  });
});
