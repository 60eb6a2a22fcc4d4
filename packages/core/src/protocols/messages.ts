import { finishRefusal, type AdmissionRefusal, type BypassReason } from '../admission.ts';
import { bodyWithoutControls, type ApiRequest } from '../api-request.ts';
import { messagesOf, parseChatRequest } from '../chat-request.ts';
import { fieldsOf } from '../fingerprint.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
import { withoutLastText } from '../partition.ts';
import { normaliseMessages, semanticText } from '../semantic-query.ts';
import { MessageAssembler } from './message-assembler.ts';
import { blocksOf, messageEvents } from './message-events.ts';
import { messageEventUsage, messageUsage } from './message-usage.ts';
import type { Protocol } from './protocol.ts';

const IGNORED = new Set(['stream', 'metadata', 'cache', 'cache_control']);

/** Tools that the client runs: those without a type are its own. All others Anthropic's servers may run by themselves. */
const CLIENT_TOOL = /^(?:custom$|bash_|text_editor_|computer_|browser_|memory_)/;

/** Anthropic signs what a model thought, and takes it back in the conversation that it was thought in alone. */
const SIGNED_BLOCKS = new Set<unknown>(['thinking', 'redacted_thinking']);

/** Anthropic's `POST /v1/messages`. */
export const messages: Protocol = {
  name: 'messages',
  path: '/messages',
  framing: 'named',
  headers: ['anthropic-version', 'anthropic-beta', 'anthropic-workspace-id', 'anthropic-user-profile-id'],
  parse: parseChatRequest,
  bypass,
  significantFields,
  question: ({ body }, rules) =>
    thinks(body) ? { refusal: 'thinking' } : semanticText({ body, messages: messagesOf({ body }) }, rules),
  withoutQuestion: withoutLastText,
  upstreamBody: (request) => JSON.stringify(bodyWithoutControls(request)),
  assembler: () => new MessageAssembler(),
  endsWith: (data) => /^\s*\{\s*"type"\s*:\s*"message_stop"/.test(data),
  replay: (whole) => (Array.isArray(whole['content']) ? messageEvents(whole) : undefined),
  refusal,
  // Some models think without being asked to.
  bound: (whole) => blocksOf(whole).some(({ type }) => SIGNED_BLOCKS.has(type)),
  usage: messageUsage,
  eventUsage: messageEventUsage,
  answerText: (whole) =>
    blocksOf(whole)
      .map((block) => (typeof block['text'] === 'string' ? block['text'] : JSON.stringify(block)))
      .join('\n'),
};

function bypass({ body }: ApiRequest): BypassReason | undefined {
  const { tools, mcp_servers: servers, container, thread, diagnostics } = body;
  const kept = [container, thread, diagnostics].some((state) => state !== undefined && state !== null);
  if (kept) return 'upstream-state';
  const hosted = Array.isArray(tools) && tools.some((tool) => isJsonObject(tool) && isHosted(tool));
  return hosted || (Array.isArray(servers) && servers.length > 0) ? 'hosted-tools' : undefined;
}

function isHosted({ type }: JsonObject): boolean {
  return typeof type === 'string' && !CLIENT_TOOL.test(type);
}

function thinks({ thinking }: JsonObject): boolean {
  return isJsonObject(thinking) && thinking['type'] !== 'disabled';
}

/**
 * `cache_control` marks what Anthropic's own prompt cache may keep: it changes the price of an answer, not the answer. What
 * was thought is signed for the conversation to the letter, and for its user.
 */
function significantFields({ body }: Pick<ApiRequest, 'body'>): JsonObject {
  const { system, tools, metadata } = body;
  const signed = thinks(body);
  return {
    ...fieldsOf(body, IGNORED),
    ...(system === undefined ? {} : { system: withoutMarks(system) }),
    ...(tools === undefined ? {} : { tools: withoutMarks(tools) }),
    ...(signed && metadata !== undefined ? { metadata } : {}),
    messages: (signed ? messagesOf({ body }) : normaliseMessages(messagesOf({ body }))).map((message) => {
      const { content, ...rest } = message;
      return { ...rest, content: withoutMarks(content) };
    }),
  };
}

function withoutMarks(blocks: unknown): unknown {
  if (!Array.isArray(blocks)) return blocks;
  return blocks.map((block: unknown) => {
    if (!isJsonObject(block)) return block;
    const plain = fieldsOf(block, MARKS);
    // Results of tools hold blocks of their own.
    return plain['content'] === undefined ? plain : { ...plain, content: withoutMarks(plain['content']) };
  });
}

const MARKS = new Set(['cache_control']);

function refusal(whole: JsonObject | undefined): AdmissionRefusal | undefined {
  if (whole === undefined) return 'not-json';
  if (whole['type'] === 'error' || isJsonObject(whole['error'])) return 'error-body';
  const { stop_reason: reason } = whole;
  if (reason === 'model_context_window_exceeded') return 'length';
  if (reason === 'refusal') return 'content-filter';
  // The turn goes on after any other (`pause_turn`, `compaction`).
  const why = finishRefusal(reason, COMPLETE);
  if (why !== undefined) return why;
  const blocks = blocksOf(whole);
  // A tool's input is an object, unless its JSON was not whole.
  if (blocks.some(({ input }) => typeof input === 'string' && input !== '')) return 'broken-json';
  return blocks.some(saysSomething) ? undefined : 'empty';
}

const COMPLETE = new Set<unknown>(['end_turn', 'stop_sequence', 'tool_use']);

/** What is thought is not said. */
function saysSomething({ type, text }: JsonObject): boolean {
  if (SIGNED_BLOCKS.has(type)) return false;
  return type !== 'text' || (typeof text === 'string' && text.trim() !== '');
}
