import { z } from 'zod';
import { fieldNotes } from './config-notes.ts';

/** What an editor may check of a field that is read from text, as JSON schema; kept among the field's notes. */
export function inFile(schema: object): { readonly fileInput: object } {
  return { fileInput: schema };
}

/** In a file any scalar may be put together of variables. */
const WITH_VARIABLES = { type: 'string', pattern: String.raw`\$\{` };

/** The JSON schema of a schema’s input as a configuration file may say it. */
export function fileInputSchema(schema: z.ZodType): Readonly<Record<string, unknown>> {
  return z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      const { fileInput } = z.globalRegistry.get(zodSchema) ?? {};
      if (fileInput !== undefined) Object.assign(jsonSchema, fileInput);
      for (const note of ['fileInput', 'format', 'secret', 'holdsCredentials'])
        Reflect.deleteProperty(jsonSchema, note);
      if (zodSchema instanceof z.ZodDefault) jsonSchema.default = shownDefault(zodSchema);
      admitVariables(jsonSchema);
    },
  });
}

/** With its unit: a bare number of a file counts in the field's own. */
function shownDefault(field: z.ZodDefault): unknown {
  const value: unknown = field.def.defaultValue;
  const text = fieldNotes(field).format(value);
  return typeof value === 'number' && String(value) !== text ? text : value;
}

const SCALAR_WORDS = ['type', 'enum', 'const', 'minimum', 'maximum', 'exclusiveMinimum', 'pattern', 'items'];

function admitVariables(schema: Record<string, unknown>): void {
  const needed = schema['enum'] !== undefined || schema['pattern'] !== undefined || !textual(schema['type']);
  const isScalar = schema['type'] !== 'object' && schema['type'] !== 'array';
  if (!needed || !isScalar || (schema['type'] ?? schema['enum']) === undefined) return;
  const own: Record<string, unknown> = {};
  for (const word of SCALAR_WORDS) {
    if (schema[word] === undefined) continue;
    own[word] = schema[word];
    Reflect.deleteProperty(schema, word);
  }
  schema['anyOf'] = [own, WITH_VARIABLES];
}

function textual(type: unknown): boolean {
  return type === 'string' || (Array.isArray(type) && type.includes('string'));
}
