import type { AdmissionRefusal, BypassReason } from '../admission.ts';
import { bodyWithoutControls, parseApiRequest, type ApiRequest } from '../api-request.ts';
import { isBrokenJson } from '../broken-json.ts';
import type { TokenUsage } from '../completion.ts';
import { InvalidRequestError } from '../errors.ts';
import { fieldsOf } from '../fingerprint.ts';
import { isJsonObject, parseJson, parseJsonObject, type JsonObject } from '../json.ts';
import { normaliseMessage, normaliseText } from '../semantic-query.ts';
import type { Protocol, StreamAssembler } from './protocol.ts';
import { outputOf, partsOf, responseEvents } from './response-events.ts';

/** The answer repeats the rest of its request, so all of it counts: `metadata`, `store` and `user` too. */
const IGNORED = new Set(['stream', 'stream_options', 'cache']);

/** Tools whose calls the client answers. All others the upstream runs by itself. */
const CLIENT_TOOLS = new Set(['function', 'custom', 'local_shell', 'apply_patch', 'computer_use_preview']);

const LAST_EVENT = /"type"\s*:\s*"response\.(?:completed|incomplete|failed|cancelled)"/;

/** OpenAI's `POST /v1/responses`. The exact tier alone; nothing that depends on what the upstream keeps. */
export const responses: Protocol = {
  name: 'responses',
  path: '/responses',
  framing: 'named',
  // The last two: an answer is kept by its project, and its id means nothing to another.
  headers: ['openai-beta', 'openai-organization', 'openai-project'],
  parse: parseResponsesRequest,
  bypass,
  significantFields: ({ body }) => ({ ...fieldsOf(body, IGNORED), input: normalisedInput(body['input']) }),
  question: () => ({ refusal: 'endpoint' }),
  withoutQuestion: (fields) => fields,
  upstreamBody: (request) => JSON.stringify(bodyWithoutControls(request)),
  assembler: () => new ResponseAssembler(),
  endsWith: (data) => LAST_EVENT.test(data) && lastResponse(parseJsonObject(data)) !== undefined,
  replay: (whole) => (Array.isArray(whole['output']) ? responseEvents(whole) : undefined),
  refusal,
  usage: usageOf,
  eventUsage: (data, before) => {
    if (!LAST_EVENT.test(data)) return before;
    const response = lastResponse(parseJsonObject(data));
    return (response && usageOf(response)) ?? before;
  },
  answerText: (whole) => JSON.stringify(outputOf(whole)),
};

function parseResponsesRequest(text: string): ApiRequest {
  // A stored prompt may name its model.
  const request = parseApiRequest(text, { mayLackModel: (body) => isJsonObject(body['prompt']) });
  const { input } = request.body;
  const usable = input === undefined || input === null || typeof input === 'string' || Array.isArray(input);
  if (!usable) throw new InvalidRequestError('input must be a string or an array.', { param: 'input' });
  return request;
}

function bypass({ body }: ApiRequest): BypassReason | undefined {
  const { background, conversation, previous_response_id: previous, prompt, input, tools, include } = body;
  const kept = [conversation, previous].some((id) => id !== undefined && id !== null);
  const movingPrompt = isJsonObject(prompt) && typeof prompt['version'] !== 'string';
  const items = Array.isArray(input) ? input.filter(isJsonObject) : [];
  const refers = items.some(({ type }) => type === 'item_reference');
  if (background === true || kept || movingPrompt || refers) return 'upstream-state';
  const hosted = Array.isArray(tools) && tools.some((tool) => !isClientTool(tool));
  if (hosted) return 'hosted-tools';
  const wanted = Array.isArray(include) ? include.filter((name) => typeof name === 'string') : [];
  const logprobs =
    wanted.some((name) => name.endsWith('.logprobs')) || typeof body['top_logprobs'] === 'number';
  return logprobs ? 'logprobs' : undefined;
}

function isClientTool(tool: unknown): boolean {
  return isJsonObject(tool) && typeof tool['type'] === 'string' && CLIENT_TOOLS.has(tool['type']);
}

function normalisedInput(input: unknown): unknown {
  if (typeof input === 'string') return normaliseText(input);
  if (!Array.isArray(input)) return input;
  return input.map((item: unknown) =>
    isJsonObject(item) && item['content'] !== undefined ? normaliseMessage(item) : item,
  );
}

/** The response that a stream's last event carries; `undefined` for every other event. */
function lastResponse(event: JsonObject | undefined): JsonObject | undefined {
  const { type, response } = event ?? {};
  const last = typeof type === 'string' && LAST_EVENT.test(`"type":"${type}"`);
  return last && isJsonObject(response) ? response : undefined;
}

/** The last event holds the whole answer; the others only tell how it came about. */
class ResponseAssembler implements StreamAssembler {
  #response: JsonObject | undefined;

  push(data: string): void {
    if (!LAST_EVENT.test(data)) return;
    const event = parseJson(data);
    this.#response = isJsonObject(event) ? (lastResponse(event) ?? this.#response) : this.#response;
  }

  whole(): JsonObject | undefined {
    return this.#response;
  }
}

function refusal(whole: JsonObject | undefined): AdmissionRefusal | undefined {
  if (whole === undefined) return 'not-json';
  const { error, status, incomplete_details: details } = whole;
  if ((error !== undefined && error !== null) || status === 'failed') return 'error-body';
  if (status === 'incomplete') {
    const reason = isJsonObject(details) ? details['reason'] : undefined;
    if (reason === 'max_output_tokens') return 'length';
    return reason === 'content_filter' ? 'content-filter' : 'unfinished';
  }
  if (status !== undefined && status !== 'completed') return 'unfinished';
  const output = outputOf(whole);
  if (!output.some(saysSomething)) return 'empty';
  const broken = output.some((item) => item['type'] === 'function_call' && isBrokenJson(item['arguments']));
  return broken ? 'broken-json' : undefined;
}

/** What is thought is not said; what is neither that nor a message is a call. */
function saysSomething({ type, content }: JsonObject): boolean {
  if (type !== 'message') return type !== 'reasoning';
  // Some servers write a text in place of its parts.
  const parts = typeof content === 'string' ? [{ text: content }] : partsOf(content);
  return parts.some(({ text, refusal: refused }: JsonObject) => {
    const said = text ?? refused;
    return typeof said !== 'string' || said.trim() !== '';
  });
}

function usageOf({ usage }: JsonObject): TokenUsage | undefined {
  if (!isJsonObject(usage)) return undefined;
  const { input_tokens: promptTokens, output_tokens: completionTokens } = usage;
  if (typeof promptTokens !== 'number') return undefined;
  const cachedTokens = detail(usage['input_tokens_details'], 'cached_tokens');
  const reasoningTokens = detail(usage['output_tokens_details'], 'reasoning_tokens');
  return {
    promptTokens,
    completionTokens: typeof completionTokens === 'number' ? completionTokens : 0,
    ...(cachedTokens > 0 ? { cachedTokens } : {}),
    ...(reasoningTokens > 0 ? { reasoningTokens } : {}),
  };
}

function detail(details: unknown, name: string): number {
  const tokens = isJsonObject(details) ? details[name] : undefined;
  return typeof tokens === 'number' ? tokens : 0;
}
