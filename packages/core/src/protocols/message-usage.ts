import type { TokenUsage } from '../completion.ts';
import { isJsonObject, parseJsonObject, type JsonObject } from '../json.ts';

const INPUTS = ['input_tokens', 'cache_creation_input_tokens', 'cache_read_input_tokens'] as const;

/** Usage of a message. Anthropic counts tokens that its prompt cache took or gave apart from the others. */
export function messageUsage({ usage }: JsonObject): TokenUsage | undefined {
  if (!isJsonObject(usage) || typeof usage['input_tokens'] !== 'number') return undefined;
  const promptTokens = INPUTS.reduce((sum, name) => sum + countOf(usage[name]), 0);
  return { promptTokens, completionTokens: countOf(usage['output_tokens']) };
}

/** The stream's first event tells the input, the last but one the output. */
export function messageEventUsage(data: string, before: TokenUsage | undefined): TokenUsage | undefined {
  if (!data.includes('_tokens"')) return before;
  const { type, message, usage } = parseJsonObject(data) ?? {};
  if (type === 'message_start' && isJsonObject(message)) return messageUsage(message) ?? before;
  if (type !== 'message_delta' || !isJsonObject(usage)) return before;
  const whole = messageUsage({ usage });
  if (whole !== undefined) return whole;
  return { promptTokens: before?.promptTokens ?? 0, completionTokens: countOf(usage['output_tokens']) };
}

function countOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
