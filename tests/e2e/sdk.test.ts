import {
  answer,
  openAiError,
  hangAfter,
  cutAfter,
  raw as rawBody,
} from '@strata/contracts/fake-openai-replies';
import { fakeChunks } from '@strata/contracts/fake-openai-completion';
import { FakeStream } from '@strata/contracts/fake-openai-stream';
import OpenAI from 'openai';
import { beforeAll, describe, expect, test } from 'vitest';
import { strataForFile } from './strata-for-file.ts';
import { Strata } from './strata.ts';

const { upstream, strata } = strataForFile({ SEMANTIC_ENABLED: 'false' });
/** The official SDK, with nothing changed but the base URL. */
let client: OpenAI;

beforeAll(async () => {
  client = new OpenAI({ baseURL: `${strata.url}/v1`, apiKey: 'any', maxRetries: 0 });
});

let questions = 0;
const question = (): OpenAI.ChatCompletionMessageParam[] => [
  { role: 'user', content: `Question number ${(questions += 1)}` },
];

const DETAILED = {
  id: 'chatcmpl-1',
  systemFingerprint: 'fp_1',
  choices: [
    {
      toolCalls: [
        { id: 'call_a', name: 'weather', arguments: ['{"city":', '"Paris"}'] },
        { id: 'call_b', name: 'time', arguments: '{}' },
      ],
    },
  ],
  usage: {
    prompt_tokens: 12,
    completion_tokens: 7,
    total_tokens: 19,
    prompt_tokens_details: { cached_tokens: 4 },
    completion_tokens_details: { reasoning_tokens: 2 },
  },
};

