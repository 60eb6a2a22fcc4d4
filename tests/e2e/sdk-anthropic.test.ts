import Anthropic from '@anthropic-ai/sdk';
import {
  anthropicError,
  messageAnswer,
  messageObject,
  messageStream,
} from '@strata/contracts/fake-anthropic';
import { hangAfter } from '@strata/contracts/fake-openai-replies';
import { namedEvents, namedSse } from '@strata/contracts/fake-openai-responses';
import { FakeStream } from '@strata/contracts/fake-openai-stream';
import { beforeAll, describe, expect, test } from 'vitest';
import { waysTo } from './sdk-ways.ts';
import { strataForFile } from './strata-for-file.ts';
import { Strata } from './strata.ts';

const { upstream, strata } = strataForFile({ SEMANTIC_ENABLED: 'false' });

const model = 'claude-sonnet-5';
const common = { model, max_tokens: 100 };
const user = (content: Anthropic.MessageParam['content']): Anthropic.MessageParam[] => [
  { role: 'user', content },
];
const TOOL: Anthropic.Tool = { name: 'weather', input_schema: { type: 'object' } };
const RICH = {
  id: 'msg_rich',
  content: [
    { type: 'thinking', thinking: 'Let me look.', signature: 'c2ln' },
    { type: 'text', text: 'I will look it up.' },
    { type: 'tool_use', id: 'toolu_1', name: 'weather', input: { city: 'Paris', days: 3 } },
  ],
  stopReason: 'tool_use',
  usage: { input_tokens: 20, cache_read_input_tokens: 5, output_tokens: 30 },
};

