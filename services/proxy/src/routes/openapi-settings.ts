import { z } from 'zod';
import { masterKeySchema } from '../keys/key-settings.ts';
import { providerSettingsSchema } from '../providers/provider-settings.ts';
import type { Operation } from './openapi-operation.ts';

const provider = z.looseObject({
  id: z.string(),
  name: z.string(),
  source: z.enum(['file', 'api']),
  api_base: z.string(),
  has_api_key: z.boolean(),
  model_mapping: z.record(z.string(), z.string()),
  weight: z.number(),
});

const key = z.looseObject({
  id: z.string(),
  name: z.string(),
  source: z.enum(['file', 'api']),
  key_preview: z.string(),
  allowed_models: z.array(z.string()).describe('None: all.'),
  is_enabled: z.boolean(),
});

const version = z.int().min(0).describe('Raised by one with each write.');
const order = z.object({
  models: z.array(z.string()).optional().describe('Default: those that are listed.'),
  max_concurrent: z.int().min(1).max(10).default(2),
  timeout_secs: z.int().min(1).max(120).default(30),
});

const check = z.looseObject({
  provider_id: z.string(),
  status: z.enum(['healthy', 'unhealthy', 'unknown']),
  models: z.array(
    z.looseObject({
      model: z.string(),
      status: z.enum(['healthy', 'unhealthy']),
      error: z.string().optional(),
    }),
  ),
  summary: z.looseObject({ total: z.number(), healthy: z.number(), unhealthy_models: z.array(z.string()) }),
  checked_at: z.string().nullable(),
});

type SettingsOperation = Omit<Operation, 'tag' | 'others'>;

/** Create, list, see, replace, delete: the same for providers and for keys. */
function named(
  path: string,
  noun: string,
  { body, answer, list }: { readonly body: z.ZodType; readonly answer: z.ZodType; readonly list: string },
): readonly SettingsOperation[] {
  const replaced = `Takes the place of the whole; secrets that are left out stay as they are.`;
  return [
    { method: 'get', path, summary: `All ${noun}s`, answer: z.object({ version, [list]: z.array(answer) }) },
    { method: 'post', path, summary: `Add a ${noun}`, body, answer, status: 201 },
    { method: 'get', path: `${path}/{id}`, summary: `One ${noun}`, answer },
    { method: 'put', path: `${path}/{id}`, summary: `Change a ${noun}`, description: replaced, body, answer },
    { method: 'delete', path: `${path}/{id}`, summary: `Take a ${noun} out`, status: 204 },
  ];
}

/** `/admin/v1`. What is written is in force after `config/reload`. */
export const SETTINGS_OPERATIONS: readonly SettingsOperation[] = [
  {
    method: 'post',
    path: '/admin/v1/auth/validate',
    summary: 'Whether a key is the admin key',
    answer: z.object({ valid: z.boolean(), message: z.string() }),
  },
  ...named('/admin/v1/providers', 'provider', {
    body: providerSettingsSchema,
    answer: provider,
    list: 'providers',
  }),
  ...named('/admin/v1/master-keys', 'key', { body: masterKeySchema, answer: key, list: 'master_keys' }),
  {
    method: 'get',
    path: '/admin/v1/config/version',
    summary: 'How often providers and keys were changed here',
    answer: z.object({ version, timestamp: z.string().describe('Of the last change.') }),
  },
  {
    method: 'post',
    path: '/admin/v1/config/reload',
    summary: 'Bring the configuration into force',
    description: 'The file and what was changed here. One that cannot be used changes nothing: 400.',
    answer: z.object({ version, result: z.enum(['applied', 'unchanged']), timestamp: z.string() }),
  },
  {
    method: 'post',
    path: '/admin/v1/providers/{id}/health',
    summary: 'Ask a provider for a few tokens of each model',
    body: order,
    answer: check,
  },
  {
    method: 'get',
    path: '/admin/v1/health/providers/{id}',
    summary: 'What the last check of a provider found',
    answer: check,
  },
  {
    method: 'post',
    path: '/admin/v1/health/check',
    summary: 'Check every provider',
    body: order,
    answer: z.object({ providers: z.array(check) }),
  },
];
