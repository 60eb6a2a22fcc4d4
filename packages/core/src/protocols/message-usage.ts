import type { TokenUsage } from '../completion.ts';
import { isJsonObject, parseJsonObject, type JsonObject } from '../json.ts';

const INPUTS = ['input_tokens', 'cache_creation_input_tokens', 'cache_read_input_tokens'] as const;

/** Usage of a message. Anthropic counts tokens that its prompt cache took or gave apart from the others. */
export function messageUsage({ usage }: JsonObject): TokenUsage | undefined {
  if (!isJsonObject(usage) || typeof usage['input_tokens'] !== 'number') return undefined;
  const promptTokens = INPUTS.reduce((sum, name) => sum + countOf(usage[name]), 0);
  const cachedTokens = countOf(usage['cache_read_input_tokens']);
  return { promptTokens, ...saidTokens(usage), ...(cachedTokens > 0 ? { cachedTokens } : {}) };
}

function saidTokens(usage: JsonObject): Pick<TokenUsage, 'completionTokens' | 'reasoningTokens'> {
  const { output_tokens: said, output_tokens_details: details } = usage;
  const reasoningTokens = isJsonObject(details) ? countOf(details['thinking_tokens']) : 0;
  return { completionTokens: countOf(said), ...(reasoningTokens > 0 ? { reasoningTokens } : {}) };
}

/** The stream's first event tells the input, the last but one the output. */
export function messageEventUsage(data: string, before: TokenUsage | undefined): TokenUsage | undefined {
  if (!data.includes('_tokens"')) return before;
  const { type, message, usage } = parseJsonObject(data) ?? {};
  if (type === 'message_start' && isJsonObject(message)) return messageUsage(message) ?? before;
  if (type !== 'message_delta' || !isJsonObject(usage)) return before;
  return messageUsage({ usage }) ?? { ...(before ?? { promptTokens: 0 }), ...saidTokens(usage) };
}

function countOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
