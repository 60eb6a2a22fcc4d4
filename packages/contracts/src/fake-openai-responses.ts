import type { ServerResponse } from 'node:http';
import { json, raw, type FakeReply } from './fake-openai-replies.ts';
import type { RecordedRequest } from './fake-openai-request.ts';

type Json = { readonly [key: string]: unknown };

/** What a made-up model does in `/responses`. */
export type FakeResponse = {
  readonly id?: string;
  readonly text?: string;
  readonly toolCalls?: readonly { readonly name: string; readonly arguments: string }[];
  readonly reasoning?: string;
  readonly status?: string;
  readonly incompleteReason?: string;
  readonly usage?: Json;
};

/** Repeats the last text of the input. */
export function responseEcho(): FakeReply {
  return (request, response) =>
    responseAnswer({ text: `You said: ${inputText(request)}` })(request, response);
}

/** A described response, whole or streamed as the request asks. */
export function responseAnswer(described: FakeResponse): FakeReply {
  return (request, response) => {
    const { stream } = bodyOf(request);
    const whole = responseObject(described, bodyOf(request));
    if (stream !== true) return json(whole)(request, response);
    return namedEvents(responseStream(whole))(request, response);
  };
}

/** Events under the name that their payload's `type` says. */
export function namedEvents(payloads: readonly Json[]): FakeReply {
  return (request: RecordedRequest, response: ServerResponse) =>
    raw(payloads.map(namedSse))(request, response);
}

export function namedSse(payload: Json): string {
  return `event: ${String(payload['type'])}\ndata: ${JSON.stringify(payload)}\n\n`;
}

/** The whole response object. */
export function responseObject(described: FakeResponse, request: Json = {}): Json {
  const { status = 'completed', incompleteReason } = described;
  return {
    id: described.id ?? 'resp_fake',
    object: 'response',
    created_at: 1_767_225_600,
    status,
    error: null,
    incomplete_details: incompleteReason === undefined ? null : { reason: incompleteReason },
    model: request['model'] ?? 'fake-model',
    output: outputOf(described),
    parallel_tool_calls: true,
    tools: request['tools'] ?? [],
    metadata: request['metadata'] ?? {},
    usage: described.usage ?? {
      input_tokens: 7,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: 5,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: 12,
    },
  };
}

function outputOf({ text, toolCalls = [], reasoning }: FakeResponse): Json[] {
  const thought = { id: 'rs_1', type: 'reasoning', summary: [{ type: 'summary_text', text: reasoning }] };
  const message = {
    id: 'msg_1',
    type: 'message',
    status: 'completed',
    role: 'assistant',
    content: [{ type: 'output_text', text, annotations: [], logprobs: [] }],
  };
  const calls = toolCalls.map((call, index) => ({
    id: `fc_${index}`,
    type: 'function_call',
    status: 'completed',
    call_id: `call_${index}`,
    ...call,
  }));
  return [...(reasoning === undefined ? [] : [thought]), ...(text === undefined ? [] : [message]), ...calls];
}

/** As OpenAI streams it, texts in two pieces. */
export function responseStream(whole: Json): Json[] {
  const begun = { ...whole, status: 'in_progress', output: [], usage: null };
  const payloads: Json[] = [
    { type: 'response.created', response: begun },
    { type: 'response.in_progress', response: begun },
  ];
  for (const [index, item] of (whole['output'] as Json[]).entries()) {
    const place = { item_id: item['id'], output_index: index };
    const empty = { ...item, status: 'in_progress', ...(item['type'] === 'message' ? { content: [] } : {}) };
    payloads.push({
      type: 'response.output_item.added',
      output_index: index,
      item: item['type'] === 'function_call' ? { ...empty, arguments: '' } : empty,
    });
    if (item['type'] === 'message') payloads.push(...textEvents(item, { ...place, content_index: 0 }));
    if (item['type'] === 'function_call') payloads.push(...argumentEvents(item, place));
    payloads.push({ type: 'response.output_item.done', output_index: index, item });
  }
  payloads.push({ type: `response.${String(whole['status'])}`, response: whole });
  return payloads.map((payload, index) => ({ ...payload, sequence_number: index }));
}

function textEvents(item: Json, place: Json): Json[] {
  const [part] = item['content'] as { readonly text: string }[];
  const text = part?.text ?? '';
  const kind = 'response.output_text';
  return [
    { type: 'response.content_part.added', ...place, part: { ...part, text: '' } },
    ...[text.slice(0, 4), text.slice(4)].map((delta) => ({
      type: `${kind}.delta`,
      ...place,
      delta,
      logprobs: [],
    })),
    { type: `${kind}.done`, ...place, text, logprobs: [] },
    { type: 'response.content_part.done', ...place, part },
  ];
}

function argumentEvents(item: Json, place: Json): Json[] {
  const text = String(item['arguments']);
  const kind = 'response.function_call_arguments';
  return [
    ...[text.slice(0, 3), text.slice(3)].map((delta) => ({ type: `${kind}.delta`, ...place, delta })),
    { type: `${kind}.done`, ...place, name: item['name'], arguments: text },
  ];
}

function bodyOf(request: RecordedRequest): Json {
  return (request.json ?? {}) as Json;
}

function inputText(request: RecordedRequest): string {
  const { input } = bodyOf(request);
  if (typeof input === 'string') return input;
  const last = Array.isArray(input) ? (input as Json[]).at(-1) : undefined;
  const content = last?.['content'];
  if (typeof content === 'string') return content;
  return Array.isArray(content)
    ? (content as Json[]).map(({ text }) => (typeof text === 'string' ? text : '')).join('')
    : '';
}
