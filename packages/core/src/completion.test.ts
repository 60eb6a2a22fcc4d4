import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answerRefusal } from './admission.ts';
import { CompletionAssembler } from './completion-assembler.ts';
import { completionChunks } from './completion-chunks.ts';
import { choicesOf } from './completion.ts';
import type { JsonObject } from './json.ts';

function assemble(events: readonly string[]): JsonObject {
  const assembler = new CompletionAssembler();
  for (const event of events) assembler.push(event);
  return assembler.whole();
}

const top = { id: 'chatcmpl-1', created: 1, model: 'm', system_fingerprint: 'fp' };
const usage = {
  prompt_tokens: 3,
  completion_tokens: 2,
  total_tokens: 5,
  prompt_tokens_details: { cached_tokens: 1 },
};
const whole = (message: object, rest: object = {}): JsonObject => ({
  ...top,
  object: 'chat.completion',
  choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason: 'stop', ...rest }],
  usage,
});
const chunk = (delta: object, rest: object = {}): string =>
  JSON.stringify({
    ...top,
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta, finish_reason: null, ...rest }],
  });

function replayOf(completion: JsonObject, includeUsage = false) {
  const events = completionChunks(completion, { includeUsage }).map((text) => JSON.parse(text) as JsonObject);
  const deltas = events.flatMap(choicesOf).map((choice) => choice['delta']);
  return { events, deltas };
}

const call = (id: string, args: string): object => ({
  id,
  type: 'function',
  function: { name: `f_${id}`, arguments: args },
});

