import { z } from 'zod';
import { toText } from './to-text.ts';

/** What a field's schema says about itself. */
export type FieldNotes = {
  readonly description: string;
  /** The default as a person would write it; empty without one. */
  readonly defaultText: string;
  readonly required: boolean;
  readonly secret: boolean;
  readonly holdsCredentials: boolean;
  /** A value as a person would write it: 24h, not 86400000. */
  format(value: unknown): string;
};

/** Gathers description, default and marks from the layers (`optional`, `default`, pipes) around a field's type. */
export function fieldNotes(field: unknown): FieldNotes {
  const layers = [...unwrap(field)];
  const metas = layers.map((layer) => z.globalRegistry.get(layer) ?? {});
  const withDefault = layers.find((layer) => layer instanceof z.ZodDefault || layer instanceof z.ZodPrefault);
  return {
    description: metas.find((meta) => meta.description !== undefined)?.description ?? '',
    defaultText: formatWith(metas, withDefault?.def.defaultValue),
    required: withDefault === undefined && !layers.some((layer) => layer instanceof z.ZodOptional),
    secret: metas.some((meta) => meta['secret'] === true),
    holdsCredentials: metas.some((meta) => meta['holdsCredentials'] === true),
    format: (value) => formatWith(metas, value),
  };
}

/** Fields of a unit (durations, sizes) carry how to write their numbers. */
function formatWith(metas: readonly Readonly<Record<string, unknown>>[], value: unknown): string {
  const format = metas.find((meta) => typeof meta['format'] === 'function')?.['format'];
  return typeof format === 'function' && typeof value === 'number' ? toText(format(value)) : toText(value);
}

function* unwrap(field: unknown): Generator<z.ZodType> {
  let layer = field;
  while (layer instanceof z.ZodType) {
    yield layer;
    layer = inner(layer.def);
  }
}

function inner(def: object): unknown {
  if ('innerType' in def) return def.innerType;
  return 'in' in def ? def.in : undefined;
}
