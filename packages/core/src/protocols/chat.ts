import { answerRefusal, requestBypass, type BypassReason } from '../admission.ts';
import { upstreamBody, type ApiRequest } from '../api-request.ts';
import { messagesOf, parseChatRequest } from '../chat-request.ts';
import { CompletionAssembler } from '../completion-assembler.ts';
import { completionChunks } from '../completion-chunks.ts';
import { choicesOf, usageOf } from '../completion.ts';
import { significantFields } from '../fingerprint.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
import { withoutLastText } from '../partition.ts';
import { semanticText } from '../semantic-query.ts';
import { hideUsage, usageOfEvent } from '../usage-events.ts';
import type { Protocol } from './protocol.ts';

/** Members that let the upstream look at the world: OpenAI's, xAI's, OpenRouter's, Qwen's, Azure's. */
const LOOKS_AROUND = ['web_search_options', 'search_parameters', 'plugins', 'enable_search', 'data_sources'];
/** Models that do it unasked: OpenRouter's short form, and OpenAI's own. */
const LOOKING_MODEL = /:online$|-search-(?:preview|api)\b/;
/** Tools whose calls the client answers. */
const CLIENT_TOOLS = new Set<unknown>(['function', 'custom']);

/** OpenAI's `POST /v1/chat/completions`. */
export const chat: Protocol = {
  name: 'chat',
  path: '/chat/completions',
  framing: 'done',
  headers: ['openai-beta'],
  parse: parseChatRequest,
  bypass: (request) => requestBypass(request) ?? hostedTools(request),
  significantFields: ({ body }) => significantFields({ body, messages: messagesOf({ body }) }),
  question: ({ body }, rules) => semanticText({ body, messages: messagesOf({ body }) }, rules),
  withoutQuestion: withoutLastText,
  upstreamBody,
  assembler: () => new CompletionAssembler(),
  replay: (whole, wanted) => (choicesOf(whole).length === 0 ? undefined : completionChunks(whole, wanted)),
  shown: (events, { includeUsage }) => (includeUsage ? events : hideUsage(events)),
  refusal: answerRefusal,
  bound: isSigned,
  usage: usageOf,
  eventUsage: usageOfEvent,
  answerText: (whole) => {
    const [choice] = choicesOf(whole);
    const message = choice?.['message'];
    const content = isJsonObject(message) ? (message['content'] ?? message['refusal']) : undefined;
    return typeof content === 'string' ? content : JSON.stringify(content ?? null);
  },
};

function hostedTools({ body, model }: ApiRequest): BypassReason | undefined {
  const { tools } = body;
  const looks = LOOKS_AROUND.some((name) => (body[name] ?? false) !== false) || LOOKING_MODEL.test(model);
  const hosted = Array.isArray(tools) && tools.some((tool) => isJsonObject(tool) && isHosted(tool));
  return looks || hosted ? 'hosted-tools' : undefined;
}

/** LiteLLM and OpenRouter hand on what Anthropic signed: it takes that back in the conversation that it was thought in alone. */
function isSigned(whole: JsonObject): boolean {
  const [choice] = choicesOf(whole);
  const message = choice?.['message'];
  if (!isJsonObject(message)) return false;
  const thoughts = [message['thinking_blocks'], message['reasoning_details']].flat();
  return thoughts.some((thought) => isJsonObject(thought) && SIGNS.some((sign) => isSaid(thought[sign])));
}

/** The second, in what is hidden. */
const SIGNS = ['signature', 'data'];

function isSaid(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

/** One without a type that is no function is a provider's own: Gemini's `{"google_search":{}}`. */
function isHosted({ type, function: called }: JsonObject): boolean {
  return type === undefined ? !isJsonObject(called) : !CLIENT_TOOLS.has(type);
}