describe('a completion', () => {
  test.each([
    ['text', whole({ content: 'Hello there.' })],
    ['a refusal', whole({ content: null, refusal: 'No.' })],
    [
      'a text and nulls',
      {
        ...whole({ content: 'Hi.', refusal: null }, { logprobs: null }),
        service_tier: null,
      },
    ],
    [
      'tool calls',
      whole(
        { content: null, tool_calls: [call('a', '{"x":1}'), call('b', '')] },
        { finish_reason: 'tool_calls' },
      ),
    ],
    [
      'reasoning and fields we do not know',
      whole({ content: 'Yes.', reasoning_content: 'Because.', annotations: [{ a: 1 }] }),
    ],
  ])('of %s is the same after a trip through a stream', (_name, completion) => {
    expect(assemble(completionChunks(completion, { includeUsage: true }))).toEqual(completion);
  });

  test('with any text is the same after a trip through a stream', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, unit: 'binary' }),
        fc.string({ unit: 'binary' }),
        (content, args) => {
          const completion = whole({ content, tool_calls: [call('a', args)] });
          expect(assemble(completionChunks(completion, { includeUsage: true }))).toEqual(completion);
        },
      ),
    );
  });

  test('replayed has the role first, an empty delta with the reason last, and usage only when asked for', () => {
    const events = completionChunks(whole({ content: 'Hi' }), { includeUsage: false }).map(
      (text) => JSON.parse(text) as JsonObject,
    );
    expect(events[0]).toMatchObject({
      object: 'chat.completion.chunk',
      choices: [{ delta: { role: 'assistant' } }],
    });
    expect(events.at(-1)).toMatchObject({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });
    expect(events.some((event) => 'usage' in event)).toBe(false);
    const asked = completionChunks(whole({ content: 'Hi' }), { includeUsage: true }).map(
      (text) => JSON.parse(text) as JsonObject,
    );
    expect(asked.at(-1)).toMatchObject({ choices: [], usage });
    expect(asked.slice(0, -1).every((event) => event['usage'] === null)).toBe(true);
  });

  test('replayed tells the usage unasked, in its last chunk, where the upstream did', () => {
    const last = { ...top, choices: [{ index: 0, delta: { content: '' }, finish_reason: 'stop' }], usage };
    const stored = assemble([chunk({ role: 'assistant', content: 'Hi' }), JSON.stringify(last)]);
    expect(stored).toEqual(whole({ content: 'Hi' }));
    const read = JSON.parse(JSON.stringify(stored)) as JsonObject;
    const { events } = replayOf(read);
    expect(events.at(-1)).toMatchObject({ choices: [{ delta: {}, finish_reason: 'stop' }], usage });
    expect(events.filter((event) => 'usage' in event)).toHaveLength(1);
    expect(replayOf(assemble(events.map((event) => JSON.stringify(event)))).events).toEqual(events);
    const { events: asked } = replayOf(read, true);
    expect(asked.filter((event) => event['usage'] !== null)).toEqual([
      expect.objectContaining({ choices: [], usage }),
    ]);
    const inItsOwnChunk = [chunk({ content: 'Hi' }), JSON.stringify({ ...top, choices: [], usage })];
    expect(replayOf(assemble(inItsOwnChunk)).events.some((event) => 'usage' in event)).toBe(false);
  });

  test('replayed has what Groq counted in the last chunk alone', () => {
    const x_groq = { id: 'req_1', usage: { total_time: 0.2 } };
    const stored = { ...whole({ content: 'Hi' }), x_groq };
    const { events } = replayOf(stored);
    expect(events.filter((event) => 'x_groq' in event)).toEqual([events.at(-1)]);
    expect(assemble(completionChunks(stored, { includeUsage: true }))).toEqual(stored);
  });

  test('replayed tells of the prompt once, in the first chunk', () => {
    const stored = { ...whole({ content: 'Hi' }), prompt_filter_results: [{ prompt_index: 0 }] };
    const { events } = replayOf(stored, true);
    expect(events.filter((event) => 'prompt_filter_results' in event)).toEqual([events[0]]);
    expect(assemble(completionChunks(stored, { includeUsage: true }))).toEqual(stored);
  });

  test('replayed numbers its tool calls, whatever index they have in the whole form', () => {
    const calls = ['a', 'b'].map((id) => ({ index: 0, ...call(id, '1') }));
    const { deltas } = replayOf(whole({ content: null, tool_calls: calls }));
    expect(deltas).toMatchObject([
      {},
      {
        tool_calls: [
          { index: 0, id: 'a' },
          { index: 1, id: 'b' },
        ],
      },
      {},
    ]);
  });

  test('replayed says what was thought before it says anything else', () => {
    const thought = { reasoning_content: 'Hm.', reasoning: 'Hm.', reasoning_details: [{ text: 'Hm.' }] };
    const { deltas } = replayOf(
      whole({ content: 'Yes.', ...thought, refusal: null, tool_calls: [call('a', '1')] }),
    );
    expect(deltas).toEqual([
      { role: 'assistant', content: '', refusal: null },
      thought,
      { content: 'Yes.' },
      { tool_calls: [{ index: 0, ...call('a', '1') }] },
      {},
    ]);
  });
});

