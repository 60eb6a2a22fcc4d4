import { isJsonObject, type JsonObject } from './json.ts';

/** Tokens as the upstream counted them. */
export type TokenUsage = { readonly promptTokens: number; readonly completionTokens: number };

/** Usage of a completion or of a usage chunk; `undefined` where the upstream sent none. */
export function usageOf(completion: JsonObject): TokenUsage | undefined {
  const { usage } = completion;
  if (!isJsonObject(usage)) return undefined;
  const { prompt_tokens: promptTokens, completion_tokens: completionTokens } = usage;
  if (typeof promptTokens !== 'number') return undefined;
  return { promptTokens, completionTokens: typeof completionTokens === 'number' ? completionTokens : 0 };
}

/** The choices of a completion or a chunk; anything that is not an object is left out. */
export function choicesOf(completion: JsonObject): readonly JsonObject[] {
  const { choices } = completion;
  return Array.isArray(choices) ? choices.filter(isJsonObject) : [];
}
