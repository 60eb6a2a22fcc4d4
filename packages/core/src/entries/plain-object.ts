import { isJsonObject, type JsonObject } from '../json.ts';

/**
 * One JSON object with plain numbers, where they are to be reckoned with and not to be passed on as they are written;
 * `undefined` for anything else.
 */
export function plainObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