describe('a stream', () => {
  test('is put together by index, whatever order the fragments of its tool calls come in', () => {
    const fragment = (index: number, rest: object): string => chunk({ tool_calls: [{ index, ...rest }] });
    const completion = assemble([
      chunk({ role: 'assistant', content: null }),
      fragment(1, { id: 'b', type: 'function', function: { name: 'g', arguments: '' } }),
      fragment(0, { id: 'a', type: 'function', function: { name: 'f', arguments: '{"x"' } }),
      fragment(1, { function: { arguments: '{}' } }),
      fragment(0, { function: { arguments: ':1}' } }),
      chunk({}, { finish_reason: 'tool_calls' }),
    ]);
    expect(completion['choices']).toEqual([
      {
        index: 0,
        message: {
          role: 'assistant',
          content: null,
          tool_calls: [
            { id: 'a', type: 'function', function: { name: 'f', arguments: '{"x":1}' } },
            { id: 'b', type: 'function', function: { name: 'g', arguments: '{}' } },
          ],
        },
        finish_reason: 'tool_calls',
      },
    ]);
  });

  test.each([
    ['no index', {}],
    ['the same index', { index: 0 }],
  ])('whose tool calls all have %s begins a new one with each new id', (_what, place) => {
    const fragment = (name: string, args: string, id?: string): string =>
      chunk({ tool_calls: [{ ...place, id, type: 'function', function: { name, arguments: args } }] });
    const completion = assemble([
      chunk({ role: 'assistant', content: null }),
      fragment('f_a', '{"x"', 'a'),
      fragment('', ':1}', ''),
      fragment('f_b', '', 'b'),
      fragment('', '{"y":'),
      fragment('', '2}', 'b'),
      chunk({}, { finish_reason: 'tool_calls' }),
    ]);
    const tool_calls = [call('a', '{"x":1}'), call('b', '{"y":2}')];
    expect(completion['choices']).toMatchObject([{ message: { tool_calls } }]);
  });

  test('puts the pieces of what was thought together by their index, and keeps what is no piece', () => {
    const format = 'anthropic-claude-v1';
    const text = (piece: string, index: number): object => ({
      type: 'reasoning.text',
      text: piece,
      signature: null,
      format,
      index,
    });
    const encrypted = (data: string): object => ({ type: 'reasoning.encrypted', data, index: 0 });
    const thought = (...items: object[]): string => chunk({ reasoning_details: items });
    const block = { type: 'thinking', thinking: 'A', index: 0 };
    const completion = assemble([
      thought(text('Let', 0)),
      thought(text(' me', 0), text('Or', 1)),
      thought(text(' see.', 0)),
      thought({ type: 'reasoning.text', signature: 'c2ln', format, index: 0 }),
      thought(encrypted('x')),
      thought(encrypted('y')),
      thought(text('Again.', 0)),
      thought({ type: 'reasoning.text', text: 'no index' }),
      thought({ type: 'reasoning.text', text: 'no index' }),
      chunk({ content: 'Yes.', thinking_blocks: [block] }),
      chunk({ thinking_blocks: [{ ...block, thinking: 'B', signature: 's' }] }),
      chunk({}, { finish_reason: 'stop' }),
    ]);
    const reasoning_details = [
      { type: 'reasoning.text', text: 'Let me see.', signature: 'c2ln', format, index: 0 },
      text('Or', 1),
      encrypted('x'),
      encrypted('y'),
      text('Again.', 0),
      { type: 'reasoning.text', text: 'no index' },
      { type: 'reasoning.text', text: 'no index' },
    ];
    const thinking_blocks = [{ type: 'thinking', thinking: 'AB', signature: 's', index: 0 }];
    expect(completion['choices']).toMatchObject([{ message: { reasoning_details, thinking_blocks } }]);
    expect(assemble(completionChunks(completion, { includeUsage: true }))).toEqual(completion);
  });

  test('puts what was thought together without an index too, up to each signature', () => {
    const piece = (thinking: string, signature = ''): object => ({ type: 'thinking', thinking, signature });
    const hidden = { type: 'redacted_thinking', data: 'x' };
    const thought = (...thinking_blocks: object[]): string => chunk({ thinking_blocks });
    const completion = assemble([
      thought(piece('Let me ')),
      thought(piece('see.')),
      thought(piece('', 'one')),
      thought(piece('Or')),
      thought(piece('', 'two')),
      thought(hidden),
      thought(piece('Yes')),
      chunk({ content: 'Yes.' }, { finish_reason: 'stop' }),
    ]);
    const thinking_blocks = [piece('Let me see.', 'one'), piece('Or', 'two'), hidden, piece('Yes')];
    expect(completion['choices']).toMatchObject([{ message: { thinking_blocks } }]);
    expect(assemble(completionChunks(completion, { includeUsage: true }))).toEqual(completion);
  });

  test('that says the message so far beside each delta, or nothing but a message, is put together once', () => {
    const message = (content: string): object => ({ message: { role: 'assistant', content } });
    const besides = assemble([
      chunk({ role: 'assistant', content: 'He' }, message('He')),
      chunk({ content: 'llo' }, { ...message(''), finish_reason: 'stop' }),
    ]);
    const alone = assemble([
      JSON.stringify({ ...top, choices: [{ index: 0, ...message('Hello'), finish_reason: 'stop' }] }),
    ]);
    const { usage: _usage, ...expected } = whole({ content: 'Hello' });
    expect([besides, alone]).toEqual([expected, expected]);
  });

  test.each([[''], [null]])('with an error of %j in each chunk is no error', (error) => {
    const events = [chunk({ content: 'Hi' }), chunk({}, { finish_reason: 'stop' })];
    const completion = assemble(
      events.map((event) => JSON.stringify({ ...(JSON.parse(event) as object), error })),
    );
    expect(answerRefusal(completion)).toBeUndefined();
    expect(answerRefusal({ ...completion, error: 'overloaded' })).toBe('error-body');
  });

  test('keeps what is null all along, for clients that ask `refusal !== null`', () => {
    const nulls = { finish_reason: null, logprobs: null };
    const completion = assemble([
      chunk({ role: 'assistant', content: '', refusal: null }, nulls),
      chunk({ content: 'Hi', refusal: null }, nulls),
      chunk({}, { finish_reason: 'stop', logprobs: null }),
      JSON.stringify({ ...top, choices: [], usage }),
      JSON.stringify({ ...top, choices: [], usage: null }),
    ]);
    expect(completion['choices']).toEqual([
      {
        index: 0,
        message: { role: 'assistant', content: 'Hi', refusal: null },
        finish_reason: 'stop',
        logprobs: null,
      },
    ]);
    expect(completion['usage']).toEqual(usage);
    expect(answerRefusal(completion)).toBeUndefined();
  });

  test.each<[string, object, JsonObject]>([
    [
      'tool calls',
      { tool_calls: [{ index: 0, ...call('a', '{}') }] },
      { content: null, tool_calls: [call('a', '{}')] },
    ],
    ['a call', { function_call: { name: 'f' } }, { content: null, function_call: { name: 'f' } }],
    ['a refusal', { refusal: 'No.' }, { content: null, refusal: 'No.' }],
    ['a text', { content: 'Hi', refusal: '' }, { content: 'Hi' }],
    ['a thought', { reasoning_content: 'Hm.', refusal: '' }, { content: '', reasoning_content: 'Hm.' }],
  ])('that begins with an empty text and has %s says no text that was not said', (_what, delta, message) => {
    const completion = assemble([
      chunk({ role: 'assistant', content: '' }),
      chunk(delta),
      chunk({}, { finish_reason: 'stop' }),
    ]);
    expect(completion['choices']).toMatchObject([{ message }]);
  });

  test('of which no chunk knew the usage has none', () => {
    const silent = JSON.stringify({ ...top, choices: [], usage: null });
    const completion = assemble([chunk({ content: 'Hi' }, { finish_reason: 'stop' }), silent]);
    expect(completion).not.toHaveProperty('usage');
  });

  test('is not renamed by a late chunk that has no id, no model and no time', () => {
    const nameless = { id: '', object: '', created: 0, model: '' };
    const filter = { index: 0, finish_reason: null, content_filter_results: { hate: { filtered: false } } };
    const completion = assemble([
      JSON.stringify({ ...nameless, choices: [], prompt_filter_results: [] }),
      chunk({ role: 'assistant', content: 'Hi' }),
      chunk({}, { finish_reason: 'stop' }),
      JSON.stringify({ ...nameless, choices: [filter] }),
      JSON.stringify({ ...nameless, choices: [{ ...filter, content_filter_results: {} }] }),
    ]);
    expect(completion).toMatchObject({
      ...top,
      object: 'chat.completion',
      choices: [{ finish_reason: 'stop', content_filter_results: filter.content_filter_results }],
    });
  });

  test('has nothing of the events that keep it alive, and all that is counted apart', () => {
    const completion = assemble([
      '{"type":"ping"}',
      chunk({ role: 'assistant', content: 'Hi' }),
      '{"type":"ping","id":"another"}',
      chunk({}, { finish_reason: 'stop' }),
      JSON.stringify({ usage }),
    ]);
    expect(completion).toEqual(whole({ content: 'Hi' }));
  });

  test('repeats neither role nor id nor name when every fragment carries them', () => {
    const completion = assemble([
      chunk({
        role: 'assistant',
        content: 'a',
        tool_calls: [{ index: 0, id: 'x', type: 'function', function: { name: 'f', arguments: '1' } }],
      }),
      chunk({
        role: 'assistant',
        content: 'b',
        tool_calls: [{ index: 0, id: 'x', type: 'function', function: { name: 'f', arguments: '2' } }],
      }),
      chunk({}, { finish_reason: 'stop' }),
    ]);
    expect(completion['choices']).toMatchObject([
      {
        message: {
          role: 'assistant',
          content: 'ab',
          tool_calls: [{ id: 'x', function: { name: 'f', arguments: '12' } }],
        },
      },
    ]);
  });

  test('whose content comes as lists and as texts keeps all of it in order', () => {
    const thinking = (text: string): object => ({ type: 'thinking', thinking: [{ type: 'text', text }] });
    const image = { type: 'image_url', image_url: 'data:' };
    const completion = assemble([
      chunk({ role: 'assistant', content: '' }),
      chunk({ content: [thinking('Let me ')] }),
      chunk({ content: [thinking('see.')] }),
      chunk({ content: 'It ' }),
      chunk({ content: '' }),
      chunk({ content: 'is ' }),
      chunk({ content: [] }),
      chunk({ content: [{ type: 'text', text: '42.' }, image] }),
      chunk({ content: 'Yes.' }),
      chunk({}, { finish_reason: 'stop' }),
    ]);
    const content = [
      thinking('Let me '),
      thinking('see.'),
      { type: 'text', text: 'It is 42.' },
      image,
      { type: 'text', text: 'Yes.' },
    ];
    expect(completion['choices']).toMatchObject([{ message: { content } }]);
    expect(answerRefusal(completion)).toBeUndefined();
    expect(assemble(completionChunks(completion, { includeUsage: true }))).toEqual(completion);
    const textFirst = assemble([chunk({ content: 'Look: ' }), chunk({ content: [image] })]);
    expect(textFirst['choices']).toMatchObject([{ message: { content: [{ text: 'Look: ' }, image] } }]);
  });

  test.each([
    ['a text and a list', 'a', ['b']],
    ['a list and an object', ['a'], { b: 1 }],
    ['an object and a text', { a: 1 }, 'b'],
  ])('in which %s would replace each other cannot be put together', (_what, first, second) => {
    expect(() => assemble([chunk({ reasoning: first }), chunk({ reasoning: second })])).toThrow(TypeError);
  });

  test('with a member called __proto__ is put together like any other, and changes no other object', () => {
    const delta = '{"role":"assistant","content":"Hi","__proto__":{"said":"one "}}';
    const event = (json: string): string =>
      `{"id":"a","choices":[{"index":0,"delta":${json}}],"__proto__":{"x":1}}`;
    const completion = assemble([event(delta), event('{"__proto__":{"said":"two"}}')]);
    expect('said' in {}).toBe(false);
    expect(JSON.stringify(completion)).toContain('"content":"Hi","__proto__":{"said":"one two"}');
    expect(JSON.stringify(completion)).toContain('"__proto__":{"x":1}');
  });

  test('that never said why it ended keeps a reason of null, which is never stored', () => {
    const completion = assemble([chunk({ role: 'assistant', content: 'Hel' })]);
    expect(completion['choices']).toMatchObject([{ finish_reason: null }]);
    expect(answerRefusal(completion)).toBe('unfinished');
  });
});
