import { answerRefusal, requestBypass } from '../admission.ts';
import { upstreamBody } from '../api-request.ts';
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

/** OpenAI's `POST /v1/chat/completions`. */
export const chat: Protocol = {
  name: 'chat',
  path: '/chat/completions',
  framing: 'done',
  headers: [],
  parse: parseChatRequest,
  bypass: requestBypass,
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
