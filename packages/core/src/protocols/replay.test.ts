import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isJsonObject, parseJson, type JsonObject } from '../json.ts';
import { completions } from './completions.ts';
import { messages } from './messages.ts';
import type { Protocol } from './protocol.ts';
import { responses } from './responses.ts';

const text = fc.string({ unit: 'grapheme', minLength: 1 });
/** As it comes out of JSON, which has no negative zero. */
const input = fc
  .dictionary(fc.string({ minLength: 1 }), fc.jsonValue({ maxDepth: 2 }), { noNullPrototype: true })
  .map((value) => parseJson(JSON.stringify(value)));
const id = fc.stringMatching(/^[a-z]{1,8}$/);
const count = fc.nat(1_000);

const block = fc.oneof(
  fc.record({ type: fc.constant('text'), text }),
  fc.record({
    type: fc.constant('text'),
    text,
    citations: fc.array(fc.record({ type: fc.constant('char_location'), cited_text: text }), {
      minLength: 1,
    }),
  }),
  fc.record({ type: fc.constant('thinking'), thinking: text, signature: text }),
  fc.record({ type: fc.constant('redacted_thinking'), data: text }),
  fc.record({ type: fc.constant('tool_use'), id, name: id, input }),
  fc.record({ type: fc.constant('of_the_future'), some: input }),
);
const message = fc.record({
  id,
  type: fc.constant('message'),
  role: fc.constant('assistant'),
  model: id,
  content: fc.array(block, { minLength: 1, maxLength: 5 }),
  stop_reason: fc.constantFrom('end_turn', 'tool_use', 'stop_sequence'),
  stop_sequence: fc.option(text),
  stop_details: fc.constant(null),
  usage: fc.record({ input_tokens: count, cache_read_input_tokens: fc.option(count), output_tokens: count }),
});

const part = fc.oneof(
  fc.record({
    type: fc.constant('output_text'),
    text,
    annotations: fc.array(fc.record({ type: fc.constant('url_citation'), url: text })),
  }),
  fc.record({ type: fc.constant('refusal'), refusal: text }),
);
const item = fc.oneof(
  fc.record({
    id,
    type: fc.constant('message'),
    status: fc.constant('completed'),
    role: fc.constant('assistant'),
    content: fc.array(part, { minLength: 1, maxLength: 3 }),
  }),
  fc.record({
    id,
    type: fc.constant('function_call'),
    status: fc.constant('completed'),
    call_id: id,
    name: id,
    arguments: text,
  }),
  fc.record({ id, type: fc.constant('custom_tool_call'), call_id: id, name: id, input: text }),
  fc.record({
    id,
    type: fc.constant('reasoning'),
    summary: fc.array(fc.record({ type: fc.constant('summary_text'), text })),
  }),
  fc.record({ id, type: fc.constant('of_the_future'), some: input }),
);
const response = fc.record({
  id,
  object: fc.constant('response'),
  status: fc.constant('completed'),
  model: id,
  output: fc.array(item, { minLength: 1, maxLength: 4 }),
  usage: fc.record({ input_tokens: count, output_tokens: count }),
});

const completion = fc.record({
  id,
  object: fc.constant('text_completion'),
  model: id,
  choices: fc
    .array(text, { minLength: 1, maxLength: 3 })
    .map((texts) =>
      texts.map((said, index) => ({ text: said, index, logprobs: null, finish_reason: 'stop' })),
    ),
  usage: fc.record({ prompt_tokens: count, completion_tokens: count }),
});

const CASES: readonly (readonly [Protocol, fc.Arbitrary<JsonObject>])[] = [
  [messages, message],
  [responses, response],
  [completions, completion],
];

test.each(CASES)('$name: a stored answer, replayed as a stream, adds up to itself', (protocol, answers) => {
  fc.assert(
    fc.property(answers, (answer) => {
      const stored = parseJson(JSON.stringify(answer));
      const events = replayed(protocol, stored);
      const assembler = protocol.assembler();
      for (const event of events) assembler.push(event);
      expect(assembler.whole()).toEqual(stored);
      const [last = ''] = events.slice(-1);
      expect(events.filter((event) => protocol.endsWith?.(event) === true)).toEqual(
        protocol.endsWith === undefined ? [] : [last],
      );
    }),
  );
});

test('the events of a replayed response are numbered, and its pieces add up to its items', () => {
  fc.assert(
    fc.property(response, (answer) => {
      const events = replayed(responses, answer).map((event) => parseJson(event) as JsonObject);
      expect(events.map((event) => event['sequence_number'])).toEqual(events.map((_event, index) => index));
      const told = (kind: string): unknown[] =>
        events.filter(({ type }) => type === kind).map((event) => event['delta']);
      const parts = answer.output.flatMap((one) => ('content' in one ? one.content : []));
      expect(told('response.output_text.delta')).toEqual(
        parts.flatMap((one) => ('text' in one ? [one.text] : [])),
      );
      expect(told('response.function_call_arguments.delta')).toEqual(
        answer.output.flatMap((one) => ('arguments' in one ? [one.arguments] : [])),
      );
      const done = events.filter(({ type }) => type === 'response.output_item.done');
      expect(done.map((event) => event['item'])).toEqual(answer.output);
    }),
  );
});

