import { isJson, isJsonObject, type JsonObject } from './json.ts';

/**
 * Whether a function's arguments say something and are no JSON: cut off, or never checked by the upstream. Who cannot read them
 * asks again, and must not be given the same once more.
 */
export function isBrokenJson(text: unknown): boolean {
  return typeof text === 'string' && text.trim() !== '' && !isJson(text);
}

/** Whether a message calls a function with such arguments. What a custom tool is given is free text. */
export function hasBrokenCall({ tool_calls: calls, function_call: call }: JsonObject): boolean {
  const tools = Array.isArray(calls) ? calls.filter(isJsonObject) : [];
  const functions = [...tools.map((tool) => tool['function']), call];
  return functions.some((called) => isJsonObject(called) && isBrokenJson(called['arguments']));
}
