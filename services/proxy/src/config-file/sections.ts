import { noTwins } from '@strata/service-kit';
import { z } from 'zod';
import { proxyConfigSchema } from '../config.ts';
import { keySettingsSchema } from '../keys/key-settings.ts';
import { cachePolicySettingsSchema } from '../policy/cache-policy-settings.ts';
import { fallbacksSchema, providerSettingsSchema } from '../providers/provider-settings.ts';

/** What only the configuration file can say. */
export const fileSectionsSchema = z.object({
  providers: z
    .array(providerSettingsSchema)
    .default([])
    .superRefine(...noTwins('name'))
    .describe('The LLM APIs behind the cache. None: what `openai` or `groq` say, else the demo upstream.'),
  fallbacks: fallbacksSchema,
  ...keySettingsSchema.shape,
  ...cachePolicySettingsSchema.shape,
});

export type FileSettings = z.output<typeof fileSectionsSchema>;

/** Variables of these first words stand together under it: `SEMANTIC_POLICY` is `semantic: {policy: …}`. */
export const FILE_GROUPS = [
  'openai',
  'groq',
  'upstream',
  'redis',
  'qdrant',
  'embedding',
  'cache',
  'semantic',
  'shadow',
  'cors',
  'log',
] as const;

type Variable = keyof typeof proxyConfigSchema.shape;

/** The variables that the file can say by a key; a section of the same name says it in its own way. */
export const FILE_VARIABLES: readonly Variable[] = (
  Object.keys(proxyConfigSchema.shape) as Variable[]
).filter((name) => name !== 'CONFIG_PATH' && !Object.hasOwn(fileSectionsSchema.shape, name.toLowerCase()));
