/** What is known of a provider by its name alone. */
export type Preset = {
  /** Absent where every account has its own address. */
  readonly baseUrl?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Carries the key in calls outside the OpenAI-compatible part of the API, in place of `authorization`. */
  readonly nativeKeyHeader?: string;
};

/** Addresses as the providers document them for OpenAI's clients. */
export const PRESETS = {
  openai: { baseUrl: 'https://api.openai.com/v1' },
  groq: { baseUrl: 'https://api.groq.com/openai/v1' },
  openrouter: { baseUrl: 'https://openrouter.ai/api/v1' },
  deepseek: { baseUrl: 'https://api.deepseek.com' },
  // Singapore; keys of other regions need their own address (`dashscope.aliyuncs.com`: Beijing).
  dashscope: { baseUrl: 'https://dashscope-intl.aliyuncs.com/compatible-mode/v1' },
  qwen: { baseUrl: 'https://dashscope-intl.aliyuncs.com/compatible-mode/v1' },
  gemini: { baseUrl: 'https://generativelanguage.googleapis.com/v1beta/openai' },
  anthropic: {
    baseUrl: 'https://api.anthropic.com/v1',
    headers: { 'anthropic-version': '2023-06-01' },
    nativeKeyHeader: 'x-api-key',
  },
  mistral: { baseUrl: 'https://api.mistral.ai/v1' },
  together: { baseUrl: 'https://api.together.ai/v1' },
  ollama: { baseUrl: 'http://localhost:11434/v1' },
  vllm: { baseUrl: 'http://localhost:8000/v1' },
  lmstudio: { baseUrl: 'http://localhost:1234/v1' },
  // `https://<resource>.openai.azure.com/openai/v1`
  azure: {},
} as const satisfies Readonly<Record<string, Preset>>;

export type PresetName = keyof typeof PRESETS;

export function presetOf(name: PresetName | undefined): Preset {
  return name === undefined ? {} : PRESETS[name];
}
