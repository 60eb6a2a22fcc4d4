import { isError, type AdmissionRefusal } from '../admission.ts';
import type { CacheEntry } from '../cache-entry.ts';
import { usageOf } from '../completion.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
import { tokenShares } from './inputs.ts';
import { isVector, vectorAs } from './vector-format.ts';

/** One embedded input as it is stored: the upstream's object for it, its model, and its share of the tokens. */
export type Embedded = { readonly value: JsonObject; readonly model: unknown; readonly tokens: number };

/**
 * Parses an answer; `undefined` for what is no JSON object. Without the care for long numbers that requests get: a million
 * floats would take a second with it, and a double holds them.
 */
export function parseEmbeddings(bytes: Uint8Array): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString());
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Why nothing of an answer may be stored, whatever its vectors are. */
export function listRefusal(whole: JsonObject | undefined): AdmissionRefusal | undefined {
  if (whole === undefined) return 'not-json';
  if (isError(whole['error'])) return 'error-body';
  return Array.isArray(whole['data']) && whole['data'].length > 0 ? undefined : 'empty';
}

/** Whether the upstream's object for an input holds what was asked for. */
export function isEmbedding(value: unknown): boolean {
  return isJsonObject(value) && isVector(value['embedding']);
}

/** The upstream's objects under the keys of their inputs; `undefined` when it did not answer each of them. */
export function embeddedOf(
  whole: JsonObject | undefined,
  asked: ReadonlyMap<string, unknown>,
): ReadonlyMap<string, Embedded> | undefined {
  const inputs = [...asked.values()];
  const data = whole?.['data'];
  if (whole === undefined || !Array.isArray(data) || data.length !== inputs.length) return undefined;
  const inOrder = data.filter(isJsonObject).toSorted((a, b) => Number(a['index']) - Number(b['index']));
  if (inOrder.some((item, index) => item['index'] !== index || item['embedding'] === undefined))
    return undefined;
  if (inOrder.length !== inputs.length) return undefined;
  const shares = tokenShares(inputs, usageOf(whole)?.promptTokens ?? 0);
  const items = inOrder.map((value, index) => ({ value, model: whole['model'], tokens: shares[index] ?? 0 }));
  return new Map(
    [...asked.keys()].flatMap((key, index) => items.slice(index, index + 1).map((item) => [key, item])),
  );
}

export function encodeEmbedded({ value, model }: Embedded): Uint8Array {
  return Buffer.from(JSON.stringify({ model, value }));
}

/** `undefined` for an entry that holds something else. */
export function decodeEmbedded(entry: CacheEntry): Embedded | undefined {
  const stored = parseEmbeddings(entry.body);
  const value = stored?.['value'];
  if (!isJsonObject(value)) return undefined;
  return { value, model: stored?.['model'], tokens: entry.usage?.promptTokens ?? 0 };
}

/** The answer to all inputs, in their order and in the format asked for. */
export function embeddingAnswer(items: readonly Embedded[], format: unknown): Uint8Array {
  const tokens = items.reduce((sum, item) => sum + item.tokens, 0);
  const data = items.map(({ value }, index) => ({
    ...value,
    index,
    embedding: vectorAs(value['embedding'], format),
  }));
  const usage = { prompt_tokens: tokens, total_tokens: tokens };
  return Buffer.from(JSON.stringify({ object: 'list', data, model: items[0]?.model, usage }));
}
