import { isJsonObject, parseJsonObject, type JsonObject } from '@strata/core';
import { withModel } from './json-model.ts';

export type RequestDefaults = {
  /** Put first where the request has no system or developer message. */
  readonly systemPrompt: string | undefined;
  /** Members for requests that lack them. */
  readonly parameters: JsonObject;
};

/** The body as the provider is to get it: what the configuration adds, and its own name where `model` gives one. */
export function providerBody(
  text: string,
  model: string | undefined,
  defaults: RequestDefaults | undefined,
): string {
  const completed = defaults === undefined ? text : withDefaults(text, defaults);
  return model === undefined ? completed : withModel(completed, model);
}

function withDefaults(text: string, { systemPrompt, parameters }: RequestDefaults): string {
  const body = parseJsonObject(text);
  if (body === undefined) return text;
  const { messages } = body;
  const system = { role: 'system', content: systemPrompt };
  const prompted =
    systemPrompt !== undefined && Array.isArray(messages) && !messages.some(isInstruction)
      ? { messages: [system, ...messages] }
      : {};
  return JSON.stringify({ ...parameters, ...body, ...prompted });
}

function isInstruction(message: unknown): boolean {
  return isJsonObject(message) && (message['role'] === 'system' || message['role'] === 'developer');
}