async function collect(
  stream: AsyncIterable<OpenAI.ChatCompletionChunk>,
): Promise<OpenAI.ChatCompletionChunk[]> {
  const chunks: OpenAI.ChatCompletionChunk[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}

function contentOf(chunks: readonly OpenAI.ChatCompletionChunk[]): string {
  return chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('');
}

describe('the openai SDK through Strata', () => {
  test('S2-31 gets what it gets directly, and the same again from the cache', async () => {
    const direct = new OpenAI({ baseURL: upstream.baseUrl, apiKey: 'any', maxRetries: 0 });
    const messages = question();
    const expected = await direct.chat.completions.create({ model: 'gpt-4o-mini', messages });
    const miss = await client.chat.completions.create({ model: 'gpt-4o-mini', messages }).withResponse();
    const hit = await client.chat.completions.create({ model: 'gpt-4o-mini', messages }).withResponse();
    expect(miss.data).toEqual(expected);
    expect(hit.data).toEqual(expected);
    expect([miss.response.headers.get('x-cache'), hit.response.headers.get('x-cache')]).toEqual([
      'miss',
      'exact-hit',
    ]);
    expect(upstream.requests.at(-1)?.headers['authorization']).toBe('Bearer sk-upstream');
  });

  test('streams live, then from the cache, with one [DONE] and no usage unless asked', async () => {
    const request = { model: 'gpt-4o-mini', messages: question(), stream: true } as const;
    const live = await collect(await client.chat.completions.create(request));
    const replayed = await collect(await client.chat.completions.create(request));
    expect(contentOf(live)).toMatch(/^You said: Question/);
    expect(contentOf(replayed)).toBe(contentOf(live));
    expect([...live, ...replayed].some((chunk) => 'usage' in chunk)).toBe(false);
    expect(upstream.requests).toHaveLength(1);
    const raw = await strata.fetch('/v1/chat/completions', { body: request });
    expect((await raw.text()).match(/data: \[DONE\]\n\n/g)).toHaveLength(1);
  });

  test('gets a whole answer from a streamed entry and a stream from a whole one, usage included', async () => {
    upstream.respond(answer(DETAILED));
    const tools = [{ type: 'function' as const, function: { name: 'weather', parameters: {} } }];
    const [streamedFirst, wholeFirst] = [question(), question()];
    const model = 'gpt-4o-mini';
    const usage = { stream_options: { include_usage: true } };
    await collect(
      await client.chat.completions.create({ model, tools, messages: streamedFirst, stream: true }),
    );
    const whole = await client.chat.completions.create({ model, tools, messages: streamedFirst });
    const direct = await client.chat.completions.create({ model, tools, messages: wholeFirst });
    expect(whole.choices[0]?.message.tool_calls).toEqual(direct.choices[0]?.message.tool_calls);
    expect(whole.choices[0]?.finish_reason).toBe('tool_calls');
    expect(whole.usage).toEqual(direct.usage);
    expect(whole).toMatchObject({ id: 'chatcmpl-1', system_fingerprint: 'fp_1', object: 'chat.completion' });

    const runner = client.chat.completions.stream({ model, tools, messages: wholeFirst, ...usage });
    const assembled = await runner.finalChatCompletion();
    expect(assembled.choices[0]?.message.tool_calls).toMatchObject(
      direct.choices[0]?.message.tool_calls ?? [],
    );
    expect(assembled.usage).toEqual(direct.usage);
    expect(upstream.requests).toHaveLength(2);
  });

  test('keeps a refusal, reasoning and unknown fields through both forms', async () => {
    upstream.respond(answer({ choices: [{ refusal: ['I ', 'cannot.'], reasoning: ['Because', ' so.'] }] }));
    const messages = question();
    await collect(await client.chat.completions.create({ model: 'm', messages, stream: true }));
    const whole = await client.chat.completions.create({ model: 'm', messages });
    expect(whole.choices[0]?.message).toMatchObject({
      refusal: 'I cannot.',
      reasoning_content: 'Because so.',
    });
  });

  test.each([
    [400, OpenAI.BadRequestError],
    [401, OpenAI.AuthenticationError],
    [404, OpenAI.NotFoundError],
    [429, OpenAI.RateLimitError],
    [500, OpenAI.InternalServerError],
    [503, OpenAI.InternalServerError],
  ])(
    'throws its own error for an upstream %d, with the message and the retry headers, and nothing is stored',
    async (status, type) => {
      const headers = {
        'retry-after': '7',
        'retry-after-ms': '7000',
        'x-should-retry': 'false',
        'x-request-id': 'req_u',
      };
      upstream.enqueue(openAiError(status, { message: 'No.', code: 'why' }, headers));
      const messages = question();
      const failed = await client.chat.completions
        .create({ model: 'm', messages })
        .catch((error: unknown) => error);
      expect(failed).toBeInstanceOf(type);
      const { headers: got, code, message } = failed as InstanceType<typeof OpenAI.APIError>;
      expect({ code, message: message.includes('No.') }).toEqual({ code: 'why', message: true });
      for (const [name, value] of Object.entries(headers)) expect(got?.get(name), name).toBe(value);
      const next = await client.chat.completions.create({ model: 'm', messages }).withResponse();
      expect(next.response.headers.get('x-cache')).toBe('miss');
    },
  );

  test('retries by itself and then succeeds', async () => {
    upstream.enqueue(
      openAiError(429, {}, { 'retry-after-ms': '1' }),
      openAiError(503, {}, { 'retry-after-ms': '1' }),
    );
    const patient = client.withOptions({ maxRetries: 2 });
    const completion = await patient.chat.completions.create({ model: 'm', messages: question() });
    expect(completion.choices[0]?.message.content).toMatch(/^You said/);
    expect(upstream.requests).toHaveLength(3);
  });

  test('reads a stream whose upstream spreads events over lines, with comments between them', async () => {
    const chunks = fakeChunks({ choices: [{ content: ['over', ' lines'] }] });
    const lines = (chunk: object): string =>
      `: ping\r\n${JSON.stringify(chunk, null, 1).replaceAll(/^/gm, 'data: ').replaceAll('\n', '\r\n')}\r\n\r\n`;
    upstream.enqueue(rawBody([...chunks.map(lines), 'data: [DONE]\r\n\r\n']));
    const request = { model: 'm', messages: question(), stream: true } as const;
    for (const _time of ['live', 'replayed']) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect(contentOf(await collect(await client.chat.completions.create(request)))).toBe('over lines');
    }
  });

  test('throws on a stream that breaks off, which is not stored', async () => {
    const chunks = fakeChunks({ choices: [{ content: ['half', ' an answer'] }] }).slice(0, 2);
    upstream.enqueue(cutAfter(chunks));
    const messages = question();
    const reading = client.chat.completions.create({ model: 'm', messages, stream: true }).then(collect);
    await expect(reading).rejects.toThrow();
    const again = await client.chat.completions.create({ model: 'm', messages }).withResponse();
    expect(again.response.headers.get('x-cache')).toBe('miss');
  });

  test('that aborts closes the upstream connection, before and amid the answer', async () => {
    upstream.enqueue(hangAfter([]), hangAfter(fakeChunks({ choices: [{ content: 'x' }] }).slice(0, 1)));
    const early = new AbortController();
    const waiting = client.chat.completions.create(
      { model: 'm', messages: question() },
      { signal: early.signal },
    );
    const first = await upstream.nextRequest();
    early.abort();
    await expect(waiting).rejects.toThrow();
    await first.closed;
    expect(first.aborted).toBe(true);

    const stream = await client.chat.completions.create({ model: 'm', messages: question(), stream: true });
    const second = await upstream.nextRequest();
    for await (const chunk of stream) {
      expect(chunk.choices).toHaveLength(1);
      break;
    }
    await second.closed;
    expect(second.aborted).toBe(true);
  });

  test('a thousand times at once makes one upstream call, streaming or not', async () => {
    const reply = new FakeStream();
    upstream.enqueue(reply.reply);
    const messages = question();
    const asked = Array.from({ length: 1_000 }, async (_, index) => {
      if (index % 2 === 0) {
        const whole = await client.chat.completions.create({ model: 'm', messages });
        return whole.choices[0]?.message.content;
      }
      return contentOf(
        await collect(await client.chat.completions.create({ model: 'm', messages, stream: true })),
      );
    });
    await reply.opened;
    await allJoined(strata, 999);
    reply.push(...fakeChunks({ choices: [{ content: ['one', ' answer'] }] }, { includeUsage: true })).done();
    expect(new Set(await Promise.all(asked))).toEqual(new Set(['one answer']));
    expect(upstream.requests).toHaveLength(1);
  }, 60_000);

  test('gets each chunk as it comes, before the next one is there', async () => {
    const reply = new FakeStream();
    upstream.enqueue(reply.reply);
    const [first, second, ...rest] = fakeChunks({ choices: [{ content: ['one', 'two'] }] });
    const stream = await Promise.all([
      client.chat.completions.create({ model: 'm', messages: question(), stream: true }),
      reply.opened.then(() => reply.push(first ?? {})),
    ]).then(([opened]) => opened[Symbol.asyncIterator]());
    expect((await stream.next()).value?.choices[0]?.delta).toMatchObject({ role: 'assistant' });
    reply.push(second ?? {});
    expect((await stream.next()).value?.choices[0]?.delta.content).toBe('one');
    reply.push(...rest).done();
    expect((await stream.next()).value?.choices[0]?.delta.content).toBe('two');
  });
});

/** Waits until that many requests have joined another's run, as the metrics tell. */
async function allJoined(proxy: Strata, count: number): Promise<void> {
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- polls a counter of another's progress
    const text = await (await proxy.fetch('/metrics')).text();
    if (Number(/^strata_coalesced_total (\d+)/m.exec(text)?.[1] ?? 0) >= count) return;
  }
}