describe.each(waysTo(upstream, strata))('Anthropic’s SDK $name', ({ name, url }) => {
  let client: Anthropic;
  beforeAll(() => {
    client = new Anthropic({ baseURL: url(), apiKey: 'any', maxRetries: 0 });
  });
  const expectCalls = (count: number): void =>
    expect(upstream.requests).toHaveLength(name === 'through Strata, warm' ? 0 : count);

  test('gets a message', async () => {
    const message = await client.messages.create({ ...common, messages: user('A plain question') });
    expect(message).toMatchObject({
      type: 'message',
      role: 'assistant',
      model,
      content: [{ type: 'text', text: 'You said: A plain question' }],
      stop_reason: 'end_turn',
      usage: { input_tokens: 9, output_tokens: 4 },
    });
    expectCalls(1);
  });

  test('streams a message, event by event', async () => {
    const stream = client.messages.stream({ ...common, messages: user('A streamed question') });
    const types: string[] = [];
    stream.on('streamEvent', ({ type }) => types.push(type));
    const message = await stream.finalMessage();
    expect(message).toMatchObject({
      content: [{ type: 'text', text: 'You said: A streamed question' }],
      stop_reason: 'end_turn',
      usage: { input_tokens: 9, output_tokens: 4 },
    });
    expect([types[0], types.at(-1)]).toEqual(['message_start', 'message_stop']);
    expectCalls(1);
  });

  test('calls tools and thinks, whole and streamed', async () => {
    upstream.enqueue(messageAnswer(RICH), messageAnswer(RICH));
    const asked = { ...common, tools: [TOOL] };
    const whole = await client.messages.create({ ...asked, messages: user('The weather in Paris, whole?') });
    const streamed = await client.messages
      .stream({ ...asked, messages: user('The weather in Paris, streamed?') })
      .finalMessage();
    for (const { content, stop_reason: reason, usage } of [whole, streamed])
      expect({ content, reason, usage }).toMatchObject({
        content: RICH.content,
        reason: 'tool_use',
        usage: RICH.usage,
      });
    expectCalls(2);
  });

  test('sends a system prompt, images, documents and results of tools', async () => {
    const source = { type: 'base64' as const, media_type: 'image/png' as const, data: 'iVBORw0KGgo=' };
    const asked: Anthropic.MessageCreateParamsNonStreaming = {
      ...common,
      system: [{ type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral' } }],
      messages: [
        ...user([
          { type: 'image', source },
          { type: 'text', text: 'What is this?' },
        ]),
        { role: 'assistant', content: [{ type: 'tool_use', id: 't1', name: 'look', input: {} }] },
        ...user([
          { type: 'tool_result', tool_use_id: 't1', content: 'A cat.' },
          { type: 'text', text: 'So?' },
        ]),
      ],
    };
    const { content } = await client.messages.create(asked);
    expect(content).toMatchObject([{ text: 'You said: So?' }]);
    expectCalls(1);
    if (name !== 'through Strata, warm') expect(upstream.requests[0]?.json).toMatchObject(asked);
  });

  test('counts tokens', async () => {
    const counted = await client.messages.countTokens({ model, messages: user('Count me') });
    expect(counted.input_tokens).toBe(42);
  });

  test.each([
    [400, 'invalid_request_error', Anthropic.BadRequestError],
    [401, 'authentication_error', Anthropic.AuthenticationError],
    [429, 'rate_limit_error', Anthropic.RateLimitError],
    [529, 'overloaded_error', Anthropic.InternalServerError],
  ])('throws its own error for a %d', async (status, type, thrown) => {
    upstream.enqueue(anthropicError(status, type, 'No.'));
    const failed: unknown = await client.messages
      .create({ ...common, messages: user(`Refuse with ${status}`) })
      .catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(thrown);
    expect(failed).toMatchObject({
      status,
      requestID: 'req_fake',
      error: { type: 'error', error: { type, message: 'No.' } },
    });
  });

  test('retries by itself', async () => {
    upstream.enqueue(anthropicError(529, 'overloaded_error'));
    const patient = client.withOptions({ maxRetries: 1 });
    const message = await patient.messages.create({ ...common, messages: user(`Patience, ${name}`) });
    expect(message.content).toMatchObject([{ text: `You said: Patience, ${name}` }]);
    expect(upstream.requests).toHaveLength(2);
  }, 30_000);

  test('aborts, and so does the call upstream', async () => {
    upstream.enqueue(hangAfter([]));
    const stream = client.messages.stream({ ...common, messages: user(`Never answered, ${name}`) });
    const ended = stream.done().catch((error: unknown) => error);
    const request = await upstream.nextRequest();
    stream.abort();
    expect(await ended).toBeInstanceOf(Anthropic.APIUserAbortError);
    await request.closed;
    expect(request.aborted).toBe(true);
  });

  test('throws on an error in the stream', async () => {
    const [start] = messageStream(messageObject({}));
    const reply = new FakeStream();
    upstream.enqueue(reply.reply);
    const overloaded = { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } };
    reply
      .raw(namedSse(start ?? {}))
      .raw(namedSse(overloaded))
      .end();
    const stream = client.messages.stream({ ...common, messages: user(`Overload, ${name}`) });
    await expect(stream.finalMessage()).rejects.toThrow(/overloaded/i);
  });
});

/** Sends a request as it is, and reads its answer to the end. */
async function send(body: object, headers: Record<string, string> = {}) {
  const sent = { ...common, ...body };
  const response = await strata.fetch('/v1/messages', {
    body: sent,
    headers: { 'anthropic-version': '2023-06-01', ...headers },
  });
  const text = await response.text();
  return { text, status: response.status, cache: response.headers.get('x-cache') };
}

test('every answer has an id under Anthropic’s name for it, errors and hits too', async () => {
  const client = new Anthropic({ baseURL: strata.url, apiKey: 'any', maxRetries: 0 });
  const ask = async (id: string): Promise<unknown> => {
    const { _request_id: told } = await client.messages.create(
      { ...common, messages: user('Which id?') },
      { headers: { 'x-request-id': id } },
    );
    await strata.settled();
    return told;
  };
  expect([await ask('one'), await ask('two'), await ask('three')]).toEqual(['req_fake', 'two', 'three']);
  const refused = client.messages.create(
    { ...common, messages: [] },
    { headers: { 'x-request-id': 'four' } },
  );
  await expect(refused).rejects.toMatchObject({ status: 400, requestID: 'four' });
});

describe('a message', () => {
  test('that was streamed is given whole, with the very same content, and the other way round', async () => {
    upstream.enqueue(messageAnswer(RICH), messageAnswer(RICH));
    const [first, second] = [user('Streamed first'), user('Whole first')];
    await send({ messages: first, tools: [TOOL], stream: true });
    const whole = await send({ messages: first, tools: [TOOL] });
    expect(whole.cache).toBe('exact-hit');
    expect(JSON.parse(whole.text)).toEqual(messageObject(RICH, model));
    await send({ messages: second, tools: [TOOL] });
    const streamed = await send({ messages: second, tools: [TOOL], stream: true });
    expect(streamed.cache).toBe('exact-hit');
    const names = [...streamed.text.matchAll(/^event: (\w+)\ndata: \{"type":"(\w+)"/gm)];
    expect(names.every(([, name, type]) => name === type)).toBe(true);
    expect([names[0]?.[1], names.at(-2)?.[1], names.at(-1)?.[1]]).toEqual([
      'message_start',
      'message_delta',
      'message_stop',
    ]);
    expect(streamed.text).not.toContain('[DONE]');
  });

  test.each([
    ['cut at max_tokens', 'max_tokens'],
    ['streamed without a check', 'tool_use'],
  ])(
    'whose tool input is not whole JSON, %s, ends like the upstream’s and is not stored',
    async (_why, reason) => {
      const events = messageStream(messageObject({ ...RICH, stopReason: reason }));
      const last = events.findLastIndex((event) => JSON.stringify(event).includes('partial_json'));
      const cut = events.toSpliced(last, 1);
      upstream.enqueue(namedEvents(cut));
      const body = { messages: user(`Cut short: ${reason}`), tools: [TOOL], stream: true };
      const { text, cache } = await send(body);
      expect(cache).toBe('miss');
      expect(text.trimEnd().endsWith('data: {"type":"message_stop"}')).toBe(true);
      expect((await send(body)).cache).toBe('miss');
    },
  );

  test('is the same under other marks for Anthropic’s prompt cache, and for another user', async () => {
    const plain = {
      system: [{ type: 'text', text: 'S' }],
      messages: user([{ type: 'text', text: 'Marks' }]),
    };
    const cache_control = { type: 'ephemeral' };
    const marked = {
      system: [{ type: 'text', text: 'S', cache_control }],
      messages: user([{ type: 'text', text: 'Marks', cache_control: { type: 'ephemeral' } }]),
      metadata: { user_id: 'u' },
    };
    expect((await send(plain)).cache).toBe('miss');
    expect((await send(marked)).cache).toBe('exact-hit');
  });

  test('is another one under another version or beta, and never that of a chat with the same body', async () => {
    const body = { messages: user('Headers') };
    expect((await send(body)).cache).toBe('miss');
    expect((await send(body, { 'anthropic-beta': 'output-128k-2025-02-19' })).cache).toBe('miss');
    expect(upstream.requests.at(-1)?.headers['anthropic-beta']).toBe('output-128k-2025-02-19');
    expect((await send(body, { 'anthropic-version': '2023-01-01' })).cache).toBe('miss');
    const chat = await strata.fetch('/v1/chat/completions', { body: { ...common, ...body } });
    expect(chat.headers.get('x-cache')).toBe('miss');
    expect(await chat.json()).toMatchObject({ object: 'chat.completion' });
    expect((await send(body)).cache).toBe('exact-hit');
  });

  test.each([
    ['tools that the upstream runs', { tools: [{ type: 'web_search_20250305', name: 'web_search' }] }],
    ['MCP servers', { mcp_servers: [{ type: 'url', url: 'https://x', name: 'x' }] }],
    [
      'a tool of the upstream’s that we have not heard of',
      { tools: [{ type: 'oracle_20300101', name: 'o' }] },
    ],
    ['a container', { container: 'container_1' }],
    ['a thread', { thread: { type: 'continue', previous_message_id: 'msg_1' } }],
    ['diagnostics', { diagnostics: { previous_message_id: null } }],
  ])('with %s goes past the cache', async (_what, fields) => {
    const body = { messages: user('Past it'), ...fields };
    expect([(await send(body)).cache, (await send(body)).cache]).toEqual(['bypass', 'bypass']);
  });

  test('with tools that the client runs is kept', async () => {
    const tools = [
      { type: 'bash_20250124', name: 'bash' },
      { type: 'memory_20250818', name: 'memory' },
      TOOL,
    ];
    const body = { messages: user('Mine'), tools };
    expect([(await send(body)).cache, (await send(body)).cache]).toEqual(['miss', 'exact-hit']);
  });

  test('that was thought about is for its conversation to the letter, and its user', async () => {
    const thinking = { type: 'adaptive' };
    const ask = async (content: string, fields: object = {}): Promise<string | null> =>
      (await send({ messages: user(content), thinking, ...fields })).cache;
    const metadata = { user_id: 'another' };
    expect([await ask('Think'), await ask('Think'), await ask('Think ')]).toEqual([
      'miss',
      'exact-hit',
      'miss',
    ]);
    expect([await ask('Think', { metadata }), await ask('Think', { metadata })]).toEqual([
      'miss',
      'exact-hit',
    ]);
  });

  test.each(['max_tokens', 'refusal', 'pause_turn', 'compaction', null])(
    'that stops with %s is passed on and not stored',
    async (stopReason) => {
      const body = { messages: user(`Stop with ${stopReason}`) };
      upstream.enqueue(messageAnswer({ stopReason }), messageAnswer({ stopReason }));
      expect([(await send(body)).cache, (await send({ ...body, stream: true })).cache]).toEqual([
        'miss',
        'miss',
      ]);
      expect((await send(body)).cache).toBe('miss');
    },
  );

  test('that was thought and not said is passed on and not stored', async () => {
    const body = { messages: user('Only think'), thinking: { type: 'adaptive' } };
    const thought = messageAnswer({ content: [{ type: 'thinking', thinking: 'Hm.', signature: 'c2ln' }] });
    upstream.enqueue(thought, thought);
    expect([(await send(body)).cache, (await send({ ...body, stream: true })).cache]).toEqual([
      'miss',
      'miss',
    ]);
    expect((await send(body)).cache).toBe('miss');
  });

  test('that cannot be had is refused in Anthropic’s shape', async () => {
    const bad = await send({ messages: [] });
    expect([bad.status, JSON.parse(bad.text)]).toMatchObject([
      400,
      {
        type: 'error',
        error: { type: 'invalid_request_error', message: expect.stringContaining('messages') },
      },
    ]);
    const uncached = await send({ messages: user('Uncached') }, { 'cache-control': 'only-if-cached' });
    expect([uncached.status, JSON.parse(uncached.text)]).toMatchObject([
      504,
      { type: 'error', error: { type: 'timeout_error' } },
    ]);
  });

  test('is sent event by event, pings too', async () => {
    const reply = new FakeStream();
    upstream.enqueue(reply.reply);
    const answered = strata.fetch('/v1/messages', {
      body: { ...common, messages: user('Slowly'), stream: true },
    });
    await reply.opened;
    const payloads = messageStream(messageObject({ content: [{ type: 'text', text: 'one by one' }] }));
    reply.raw(payloads.slice(0, 3).map(namedSse).join(''));
    const response = await answered;
    const pieces = (response.body ?? new ReadableStream<Uint8Array>()).pipeThrough(new TextDecoderStream());
    const reader = pieces.getReader();
    let text = '';
    const readOn = async (): Promise<boolean> => {
      const { value = '', done } = await reader.read();
      text += value;
      return !done;
    };
    // oxlint-disable-next-line no-await-in-loop -- as they come
    while (!text.includes('event: ping\n') && (await readOn())) expect(text).not.toContain('message_stop');
    reply.raw(payloads.slice(3).map(namedSse).join('')).end();
    // oxlint-disable-next-line no-await-in-loop -- to the end
    while (await readOn()) expect(text).toContain('event: ping\n');
    expect(text).toBe(payloads.map(namedSse).join(''));
  });

  test('whose stream breaks off ends with an error event', async () => {
    const reply = new FakeStream();
    upstream.enqueue(reply.reply);
    const answered = strata.fetch('/v1/messages', {
      body: { ...common, messages: user('Break off'), stream: true },
    });
    await reply.opened;
    reply.raw(namedSse(messageStream(messageObject({}))[0] ?? {}));
    const response = await answered;
    reply.cut();
    const last = (await response.text()).trim().split('\n\n').at(-1) ?? '';
    expect(last).toMatch(/^event: error\ndata: \{"type":"error","error":\{"type":"api_error"/);
  });
});

test('the headers of the SDK that Anthropic reads reach the upstream as they do directly', async () => {
  const sentTo = async (baseURL: string): Promise<object> => {
    const client = new Anthropic({ baseURL, apiKey: 'any', maxRetries: 0 });
    const asked = { ...common, messages: user('Which headers?'), betas: ['output-128k-2025-02-19'] };
    await client.beta.messages.create({ ...asked, user_profile_id: 'uprof_1', workspace_id: 'wrkspc_1' });
    const { headers = {} } = upstream.requests.at(-1) ?? {};
    return Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('anthropic-')));
  };
  const directly = await sentTo(upstream.url);
  expect(Object.keys(directly)).toEqual(expect.arrayContaining(['anthropic-version', 'anthropic-beta']));
  expect(await sentTo(strata.url)).toEqual(directly);
});

/** Calls as clients make them that know Anthropic's key by its own header, and those that send a Bearer. */
const CREDENTIALS = [
  { header: 'x-api-key', shown: (key: string) => key },
  { header: 'authorization', shown: (key: string) => `Bearer ${key}` },
] as const;

describe.each(CREDENTIALS)('the caller’s own key as $header', ({ header, shown }) => {
  const ask = async (proxy: Strata, key: string, path = '/v1/messages', extra = {}) => {
    const body = { ...common, messages: user(`Whose, as ${header}?`) };
    const response = await proxy.fetch(path, { body, headers: { [header]: shown(key), ...extra } });
    return { cache: response.headers.get('x-cache'), status: response.status, text: await response.text() };
  };
  const seen = () => upstream.requests.map(({ headers }) => headers[header]);

  test('goes upstream where we have none, and is a tenant of its own', async () => {
    await using forwarding = await Strata.start({
      OPENAI_BASE_URL: upstream.baseUrl,
      SEMANTIC_ENABLED: 'false',
    });
    const caches: (string | null)[] = [];
    for (const key of ['key-a', 'key-b', 'key-a']) {
      // oxlint-disable-next-line no-await-in-loop -- each may answer the next
      caches.push((await ask(forwarding, key)).cache);
    }
    expect(caches).toEqual(['miss', 'miss', 'exact-hit']);
    const counted = await ask(forwarding, 'key-c', '/v1/messages/count_tokens');
    expect(JSON.parse(counted.text)).toEqual({ input_tokens: 42 });
    expect(seen()).toEqual(['key-a', 'key-b', 'key-c'].map(shown));
  });

  test('stays here where we have one', async () => {
    await ask(strata, 'key-a');
    await ask(strata, 'key-a', '/v1/messages/count_tokens');
    expect(upstream.requests).toHaveLength(2);
    for (const { headers } of upstream.requests) {
      expect(headers['authorization']).toBe('Bearer sk-upstream');
      expect(JSON.stringify(headers)).not.toContain('key-a');
    }
  });

  test('is never one of Strata’s: those do not go upstream, not even where callers’ keys do', async () => {
    await using forwarding = await Strata.start({
      OPENAI_BASE_URL: upstream.baseUrl,
      SEMANTIC_ENABLED: 'false',
      MASTER_KEYS: 'sk-of-strata,sk-of-strata-too',
    });
    const other = header === 'x-api-key' ? { authorization: 'Bearer sk-of-strata-too' } : {};
    for (const path of ['/v1/messages', '/v1/messages/count_tokens', '/v1/models']) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await ask(forwarding, 'sk-of-strata', path, other);
    }
    await forwarding.fetch('/v1/models', { headers: { [header]: shown('sk-of-strata') } });
    expect(upstream.requests.length).toBeGreaterThan(2);
    expect(JSON.stringify(upstream.requests.map(({ headers }) => headers))).not.toContain('sk-of-strata');
    const [wrong] = [await ask(forwarding, 'key-a')];
    expect(wrong.status).toBe(401);
  });
});

test('a question that means the same is answered by meaning, within the same system prompt', async () => {
  await using meaning = await Strata.before(upstream);
  const ask = async (content: string, system: string): Promise<string | null> => {
    const client = new Anthropic({ baseURL: meaning.url, apiKey: 'any', maxRetries: 0 });
    const { data, response } = await client.messages
      .create({ ...common, system, messages: user(content) })
      .withResponse();
    expect(data.content[0]).toMatchObject({ type: 'text' });
    return response.headers.get('x-cache');
  };
  expect(await ask('How do I reset my password?', 'Help.')).toBe('miss');
  await meaning.settled();
  expect(await ask('How can I reset my password?', 'Help.')).toBe('semantic-hit');
  expect(await ask('How can I reset my password?', 'Do not help.')).toBe('miss');
}, 60_000);

test.each([
  ['that somebody thought about without being asked to', {}, RICH.content.slice(0, 2)],
  [
    'asked of a model that is to think',
    { thinking: { type: 'adaptive' as const } },
    RICH.content.slice(1, 2),
  ],
])(
  'a message %s answers its own question alone, as what was thought is signed for it',
  async (_what, fields, content) => {
    await using meaning = await Strata.before(upstream);
    upstream.enqueue(messageAnswer({ content }), messageAnswer({ content }));
    const ask = async (question: string): Promise<string | null> => {
      const response = await meaning.fetch('/v1/messages', {
        body: { ...common, ...fields, messages: user(question) },
      });
      expect(await response.json()).toMatchObject({ content });
      await meaning.settled();
      return response.headers.get('x-cache');
    };
    expect(await ask('How do I reset my password?')).toBe('miss');
    expect(await ask('How can I reset my password?')).toBe('miss');
    expect(await ask('How do I reset my password?')).toBe('exact-hit');
  },
  60_000,
);
