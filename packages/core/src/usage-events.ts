import { choicesOf, usageOf, type TokenUsage } from './completion.ts';
import { isJsonObject, parseJsonObject } from './json.ts';

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
