import { durationField } from '@strata/service-kit';
import { z } from 'zod';
import { MAX_PATTERN_CHARS, NAMED_PATTERNS, patternProblem } from './text-pattern.ts';

const DAY_MS = 24 * 3_600 * 1_000;
const MAX_MS = 3_650 * DAY_MS;

/** Two requests that differ in these ask different things, whatever an operator thinks. */
const ESSENTIAL = ['model', 'messages', 'input', 'prompt', 'tools', 'system', 'instructions'];

const patternSchema = z
  .string()
  .min(1)
  .max(MAX_PATTERN_CHARS)
  .superRefine((pattern, context) => {
    const message = patternProblem(pattern);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });

const names = (what: string) => z.array(z.string().min(1).max(200)).min(1).optional().describe(what);

const ruleSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[\w .:/-]{1,64}$/, 'must be 1 to 64 letters, digits, spaces and . _ : / -')
    .optional()
    .describe('For people.'),
  models: names('Models it is for, as the client names them, or with `*`. Default: all.'),
  keys: names('Names of `master_keys` it is for, or with `*`. Default: all.'),
  paths: names('Paths it is for, below `/v1`: `/chat/completions`, or with `*`. Default: all.'),
  mode: z
    .enum(['off', 'exact', 'semantic', 'both'])
    .default('both')
    .describe('Which tiers answer. A caller may choose among them with `x-cache-mode`.'),
  ttl: durationField({ min: 0, max: MAX_MS })
    .optional()
    .describe('How long an answer is served. 0: none is stored. Default: `cache.ttl`, or `cache.warm_ttl`.'),
  max_ttl: durationField({ min: 0, max: MAX_MS })
    .optional()
    .describe('What lifetimes are cut to. Default: `cache.max_ttl`.'),
  judge: z
    .enum(['strict', 'balanced', 'eager'])
    .optional()
    .describe('The judge’s operating point. Default: `semantic.policy`.'),
  ignore_fields: z
    .array(
      z
        .string()
        .regex(/^[\w-]+(?:\.[\w-]+)*$/, 'must be a name, or names with dots between')
        .refine(
          (path) => !ESSENTIAL.includes(path.split('.')[0] ?? ''),
          'cannot be left out: it is the question',
        ),
    )
    .default([])
    .describe('Members of the body that do not tell two requests apart: `seed`, `metadata.trace`.'),
  drop_patterns: z
    .array(patternSchema)
    .max(50)
    .default([])
    .describe(
      `What is taken out of instructions (system prompts) before they are compared, in RE2’s syntax or one of ${NAMED_PATTERNS.join(', ')}. The upstream gets them whole.`,
    ),
  no_store: z
    .array(patternSchema)
    .max(50)
    .default([])
    .describe('Requests whose user’s text holds one of these are neither looked up nor stored.'),
  stale_while_revalidate: durationField({ min: 0, max: MAX_MS })
    .default(0)
    .describe('How long past its expiry an answer is served while a new one is fetched behind it.'),
  stale_if_error: durationField({ min: 0, max: MAX_MS })
    .default(0)
    .describe('How long past its expiry an answer is served when the upstream fails.'),
});

/** How answers are cached, by model, key and path. */
export const cachePolicySettingsSchema = z.strictObject({
  cache_policies: z
    .array(ruleSchema)
    .max(1_000)
    .default([])
    .describe('Rules for kinds of requests. The first that fits is the only one that counts.'),
});

export type CachePolicySettings = z.output<typeof cachePolicySettingsSchema>;
export type CachePolicyRule = CachePolicySettings['cache_policies'][number];
