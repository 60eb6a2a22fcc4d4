import { fileInputSchema, fileKeyOf } from '@strata/service-kit';
import { z } from 'zod';
import { proxyConfigSchema } from '../config.ts';
import { FILE_GROUPS, FILE_VARIABLES, fileSectionsSchema } from './sections.ts';

/** The whole file as one schema: the variables by their keys, and the sections. */
function fileSchema(): z.ZodObject {
  const top: Record<string, z.ZodType> = {};
  const groups = new Map<string, Record<string, z.ZodType>>();
  for (const variable of FILE_VARIABLES) {
    const [first, second] = fileKeyOf(variable, FILE_GROUPS);
    const field: z.ZodType = proxyConfigSchema.shape[variable];
    if (second === undefined) top[first] = field;
    else groups.set(first, { ...groups.get(first), [second]: field });
  }
  for (const [name, fields] of groups) top[name] = z.strictObject(fields).partial().optional();
  return z.strictObject({ ...top, ...fileSectionsSchema.shape });
}

/** For editors: `# yaml-language-server: $schema=…` at the top of a file. */
export function configJsonSchema(): object {
  const { $schema, ...schema } = fileInputSchema(fileSchema());
  return { $schema, title: 'Configuration file of Strata (CONFIG_PATH)', ...schema };
}
