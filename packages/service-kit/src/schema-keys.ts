import { z } from 'zod';
import type { KeyPath } from './yaml-tree.ts';

/** The keys that a schema knows at a place of its values: for suggestions. */
export function schemaKeys(schema: unknown, path: KeyPath): readonly string[] {
  let layers = [...bare(schema)];
  for (const key of path) layers = layers.flatMap((layer) => [...bare(child(layer, key))]);
  return layers.flatMap((layer) => (layer instanceof z.ZodObject ? Object.keys(layer.shape) : []));
}

function child(schema: unknown, key: PropertyKey): unknown {
  if (schema instanceof z.ZodObject) return schema.shape[String(key)];
  if (schema instanceof z.ZodArray) return schema.element;
  return schema instanceof z.ZodRecord ? schema.valueType : undefined;
}

/** What is under `optional`, `default`, pipes and the branches of unions. */
function* bare(schema: unknown): Generator {
  if (!(schema instanceof z.ZodType)) return;
  const def: object = schema.def;
  if ('innerType' in def) yield* bare(def.innerType);
  else if ('in' in def) yield* bare(def.in);
  else if (schema instanceof z.ZodUnion) for (const option of schema.options) yield* bare(option);
  else yield schema;
}
