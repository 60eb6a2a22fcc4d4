import { choicesOf, usageOf, type TokenUsage } from './completion.ts';
import { isJsonObject, parseJsonObject, type JsonObject } from './json.ts';

/**
 * Takes back what asking for usage added to a stream, for a client that did not ask: the closing usage chunk, and
 * `"usage":null` in every other one.
 */
export async function* hideUsage(events: AsyncIterable<string>): AsyncGenerator<string, void, undefined> {
  for await (const data of events) {
    const shown = data.includes('"usage"') ? withoutUsage(data) : data;
    if (shown !== undefined) yield shown;
  }
}

function withoutUsage(data: string): string | undefined {
  // In valid JSON this sequence cannot be part of a text: its quotes would be escaped there.
  if (data.includes(',"usage":null')) return data.replace(',"usage":null', '');
  const chunk = parseJsonObject(data);
  const onlyUsage = chunk !== undefined && isJsonObject(chunk['usage']) && choicesOf(chunk).length === 0;
  return onlyUsage ? undefined : data;
}

/** The usage that a chunk names, or what was known before it. */
export function usageOfEvent(data: string, before: TokenUsage | undefined): TokenUsage | undefined {
  return data.includes('"prompt_tokens"') ? (usageOf(parseJsonObject(data) ?? {}) ?? before) : before;
}

/**
 * The completion of a stream whose last chunk with a choice told the usage, asked for or not, as Mistral's and DeepSeek's do. It
 * says so by having the usage first: the order of members means nothing to clients, who are given this very text, and nobody
 * else's answers begin with it.
 */
export function withUnaskedUsage(completion: JsonObject, usage: JsonObject): JsonObject {
  return { usage, ...completion };
}

/** Whether a stream of this stored completion tells the usage to those too who did not ask for it. */
export function hasUnaskedUsage(completion: JsonObject): boolean {
  return Object.keys(completion)[0] === 'usage' && isJsonObject(completion['usage']);
}
