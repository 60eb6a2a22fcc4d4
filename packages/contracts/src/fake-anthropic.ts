import { chatOptionsOf, lastUserText } from './fake-openai-chat-options.ts';
import { namedEvents } from './fake-openai-responses.ts';
import { json, status, type FakeReply } from './fake-openai-replies.ts';

type Json = { readonly [key: string]: unknown };

/** What a made-up model says in Anthropic's messages. */
export type FakeMessage = {
  readonly id?: string;
  readonly content?: readonly Json[];
  readonly stopReason?: string | null;
  readonly usage?: Json;
};

/** Repeats the last user text, whole or streamed as asked. */
export function messageEcho(): FakeReply {
  return (request, response) => {
    const text = `You said: ${lastUserText(chatOptionsOf(request.json))}`;
    return messageAnswer({ content: [{ type: 'text', text }] })(request, response);
  };
}

/** A described message, whole or streamed as the request asks. */
export function messageAnswer(described: FakeMessage): FakeReply {
  return (request, response) => {
    const { stream, model } = chatOptionsOf(request.json);
    const whole = messageObject(described, model);
    return (stream ? namedEvents(messageStream(whole)) : json(whole, { 'request-id': 'req_fake' }))(
      request,
      response,
    );
  };
}

/** An error in Anthropic's shape. */
export function anthropicError(code: number, type: string, message = 'The fake server refused.'): FakeReply {
  return status(code, { type: 'error', error: { type, message } }, { 'request-id': 'req_fake' });
}

export function messageObject(described: FakeMessage, model = 'fake-model'): Json {
  return {
    id: described.id ?? 'msg_fake',
    type: 'message',
    role: 'assistant',
    model,
    content: described.content ?? [{ type: 'text', text: 'Hello!' }],
    stop_reason: described.stopReason === undefined ? 'end_turn' : described.stopReason,
    stop_sequence: null,
    usage: described.usage ?? { input_tokens: 9, output_tokens: 4 },
  };
}

/** As Anthropic streams it: a ping in between, texts and inputs of tools in two pieces. */
export function messageStream(whole: Json): Json[] {
  const blocks = whole['content'] as Json[];
  const usage = whole['usage'] as Json;
  const begun = {
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: { ...usage, output_tokens: 1 },
  };
  const { stop_reason: reason, stop_sequence: sequence } = whole;
  return [
    { type: 'message_start', message: { ...whole, ...begun } },
    ...blocks.flatMap((block, index) => [
      { type: 'content_block_start', index, content_block: emptied(block) },
      { type: 'ping' },
      ...deltasOf(block).map((delta) => ({ type: 'content_block_delta', index, delta })),
      { type: 'content_block_stop', index },
    ]),
    {
      type: 'message_delta',
      delta: { stop_reason: reason, stop_sequence: sequence },
      // What the first event has told may be null here.
      usage: { ...usage, input_tokens: null, cache_read_input_tokens: null },
    },
    { type: 'message_stop' },
  ];
}

function emptied(block: Json): Json {
  switch (block['type']) {
    case 'text':
      return { ...block, text: '' };
    case 'thinking':
      return { ...block, thinking: '', signature: '' };
    case 'tool_use':
      return { ...block, input: {} };
    default:
      return block;
  }
}

function deltasOf(block: Json): Json[] {
  switch (block['type']) {
    case 'text':
      return halves(String(block['text'])).map((text) => ({ type: 'text_delta', text }));
    case 'thinking':
      return [
        ...halves(String(block['thinking'])).map((thinking) => ({ type: 'thinking_delta', thinking })),
        { type: 'signature_delta', signature: block['signature'] },
      ];
    case 'tool_use':
      return halves(JSON.stringify(block['input'])).map((partial) => ({
        type: 'input_json_delta',
        partial_json: partial,
      }));
    default:
      return [];
  }
}

function halves(text: string): string[] {
  const middle = Math.ceil(text.length / 2);
  return [text.slice(0, middle), text.slice(middle)];
}
