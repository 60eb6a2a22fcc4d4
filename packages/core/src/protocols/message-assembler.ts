import { isJsonObject, parseJson, parseJsonObject, type JsonObject } from '../json.ts';
import type { StreamAssembler } from './protocol.ts';

type Mutable = { [key: string]: unknown };

/**
 * Puts the events of a message's stream together: blocks by their index, their texts joined, the input of a tool parsed from its
 * pieces, the stop reason and the usage from the last delta. A delta we do not know makes the stream unreadable: its answer is
 * passed on and not stored.
 */
export class MessageAssembler implements StreamAssembler {
  #message: Mutable | undefined;
  /** What the last event says of the message beside its delta: `context_management`. */
  #atEnd: JsonObject = {};
  readonly #blocks = new Map<number, Mutable>();
  readonly #inputs = new Map<number, string>();

  push(data: string): void {
    const event = parseJson(data);
    if (!isJsonObject(event)) throw new TypeError('A stream event is not a JSON object.');
    const { message, index, content_block: block, delta } = event;
    switch (event['type']) {
      case 'message_start':
        this.#message = { ...(isJsonObject(message) ? message : {}) };
        return;
      case 'content_block_start':
        this.#blocks.set(Number(index), { ...(isJsonObject(block) ? block : {}) });
        return;
      case 'content_block_delta':
        return this.#pushDelta(Number(index), isJsonObject(delta) ? delta : {});
      case 'message_delta':
        return this.#close(isJsonObject(delta) ? delta : {}, event);
      case 'content_block_stop':
      case 'message_stop':
      case 'ping':
        return;
      default:
        throw new TypeError('A stream event of an unknown type.');
    }
  }

  whole(): JsonObject | undefined {
    if (this.#message === undefined) return undefined;
    const content = [...this.#blocks]
      .toSorted(([a], [b]) => a - b)
      .map(([index, block]) => this.#blockOf(index, block));
    return { ...this.#message, content, ...this.#atEnd };
  }

  #pushDelta(index: number, delta: JsonObject): void {
    const block = this.#blocks.get(index);
    if (block === undefined) throw new TypeError('A delta of a block that did not begin.');
    switch (delta['type']) {
      case 'text_delta':
        return append(block, 'text', delta['text']);
      case 'thinking_delta':
        return append(block, 'thinking', delta['thinking']);
      case 'signature_delta':
        return append(block, 'signature', delta['signature']);
      case 'citations_delta':
        block['citations'] = [...listOf(block['citations']), delta['citation']];
        return;
      case 'input_json_delta':
        this.#inputs.set(index, textOf(this.#inputs.get(index)) + textOf(delta['partial_json']));
        return;
      default:
        throw new TypeError('A delta of an unknown type.');
    }
  }

  #close(delta: JsonObject, { type: _type, delta: _delta, usage, ...rest }: JsonObject): void {
    if (this.#message === undefined) throw new TypeError('A message ends that did not begin.');
    const { usage: before, ...begun } = this.#message;
    // Null: the first event has told it.
    const counted = { ...(isJsonObject(before) ? before : {}), ...said(usage) };
    // The usage after all that has begun, and what comes with the end after it: so a replay knows where it belongs.
    this.#message = { ...begun, ...delta, usage: counted };
    this.#atEnd = { ...this.#atEnd, ...rest };
  }

  #blockOf(index: number, block: Mutable): JsonObject {
    const pieces = this.#inputs.get(index) ?? '';
    if (pieces.trim() === '') return block;
    // Cut off by `max_tokens`, or never checked (fine-grained streaming): shown as it came, and not stored.
    return { ...block, input: parseJsonObject(pieces) ?? pieces };
  }
}

function append(block: Mutable, member: string, piece: unknown): void {
  const before = block[member];
  block[member] = textOf(before) + textOf(piece);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function said(value: unknown): JsonObject {
  if (!isJsonObject(value)) return {};
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null));
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}
