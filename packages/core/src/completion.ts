import { isJsonObject, type JsonObject } from './json.ts';

/** Tokens as the upstream counted them. */
export type TokenUsage = {
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** Of the prompt's, those that the provider had in its own prompt cache. */
  readonly cachedTokens?: number;
  /** Of the completion's, those the model thought with. */
  readonly reasoningTokens?: number;
};

/** Usage of a completion or of a usage chunk; `undefined` where the upstream sent none. */
export function usageOf(completion: JsonObject): TokenUsage | undefined {
  const { usage } = completion;
  if (!isJsonObject(usage)) return undefined;
  const { prompt_tokens: promptTokens, completion_tokens: completionTokens } = usage;
  if (typeof promptTokens !== 'number') return undefined;
  return {
    promptTokens,
    completionTokens: typeof completionTokens === 'number' ? completionTokens : 0,
    // The second name is DeepSeek's.
    ...counted('cachedTokens', detail(usage, 'prompt', 'cached_tokens') ?? usage['prompt_cache_hit_tokens']),
    ...counted('reasoningTokens', detail(usage, 'completion', 'reasoning_tokens')),
  };
}

function detail(usage: JsonObject, side: 'prompt' | 'completion', name: string): unknown {
  const details = usage[`${side}_tokens_details`];
  return isJsonObject(details) ? details[name] : undefined;
}

function counted<K extends string>(name: K, tokens: unknown): { readonly [P in K]?: number } {
  return typeof tokens === 'number' && tokens > 0
    ? ({ [name]: tokens } as { readonly [P in K]: number })
    : {};
}

/** The choices of a completion or a chunk; anything that is not an object is left out. */
export function choicesOf(completion: JsonObject): readonly JsonObject[] {
  const { choices } = completion;
  return Array.isArray(choices) ? choices.filter(isJsonObject) : [];
}
