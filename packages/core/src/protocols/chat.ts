import { answerRefusal, requestBypass, type BypassReason } from '../admission.ts';
import { upstreamBody, type ApiRequest } from '../api-request.ts';
import { messagesOf, parseChatRequest } from '../chat-request.ts';
import { CompletionAssembler } from '../completion-assembler.ts';
import { completionChunks } from '../completion-chunks.ts';
import { choicesOf, usageOf } from '../completion.ts';
import { significantFields } from '../fingerprint.ts';
import { isJsonObject } from '../json.ts';
import { withoutLastText } from '../partition.ts';
import { semanticText } from '../semantic-query.ts';
import { hideUsage, usageOfEvent } from '../usage-events.ts';
import type { Protocol } from './protocol.ts';

/** Members that let the upstream look at the world: OpenAI's, xAI's, OpenRouter's. */
const LOOKS_AROUND = ['web_search_options', 'search_parameters', 'plugins'];
/** Tools whose calls the client answers; one without a type is meant as the first. */
const CLIENT_TOOLS = new Set<unknown>(['function', 'custom', undefined]);

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
  usage: usageOf,
  eventUsage: usageOfEvent,
  answerText: (whole) => {
    const [choice] = choicesOf(whole);
    const message = choice?.['message'];
    const content = isJsonObject(message) ? (message['content'] ?? message['refusal']) : undefined;
    return typeof content === 'string' ? content : JSON.stringify(content ?? null);
  },
};

function hostedTools({ body }: ApiRequest): BypassReason | undefined {
  const { tools } = body;
  const looks = LOOKS_AROUND.some((name) => body[name] !== undefined && body[name] !== null);
  const hosted =
    Array.isArray(tools) && tools.some((tool) => isJsonObject(tool) && !CLIENT_TOOLS.has(tool['type']));
  return looks || hosted ? 'hosted-tools' : undefined;
}
