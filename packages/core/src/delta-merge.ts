import { isJsonObject, type JsonObject } from './json.ts';

export type Mutable = { [key: string]: unknown };

/** An object to be grown by names that an upstream chose: without a prototype, `__proto__` is a name like any other. */
export function grown(from: JsonObject = {}): Mutable {
  return Object.assign(Object.create(null) as Mutable, from);
}

/** Names and ids come whole, once; every other text is a fragment of a longer one. */
const WHOLE = new Set(['role', 'id', 'type', 'index', 'name']);

/**
 * Adds a delta to what came before it. Throws TypeError where the two do not fit together: an answer that lost some of its text
 * must not be stored.
 */
export function mergeDelta(target: Mutable, delta: JsonObject): void {
  for (const [key, value] of Object.entries(delta)) {
    const before = target[key];
    if (value === null || value === undefined) target[key] = before ?? null;
    // A repeated empty name or id must not wipe the one that came first.
    else if (isEmpty(value) && before !== undefined && before !== null) continue;
    else if (key === 'content' && hasParts(before, value)) target[key] = joinedParts(before, value);
    else if (key === 'tool_calls' && Array.isArray(value)) target[key] = mergeCalls(before, value);
    else if (typeof value === 'string' && typeof before === 'string' && !WHOLE.has(key))
      target[key] = before + value;
    else if (Array.isArray(value) && Array.isArray(before)) target[key] = joinedItems(before, value);
    else if (isMixed(before, value)) throw new TypeError(`Deltas of ${key} are of different kinds.`);
    else target[key] = isJsonObject(value) ? mergedObject(before, value) : value;
  }
}

/** What is empty gives way to anything. */
function isMixed(before: unknown, value: unknown): boolean {
  const kinds = [before, value].map(kindOf);
  return kinds[0] !== kinds[1] && !kinds.includes(undefined);
}

function kindOf(value: unknown): 'text' | 'list' | 'object' | undefined {
  if (isEmpty(value)) return undefined;
  if (typeof value === 'string') return 'text';
  if (Array.isArray(value)) return 'list';
  return isJsonObject(value) ? 'object' : undefined;
}

function isEmpty(value: unknown): boolean {
  return value === '' || (Array.isArray(value) && value.length === 0);
}

function hasParts(before: unknown, value: unknown): boolean {
  return kindOf(before) !== undefined && [before, value].some(Array.isArray);
}

/** Mistral streams what a model thought as lists of parts and what it said as text: in the whole form all of it is one list. */
function joinedParts(before: unknown, value: unknown): readonly unknown[] {
  const parts = partsOf(before);
  for (const part of partsOf(value)) {
    const last = parts.at(-1);
    if (isText(last) && isText(part)) parts[parts.length - 1] = { ...last, text: last.text + part.text };
    else parts.push(part);
  }
  return parts;
}

function partsOf(content: unknown): unknown[] {
  if (Array.isArray(content)) return content as unknown[];
  return [typeof content === 'string' ? { type: 'text', text: content } : content];
}

/** A part that is a text and nothing else. */
function isText(part: unknown): part is { readonly type: 'text'; readonly text: string } {
  if (!isJsonObject(part) || part['type'] !== 'text' || typeof part['text'] !== 'string') return false;
  return Object.keys(part).length === 2;
}

/** Texts of which an item of a list may be streamed in pieces: OpenRouter's `reasoning_details`, LiteLLM's `thinking_blocks`. */
const PIECES = new Set(['text', 'summary', 'thinking']);

/**
 * Pieces of one item have the same `index`, follow each other there and differ in their texts alone. OpenRouter gives one index to
 * what was thought and to its encrypted form, and each piece repeats the type and the format. LiteLLM gives none to what was
 * thought: there a piece goes on with the last one, until that is signed.
 */
function joinedItems(before: readonly unknown[], items: readonly unknown[]): readonly unknown[] {
  const joined = [...before];
  for (const item of items) {
    const at = beginningOf(item, joined);
    const known = joined[at];
    if (isJsonObject(known) && isJsonObject(item) && isPieceOf(known, item))
      joined[at] = withPiece(known, item);
    else joined.push(item);
  }
  return joined;
}

/** The place of what this item may be a piece of, -1: it begins anew. */
function beginningOf(item: unknown, items: readonly unknown[]): number {
  if (isPlaced(item)) return items.findLastIndex((known) => isPlaced(known) && known.index === item.index);
  return isThought(item) && isUnsigned(items.at(-1)) ? items.length - 1 : -1;
}

function isPlaced(item: unknown): item is JsonObject & { readonly index: number } {
  return isJsonObject(item) && Number.isInteger(item['index']);
}

function isThought(item: unknown): item is JsonObject {
  return isJsonObject(item) && item['type'] === 'thinking' && typeof item['thinking'] === 'string';
}

function isUnsigned(item: unknown): boolean {
  return isThought(item) && !isPlaced(item) && isNothing(item['signature']);
}

function isPieceOf(known: JsonObject, item: JsonObject): boolean {
  return Object.entries(item).every(([key, value]) => {
    const before = known[key];
    if (isNothing(value) || isNothing(before)) return true;
    if (PIECES.has(key)) return typeof value === 'string' && typeof before === 'string';
    return JSON.stringify(value) === JSON.stringify(before);
  });
}

function withPiece(known: JsonObject, item: JsonObject): JsonObject {
  const joined = grown(known);
  for (const [key, value] of Object.entries(item)) {
    const before = joined[key];
    if (isNothing(value)) joined[key] = before ?? value;
    else if (PIECES.has(key) && typeof before === 'string' && typeof value === 'string')
      joined[key] = before + value;
    else joined[key] = value;
  }
  return joined;
}

function mergedObject(before: unknown, value: JsonObject): Mutable {
  const target: Mutable = isJsonObject(before) ? before : grown();
  mergeDelta(target, value);
  return target;
}

/**
 * Fragments carry `index`; some upstreams leave it out and mean the call's place in the array, or give every call the same one:
 * there a new id begins a new call, and what has none goes on with the last.
 */
function mergeCalls(before: unknown, fragments: readonly unknown[]): Mutable[] {
  const calls: Mutable[] = Array.isArray(before) ? (before as Mutable[]) : [];
  fragments.filter(isJsonObject).forEach((fragment, place) => {
    const { id } = fragment;
    const index = typeof fragment['index'] === 'number' ? fragment['index'] : place;
    const isSame = (known: Mutable): boolean => isNothing(id) || isNothing(known['id']) || known['id'] === id;
    let call = calls.findLast((known) => known['index'] === index && isSame(known));
    if (call === undefined) calls.push((call = grown({ index })));
    mergeDelta(call, fragment);
  });
  return calls;
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}