test('a replayed response is not yet completed while it is told', () => {
  const ended = { id: 'r', status: 'completed', created_at: 1, completed_at: 2, output: [] };
  const events = replayed(responses, ended).map((event) => parseJson(event) as JsonObject);
  expect(events.map((event) => event['response'])).toMatchObject([
    { status: 'in_progress', completed_at: null },
    { status: 'in_progress', completed_at: null },
    ended,
  ]);
});

test('what the last delta of a message says beside it is replayed there, from a stream and from a whole answer', () => {
  const edits = { applied_edits: [{ type: 'clear_tool_uses_20250919', cleared_tool_uses: 2 }] };
  const base = { id: 'm', type: 'message', role: 'assistant', content: [] };
  const ended = { stop_reason: 'end_turn', stop_sequence: null };
  const usage = { input_tokens: 3, output_tokens: 2 };
  const start = { ...base, context_management: null, usage, provider: 'p' };
  const extras = { context_management: edits, of_the_future: 1 };
  const assembler = messages.assembler();
  for (const event of [
    { type: 'message_start', message: start },
    { type: 'message_delta', delta: ended, usage, ...extras },
    { type: 'message_stop' },
  ])
    assembler.push(JSON.stringify(event));
  const streamed = assembler.whole();
  expect(streamed).toEqual({ ...base, ...ended, provider: 'p', usage, ...extras });
  const whole = { ...base, context_management: edits, ...ended, provider: 'p', usage };
  for (const [answer, told] of [
    [streamed, extras],
    [whole, { context_management: edits }],
  ]) {
    const events = replayed(messages, parseJson(JSON.stringify(answer))).map((event) => parseJson(event));
    const begun = { ...base, stop_reason: null, stop_sequence: null, provider: 'p' };
    expect(events).toEqual([
      { type: 'message_start', message: { ...begun, usage: { ...usage, output_tokens: 0 } } },
      { type: 'message_delta', delta: ended, usage, ...told },
      { type: 'message_stop' },
    ]);
  }
});

test('a text completion is put together and replayed by the rules of chat', () => {
  const top = { id: 'c', object: 'text_completion', created: 1, model: 'm' };
  const usage = { prompt_tokens: 3, completion_tokens: 2 };
  const chunk = (choice: object, rest: object = {}): object => ({
    ...top,
    choices: [{ index: 0, text: '', finish_reason: null, ...choice }],
    ...rest,
  });
  const assembler = completions.assembler();
  for (const event of [
    { ...top, id: '', created: 0, model: '', choices: [], prompt_filter_results: [1] },
    chunk({ reasoning: 'Let me ', stop_reason: null }),
    chunk({ reasoning: 'see.' }, { obfuscation: 'x' }),
    chunk({ text: 'Once ', content_filter_results: { hate: {} } }),
    { type: 'ping', id: 'another' },
    chunk({ text: 'upon.', content_filter_results: {} }),
    chunk({ finish_reason: 'stop' }, { usage }),
    { ...top, id: '', created: 0, model: '', choices: [], late: true },
  ])
    assembler.push(JSON.stringify(event));
  const stored = assembler.whole() ?? {};
  const said = {
    text: 'Once upon.',
    reasoning: 'Let me see.',
    content_filter_results: { hate: {} },
    stop_reason: null,
    logprobs: null,
  };
  const choices = [{ index: 0, ...said, finish_reason: 'stop' }];
  expect(stored).toEqual({ ...top, choices, prompt_filter_results: [1], late: true, usage });

  const unasked = completions.replay(stored, { stream: true, includeUsage: false });
  const { reasoning: _reasoning, ...last } = said;
  const late = { late: true };
  expect(unasked?.map((event) => parseJson(event))).toEqual([
    chunk({ ...said }, { ...late, prompt_filter_results: [1] }),
    chunk({ ...last, text: '', finish_reason: 'stop' }, { ...late, usage }),
  ]);
  const asked = replayed(completions, stored).map((event) => parseJson(event) as JsonObject);
  expect(asked.map((event) => event['usage'])).toEqual([null, null, usage]);
});

test('text that comes in any pieces is put together as it was', () => {
  const pieces = fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1 });
  fc.assert(
    fc.property(pieces, input, (texts, given) => {
      const assembler = messages.assembler();
      const push = (event: object): void => assembler.push(JSON.stringify(event));
      const json = JSON.stringify(given);
      const middle = Math.floor(json.length / 2);
      push({ type: 'message_start', message: { id: 'm', content: [], usage: { input_tokens: 3 } } });
      push({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } });
      for (const piece of texts)
        push({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: piece } });
      push({ type: 'ping' });
      push({ type: 'content_block_start', index: 1, content_block: { type: 'tool_use', input: {} } });
      for (const partial_json of [json.slice(0, middle), json.slice(middle)])
        push({ type: 'content_block_delta', index: 1, delta: { type: 'input_json_delta', partial_json } });
      push({ type: 'message_delta', delta: {}, usage: { input_tokens: null, output_tokens: 2 } });
      expect(assembler.whole()).toMatchObject({
        content: [
          { type: 'text', text: texts.join('') },
          { type: 'tool_use', input: given },
        ],
        usage: { input_tokens: 3, output_tokens: 2 },
      });
    }),
  );
});

function replayed(protocol: Protocol, answer: unknown): readonly string[] {
  const events = isJsonObject(answer)
    ? protocol.replay(answer, { stream: true, includeUsage: true })
    : undefined;
  if (events === undefined) throw new Error('There is nothing to replay.');
  return events;
}
