import type { JsonObject } from '@strata/core';
import { digestForm } from '../keys/new-key.ts';

/** Of a view, not of the settings. */
const SHOWN_ONLY = ['id', 'source', 'key_preview'];

/** The body as the schema knows it: `allowed_models` is `models`, `is_enabled` is `enabled`. */
export function keyInput(body: JsonObject, name: string | undefined): JsonObject {
  const given = Object.entries(body).filter(([key, value]) => !SHOWN_ONLY.includes(key) && value !== null);
  const { allowed_models: models, is_enabled: enabled, ...others } = Object.fromEntries(given);
  return {
    ...(name !== undefined && { name }),
    // Without any model in it, the list of before meant all.
    ...(models !== undefined && !(Array.isArray(models) && models.length === 0) && { models }),
    ...(enabled !== undefined && { enabled }),
    ...others,
  };
}

/** A key's first and last letters, where that leaves enough of it unknown. */
export function previewOf(key: string): string {
  if (/^sha256:/i.test(key)) return 'sha256:***';
  return key.length < 16 ? '***' : `${key.slice(0, 3)}***${key.slice(-3)}`;
}

/** As it is kept: by its hash. */
export function hashedKey(input: JsonObject): JsonObject {
  const { key } = input;
  return typeof key === 'string' ? { ...input, key: digestForm(key) } : input;
}
