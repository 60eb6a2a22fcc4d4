import {
  answer,
  cutAfter,
  events as streamOf,
  hangAfter,
  openAiError,
} from '@strata/contracts/fake-openai-replies';
import {
  namedSse,
  responseAnswer,
  responseObject,
  responseStream,
} from '@strata/contracts/fake-openai-responses';
import { FakeStream } from '@strata/contracts/fake-openai-stream';
import OpenAI from 'openai';
import { beforeAll, describe, expect, test } from 'vitest';
import { waysTo } from './sdk-ways.ts';
import { strataForFile } from './strata-for-file.ts';
import { Strata } from './strata.ts';

const { upstream, strata } = strataForFile({ SEMANTIC_ENABLED: 'false' });

const model = 'gpt-4o-mini';
const TOOL = {
  type: 'function' as const,
  function: { name: 'weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } },
};
const CALL = { id: 'call_1', name: 'weather', arguments: ['{"city":', '"Paris"}'] };

describe.each(waysTo(upstream, strata))('the openai SDK $name', ({ name, url }) => {
  let client: OpenAI;
  beforeAll(() => {
    client = new OpenAI({ baseURL: `${url()}/v1`, apiKey: 'any', maxRetries: 0 });
  });
  /** What has reached the upstream: nothing of what was answered before. */
  const expectCalls = (count: number): void =>
    expect(upstream.requests).toHaveLength(name === 'through Strata, warm' ? 0 : count);
  const user = (content: string): OpenAI.ChatCompletionMessageParam => ({ role: 'user', content });

  test('completes a chat', async () => {
    const completion = await client.chat.completions.create({ model, messages: [user('A plain question')] });
    expect(completion).toMatchObject({
      object: 'chat.completion',
      model,
      choices: [
        {
          index: 0,
          finish_reason: 'stop',
          message: { content: 'You said: A plain question', refusal: null },
        },
      ],
      usage: { total_tokens: expect.any(Number) },
    });
    expectCalls(1);
  });

  test('streams a chat, with its usage when asked', async () => {
    const runner = client.chat.completions.stream({
      model,
      messages: [user('A streamed question')],
      stream_options: { include_usage: true },
    });
    const completion = await runner.finalChatCompletion();
    expect(completion.choices[0]?.message.content).toBe('You said: A streamed question');
    expect(completion.usage?.total_tokens).toBeGreaterThan(0);
    expectCalls(1);
  });

  test('calls tools, whole and streamed', async () => {
    upstream.respond(answer({ choices: [{ toolCalls: [CALL] }] }));
    const asked = { model, tools: [TOOL], messages: [user('What is the weather in Paris?')] };
    const whole = await client.chat.completions.create(asked);
    const streamed = await client.chat.completions
      .stream({ ...asked, messages: [user('And what in streams?')] })
      .finalChatCompletion();
    for (const { choices } of [whole, streamed]) {
      expect(choices[0]?.finish_reason).toBe('tool_calls');
      expect(choices[0]?.message.tool_calls?.[0]).toMatchObject({
        id: 'call_1',
        type: 'function',
        function: { name: 'weather', arguments: '{"city":"Paris"}' },
      });
    }
    expectCalls(2);
  });

  test('sends images and asks for a JSON schema', async () => {
    const image_url = { url: 'data:image/png;base64,iVBORw0KGgo=', detail: 'low' as const };
    const content = [
      { type: 'text' as const, text: 'What is in this picture?' },
      { type: 'image_url' as const, image_url },
    ];
    const schema = { name: 'seen', strict: true, schema: { type: 'object', properties: {} } };
    const asked = { model, response_format: { type: 'json_schema' as const, json_schema: schema } };
    const { choices } = await client.chat.completions.create({
      ...asked,
      messages: [{ role: 'user', content }],
    });
    expect(choices[0]?.message.content).toBe('You said: What is in this picture?');
    if (name !== 'through Strata, warm')
      expect(upstream.requests[0]?.json).toMatchObject({ ...asked, messages: [{ content }] });
    expectCalls(1);
  });

  test('embeds a text and a batch, in base64 as it asks by default', async () => {
    const one = await client.embeddings.create({ model: 'embed', input: 'A text' });
    const many = await client.embeddings.create({ model: 'embed', input: ['Another', 'A third'] });
    const floats = await client.embeddings.create({
      model: 'embed',
      input: 'Floats',
      encoding_format: 'float',
    });
    expect([one, many, floats].map(({ data }) => data.map(({ embedding }) => embedding.length))).toEqual([
      [8],
      [8, 8],
      [8],
    ]);
    expect(many.data.map(({ index }) => index)).toEqual([0, 1]);
    expect(many.usage.total_tokens).toBe(3);
    expectCalls(3);
  });

  test('completes a text, whole and streamed', async () => {
    const whole = await client.completions.create({ model, prompt: 'Once upon a time' });
    expect(whole).toMatchObject({
      object: 'text_completion',
      choices: [{ text: 'You said: Once upon a time', index: 0, finish_reason: 'stop' }],
    });
    const texts: string[] = [];
    let reason: string | null = null;
    const stream = await client.completions.create({ model, prompt: ['One', 'Two'], stream: true });
    for await (const { choices } of stream) {
      for (const choice of choices) {
        texts[choice.index] = (texts[choice.index] ?? '') + choice.text;
        reason = choice.finish_reason ?? reason;
      }
    }
    expect([texts, reason]).toEqual([['You said: One', 'You said: Two'], 'stop']);
    expectCalls(2);
  });

  test('gets a response, whole and streamed, with a tool and with reasoning', async () => {
    const plain = await client.responses.create({ model, input: 'Hello there' });
    expect(plain).toMatchObject({ object: 'response', status: 'completed' });
    expect(plain.output_text).toBe('You said: Hello there');
    upstream.enqueue(
      responseAnswer({
        text: 'I looked.',
        reasoning: 'Hm.',
        toolCalls: [{ name: 'weather', arguments: '{"city":"Paris"}' }],
      }),
    );
    const tools: OpenAI.Responses.Tool[] = [
      { type: 'function', name: 'weather', parameters: TOOL.function.parameters, strict: false },
    ];
    const runner = client.responses.stream({ model, input: 'Look outside', tools });
    const seen: string[] = [];
    const numbers: number[] = [];
    runner.on('event', (event) => {
      seen.push(event.type);
      numbers.push(event.sequence_number);
    });
    const final = await runner.finalResponse();
    expect(final.output_text).toBe('I looked.');
    expect(final.output).toMatchObject([
      { type: 'reasoning', summary: [{ text: 'Hm.' }] },
      { type: 'message' },
      { type: 'function_call', name: 'weather', arguments: '{"city":"Paris"}', status: 'completed' },
    ]);
    expect(final.usage?.total_tokens).toBe(12);
    expect([seen[0], seen.at(-1)]).toEqual(['response.created', 'response.completed']);
    expect(seen).toContain('response.output_text.delta');
    expect(seen).toContain('response.function_call_arguments.done');
    expect(numbers).toEqual(numbers.map((_number, index) => index));
    expectCalls(2);
  });

  test('lists models', async () => {
    const { data } = await client.models.list();
    expect(data.map(({ id }) => id)).toEqual(['fake-model', 'fake-model-mini']);
  });

  test.each([
    [400, OpenAI.BadRequestError],
    [401, OpenAI.AuthenticationError],
    [429, OpenAI.RateLimitError],
    [500, OpenAI.InternalServerError],
  ])('throws its own error for a %d of every endpoint', async (status, type) => {
    const calls = [
      () => client.chat.completions.create({ model, messages: [user(`Refuse this: ${status}`)] }),
      () => client.completions.create({ model, prompt: `Refuse this: ${status}` }),
      () => client.responses.create({ model, input: `Refuse this: ${status}` }),
      () => client.embeddings.create({ model, input: `Refuse this: ${status}` }),
    ];
    for (const call of calls) {
      upstream.enqueue(openAiError(status, { message: 'No.', code: 'why' }));
      // oxlint-disable-next-line no-await-in-loop -- one after the other, each with its own refusal
      const failed: unknown = await call().catch((error: unknown) => error);
      expect(failed).toBeInstanceOf(type);
      expect(failed).toMatchObject({ status, code: 'why' });
    }
  });

  test('retries by itself', async () => {
    upstream.enqueue(openAiError(503, {}, { 'retry-after-ms': '1' }));
    const patient = client.withOptions({ maxRetries: 2 });
    const { output_text: text } = await patient.responses.create({ model, input: `Patience, ${name}` });
    expect(text).toBe(`You said: Patience, ${name}`);
    expect(upstream.requests).toHaveLength(2);
  });

  test('aborts, and so does the call upstream', async () => {
    upstream.enqueue(hangAfter([]));
    const controller = new AbortController();
    const input = `Never answered, ${name}`;
    const waiting = client.responses.create({ model, input }, { signal: controller.signal });
    const request = await upstream.nextRequest();
    controller.abort();
    await expect(waiting).rejects.toBeInstanceOf(OpenAI.APIUserAbortError);
    await request.closed;
    expect(request.aborted).toBe(true);
  });

  test('throws on a stream that breaks off', async () => {
    const [first] = responseStream(responseObject({ text: 'half' }));
    upstream.enqueue(cutAfter([first ?? {}]));
    const stream = await client.responses.create({ model, input: `Break off, ${name}`, stream: true });
    await expect(Array.fromAsync(stream)).rejects.toThrow();
  });
});

describe('a chat', () => {
  test.each([
    ['a search of the upstream’s', { web_search_options: {} }],
    ['search parameters', { search_parameters: { mode: 'auto' } }],
    ['a search of Qwen’s', { enable_search: true }],
    ['data of Azure’s', { data_sources: [{ type: 'azure_search' }] }],
    ['a model that searches', { model: 'openai/gpt-4o:online' }],
    ['a model made to search', { model: 'gpt-4o-search-preview-2025-03-11' }],
    ['a tool that the upstream runs', { tools: [{ type: 'browser_search' }] }],
    ['a tool that has no type and is no function', { tools: [{ google_search: {} }] }],
    ['audio', { modalities: ['text', 'audio'], audio: { voice: 'alloy', format: 'wav' } }],
  ])('with %s goes past the cache', async (_what, fields) => {
    const body = { model, messages: [{ role: 'user', content: 'Past it' }], ...fields };
    const ask = () => strata.fetch('/v1/chat/completions', { body });
    for (const response of [await ask(), await ask()]) expect(response.headers.get('x-cache')).toBe('bypass');
    expect(upstream.requests.map(({ json: sent }) => sent)).toEqual([body, body]);
  });

  test.each([
    ['a search that is switched off', { enable_search: false, web_search_options: null }],
    ['a function without a type', { tools: [{ function: { name: 'f' } }] }],
  ])('with %s is cached', async (_what, fields) => {
    const body = { model, messages: [{ role: 'user', content: 'Through it' }], ...fields };
    const response = await strata.fetch('/v1/chat/completions', { body });
    expect(response.headers.get('x-cache')).toBe('miss');
  });

  test('that says something in pictures says it again, whole and streamed', async () => {
    const images = [{ type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw0KGgo=' } }];
    const chunk = (delta: object, finish_reason: string | null): object => ({
      id: 'chatcmpl-1',
      object: 'chat.completion.chunk',
      model,
      choices: [{ index: 0, delta, finish_reason }],
    });
    const parts = [chunk({ role: 'assistant', content: 'Here: ' }, null), chunk({ images }, null)];
    upstream.enqueue(streamOf([...parts, chunk({}, 'stop'), '[DONE]']));
    const ask = async (stream: boolean): Promise<string> => {
      const body = { model, messages: [{ role: 'user', content: 'Draw a cat' }], stream };
      return await (await strata.fetch('/v1/chat/completions', { body })).text();
    };
    await ask(true);
    await strata.settled();
    const whole = JSON.parse(await ask(false)) as object;
    expect(whole).toMatchObject({ choices: [{ message: { content: 'Here: ', images } }] });
    expect(await ask(true)).toContain(JSON.stringify(images));
    expect(upstream.requests).toHaveLength(1);
  });
});

describe('a completion', () => {
  test('is answered by meaning too, within the same model and parameters, whole and streamed', async () => {
    await using meaning = await Strata.before(upstream);
    const ask = async (prompt: string, fields: object = {}) => {
      const body = { model, prompt, ...fields };
      const response = await meaning.fetch('/v1/completions', { body });
      const text = await response.text();
      await meaning.settled();
      return { cache: response.headers.get('x-cache'), text };
    };
    const first = await ask('How do I reset my password?');
    const second = await ask('How can I reset my password?');
    expect([first.cache, second.cache]).toEqual(['miss', 'semantic-hit']);
    expect(second.text).toBe(first.text);
    const streamed = await ask('How could I reset my password?', { stream: true });
    expect([streamed.cache, streamed.text.includes('You said: How do I reset my password?')]).toEqual([
      'semantic-hit',
      true,
    ]);
    expect((await ask('How can I reset my password?', { max_tokens: 5 })).cache).toBe('miss');
    // It goes on from its last character.
    expect((await ask('How can I reset my password? ')).cache).toBe('miss');
  }, 60_000);

  test('goes on from the last character of its prompt: another one at the end is another prompt', async () => {
    const ask = async (prompt: string): Promise<string | null> => {
      const response = await strata.fetch('/v1/completions', { body: { model, prompt } });
      await response.text();
      return response.headers.get('x-cache');
    };
    expect([await ask('The end'), await ask('The end '), await ask('The end')]).toEqual([
      'miss',
      'miss',
      'exact-hit',
    ]);
  });

  test.each([[{ n: 2 }], [{ best_of: 3 }], [{ logprobs: 0 }]])(
    'with %j goes past the cache',
    async (fields) => {
      const body = { model, prompt: 'Past it', ...fields };
      const ask = () => strata.fetch('/v1/completions', { body });
      for (const response of [await ask(), await ask()])
        expect(response.headers.get('x-cache')).toBe('bypass');
    },
  );
});

describe('a response', () => {
  const client = (): OpenAI => new OpenAI({ baseURL: `${strata.url}/v1`, apiKey: 'any', maxRetries: 0 });

  test('is sent event by event, and its stream is kept for those who want it whole', async () => {
    const reply = new FakeStream();
    upstream.enqueue(reply.reply);
    const payloads = responseStream(responseObject({ text: 'one by one' }));
    const asked = { model, input: 'Tell me slowly' } as const;
    const [stream] = await Promise.all([
      client().responses.create({ ...asked, stream: true }),
      reply.opened.then(() => reply.raw(payloads.slice(0, 1).map(namedSse).join(''))),
    ]);
    const events = stream[Symbol.asyncIterator]();
    expect((await events.next()).value?.type).toBe('response.created');
    reply.raw(payloads.slice(1).map(namedSse).join('')).end();
    const rest: (string | undefined)[] = [];
    for (let next = await events.next(); next.done !== true; next = await events.next())
      rest.push(next.value.type);
    expect(rest.at(-1)).toBe('response.completed');
    const { data, response } = await client().responses.create(asked).withResponse();
    expect([data.output_text, response.headers.get('x-cache')]).toEqual(['one by one', 'exact-hit']);
  });

  test.each([
    ['previous_response_id', { previous_response_id: 'resp_1' }],
    ['a conversation', { conversation: 'conv_1' }],
    ['background', { background: true }],
    ['a stored prompt without its version', { prompt: { id: 'pmpt_1' } }],
    ['tools that the upstream runs', { tools: [{ type: 'web_search' }] }],
  ])('that depends on %s goes past the cache', async (_what, fields) => {
    const ask = () => strata.fetch('/v1/responses', { body: { model, input: 'Depends', ...fields } });
    for (const response of [await ask(), await ask()]) expect(response.headers.get('x-cache')).toBe('bypass');
    expect(upstream.requests).toHaveLength(2);
  });

  test.each([
    ['incomplete', { status: 'incomplete', incompleteReason: 'max_output_tokens', text: 'Cut' }],
    ['failed', { status: 'failed' }],
    ['empty', {}],
    ['blank', { text: ' \n' }],
    ['thought and not said', { reasoning: 'Let me look.' }],
  ])('that is %s is passed on and never stored, streamed or not', async (what, described) => {
    const ask = (stream: boolean) =>
      strata.fetch('/v1/responses', { body: { model, input: `An answer that is ${what}`, stream } });
    for (const stream of [false, true, false]) {
      upstream.enqueue(responseAnswer(described));
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const response = await ask(stream);
      expect(response.headers.get('x-cache')).toBe('miss');
      // oxlint-disable-next-line no-await-in-loop -- to its end
      await response.text();
    }
  });

  test('with and without store, with and without metadata, is not the same answer', async () => {
    const ask = async (fields: object): Promise<string | null> => {
      const response = await strata.fetch('/responses', { body: { model, input: 'Same?', ...fields } });
      await response.text();
      return response.headers.get('x-cache');
    };
    expect([await ask({}), await ask({ store: false }), await ask({ metadata: { a: '1' } })]).toEqual([
      'miss',
      'miss',
      'miss',
    ]);
    expect([await ask({}), await ask({ store: false })]).toEqual(['exact-hit', 'exact-hit']);
  });

  test('ends a stream that breaks off with an error event in its own shape', async () => {
    const reply = new FakeStream();
    upstream.enqueue(reply.reply);
    const [first] = responseStream(responseObject({ text: 'half' }));
    const answered = strata.fetch('/v1/responses', { body: { model, input: 'Break', stream: true } });
    await reply.opened;
    reply.raw(namedSse(first ?? {}));
    const response = await answered;
    reply.cut();
    const last = (await response.text()).trim().split('\n\n').at(-1) ?? '';
    expect(last).toMatch(/^event: error\n/);
    expect(JSON.parse(last.split('data: ')[1] ?? '')).toMatchObject({
      type: 'error',
      code: 'upstream_interrupted',
      sequence_number: 1,
    });
  });
});
