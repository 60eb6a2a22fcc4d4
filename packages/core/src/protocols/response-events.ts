import { isJsonObject, type JsonObject } from '../json.ts';

type Event = JsonObject & { readonly type: string };

/**
 * A stored response as the events of a stream, each text in one piece: created, in progress, for each item of the output how it
 * came about, completed. Numbered from 0, after OpenAI's streaming reference.
 */
export function responseEvents(response: JsonObject): string[] {
  const ended = response['completed_at'] === undefined ? {} : { completed_at: null };
  const begun = { ...response, ...ended, status: 'in_progress', output: [], usage: null };
  const events: Event[] = [
    { type: 'response.created', response: begun },
    { type: 'response.in_progress', response: begun },
    ...outputOf(response).flatMap(itemEvents),
    { type: 'response.completed', response },
  ];
  return events.map((event, index) => JSON.stringify({ ...event, sequence_number: index }));
}

export function outputOf({ output }: JsonObject): readonly JsonObject[] {
  return Array.isArray(output) ? output.filter(isJsonObject) : [];
}

function itemEvents(item: JsonObject, index: number): Event[] {
  const place = { item_id: item['id'], output_index: index };
  return [
    { type: 'response.output_item.added', output_index: index, item: emptied(item) },
    ...contentEvents(item, place),
    { type: 'response.output_item.done', output_index: index, item },
  ];
}

/** The item as it is announced: what comes in pieces is still missing. */
function emptied(item: JsonObject): JsonObject {
  const begun = item['status'] === undefined ? item : { ...item, status: 'in_progress' };
  switch (item['type']) {
    case 'message':
      return { ...begun, content: [] };
    case 'function_call':
      return { ...begun, arguments: '' };
    case 'custom_tool_call':
      return { ...begun, input: '' };
    case 'reasoning':
      return { ...begun, summary: [], ...(item['content'] === undefined ? {} : { content: [] }) };
    default:
      return begun;
  }
}

function contentEvents(item: JsonObject, place: JsonObject): Event[] {
  switch (item['type']) {
    case 'message':
      return partsOf(item['content']).flatMap((part, index) =>
        partEvents(part, { ...place, content_index: index }),
      );
    case 'function_call': {
      const { arguments: text, name } = item;
      const kind = 'response.function_call_arguments';
      return [
        { type: `${kind}.delta`, ...place, delta: text },
        { type: `${kind}.done`, ...place, name, arguments: text },
      ];
    }
    case 'custom_tool_call': {
      const { input } = item;
      const kind = 'response.custom_tool_call_input';
      return [
        { type: `${kind}.delta`, ...place, delta: input },
        { type: `${kind}.done`, ...place, input },
      ];
    }
    case 'reasoning':
      return [
        ...partsOf(item['summary']).flatMap((part, index) =>
          summaryEvents(part, { ...place, summary_index: index }),
        ),
        ...partsOf(item['content']).flatMap((part, index) =>
          partEvents(part, { ...place, content_index: index }),
        ),
      ];
    default:
      return [];
  }
}

function partEvents(part: JsonObject, place: JsonObject): Event[] {
  const { type, text, refusal, annotations } = part;
  const begun = { ...part, ...(refusal === undefined ? { text: '' } : { refusal: '' }) };
  const known = Array.isArray(annotations) ? annotations : [];
  return [
    {
      type: 'response.content_part.added',
      ...place,
      part: annotations === undefined ? begun : { ...begun, annotations: [] },
    },
    ...textEvents(type, { text, refusal }, place),
    ...known.map((annotation: unknown, index) => ({
      type: 'response.output_text.annotation.added',
      ...place,
      annotation_index: index,
      annotation,
    })),
    { type: 'response.content_part.done', ...place, part },
  ];
}

type Said = { readonly text: unknown; readonly refusal: unknown };

function textEvents(type: unknown, { text, refusal }: Said, place: JsonObject): Event[] {
  if (type === 'refusal') {
    return [
      { type: 'response.refusal.delta', ...place, delta: refusal },
      { type: 'response.refusal.done', ...place, refusal },
    ];
  }
  const kind = type === 'reasoning_text' ? 'response.reasoning_text' : 'response.output_text';
  const logprobs = type === 'output_text' ? { logprobs: [] } : {};
  return [
    { type: `${kind}.delta`, ...place, delta: text, ...logprobs },
    { type: `${kind}.done`, ...place, text, ...logprobs },
  ];
}

function summaryEvents(part: JsonObject, place: JsonObject): Event[] {
  const { text } = part;
  return [
    { type: 'response.reasoning_summary_part.added', ...place, part: { ...part, text: '' } },
    { type: 'response.reasoning_summary_text.delta', ...place, delta: text },
    { type: 'response.reasoning_summary_text.done', ...place, text },
    { type: 'response.reasoning_summary_part.done', ...place, part },
  ];
}

export function partsOf(content: unknown): readonly JsonObject[] {
  return Array.isArray(content) ? content.filter(isJsonObject) : [];
}
