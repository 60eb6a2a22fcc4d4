import { isJsonObject, type JsonObject } from '../json.ts';

type Event = JsonObject & { readonly type: string };

/**
 * A stored message as the events of a stream, each block in one piece, after Anthropic's streaming reference. The output's tokens
 * are told at the end, as they are known there.
 */
export function messageEvents(message: JsonObject): string[] {
  const { stop_reason: reason = null, stop_sequence: sequence = null, stop_details: details } = message;
  const { usage, container } = message;
  const counted = isJsonObject(usage) ? usage : {};
  const atEnd = endOf(message);
  const begun = {
    ...Object.fromEntries(Object.entries(message).filter(([name]) => !Object.hasOwn(atEnd, name))),
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: { ...counted, output_tokens: 0 },
  };
  const delta = {
    stop_reason: reason,
    stop_sequence: sequence,
    ...(details === undefined ? {} : { stop_details: details }),
    ...(container === undefined ? {} : { container }),
  };
  const events: Event[] = [
    { type: 'message_start', message: begun },
    ...blocksOf(message).flatMap(blockEvents),
    { type: 'message_delta', delta, usage: counted, ...atEnd },
    { type: 'message_stop' },
  ];
  return events.map((event) => JSON.stringify(event));
}

/** Members of a message that come with its last delta, beside it, and those that come with its beginning, after Anthropic's reference. */
const AT_END = new Set(['context_management', 'input_transformations']);
const AT_BEGINNING = new Set([
  'id',
  'type',
  'role',
  'model',
  'content',
  'stop_reason',
  'stop_sequence',
  'stop_details',
  'container',
  'diagnostics',
  'usage',
]);

/** The members that the last delta tells. Those that nobody here knows stand behind the usage where a stream told them so. */
function endOf(message: JsonObject): JsonObject {
  const names = Object.keys(message);
  const behind = names.includes('usage') ? names.indexOf('usage') : names.length;
  const isAtEnd = (name: string, place: number): boolean =>
    AT_END.has(name) || (place > behind && !AT_BEGINNING.has(name));
  return Object.fromEntries(names.filter(isAtEnd).map((name) => [name, message[name]]));
}

export function blocksOf({ content }: JsonObject): readonly JsonObject[] {
  return Array.isArray(content) ? content.filter(isJsonObject) : [];
}

function blockEvents(block: JsonObject, index: number): Event[] {
  return [
    { type: 'content_block_start', index, content_block: emptied(block) },
    ...deltasOf(block).map((delta) => ({ type: 'content_block_delta', index, delta })),
    { type: 'content_block_stop', index },
  ];
}

/** Blocks that hold the input of a tool. */
const TOOL_USES = new Set(['tool_use', 'server_tool_use', 'mcp_tool_use']);

function emptied(block: JsonObject): JsonObject {
  const { type, citations } = block;
  if (type === 'text') return { ...block, text: '', ...(Array.isArray(citations) ? { citations: [] } : {}) };
  if (type === 'thinking') return { ...block, thinking: '', signature: '' };
  return TOOL_USES.has(String(type)) ? { ...block, input: {} } : block;
}

function deltasOf(block: JsonObject): JsonObject[] {
  const { type, text, citations, thinking, signature, input } = block;
  if (type === 'text') {
    const cited = Array.isArray(citations) ? citations : [];
    return [
      ...cited.map((citation: unknown) => ({ type: 'citations_delta', citation })),
      { type: 'text_delta', text },
    ];
  }
  if (type === 'thinking') {
    const deltas = [{ type: 'thinking_delta', thinking }];
    return signature === undefined ? deltas : [...deltas, { type: 'signature_delta', signature }];
  }
  if (!TOOL_USES.has(String(type))) return [];
  return [{ type: 'input_json_delta', partial_json: JSON.stringify(input ?? {}) }];
}
