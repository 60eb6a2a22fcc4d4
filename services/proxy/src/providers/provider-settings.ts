import { durationField, urlField } from '@strata/service-kit';
import { z } from 'zod';
import { PRESETS, type PresetName } from './presets.ts';

const SECOND = 1_000;
/** Timers take no longer delay. */
const MAX_MS = 2 ** 31 - 1;

/** As the upstream contract has it; also the part before the slash in `groq/llama-3.3-70b-versatile`. */
const PROVIDER_NAME = /^[a-z][a-z0-9-]*$/;
/** RFC 9110's token; values must not end the line. */
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const HEADER_VALUE = /^[^\r\n\0]*$/;

const modelName = (): z.ZodString => z.string().min(1);
const duration = (defaultMs: number, range: { readonly min?: number } = {}) =>
  durationField({ min: 1, max: MAX_MS, ...range }).default(defaultMs);

const timeoutsSchema = z.strictObject({
  connect: duration(10 * SECOND).describe('To open a connection.'),
  first_token: duration(300 * SECOND).describe(
    'Until a stream’s first event. A whole answer has the total time to begin.',
  ),
  idle: duration(120 * SECOND).describe('Between two pieces of an answer.'),
  total: duration(900 * SECOND).describe('For one attempt, from its start to the end of the answer.'),
});

const queueSchema = z.strictObject({
  size: z.int().min(0).default(64).describe('Requests that wait for a free place; more are refused (503).'),
  timeout: duration(30 * SECOND).describe('How long one waits for it.'),
});

const probeSchema = z.strictObject({
  interval: duration(30 * SECOND, { min: SECOND }).describe('Between two probes.'),
  path: z
    .string()
    .startsWith('/')
    .default('/models')
    .describe(
      'Asked with GET, below the base URL. Any status below 500 but 401 and 403 is healthy; with `forward_authorization` those too: a probe has no credential.',
    ),
});

/** One provider, as the configuration file says it. */
export const providerSettingsSchema = z
  .strictObject({
    name: z
      .string()
      .regex(PROVIDER_NAME, 'must be lower-case letters, digits and hyphens, a letter first')
      .describe('In metrics, logs and headers, and before the slash in `name/model`.'),
    preset: z
      .enum(Object.keys(PRESETS) as [PresetName, ...PresetName[]])
      .optional()
      .describe('A known provider: gives the base URL and the headers it wants.'),
    base_url: urlField()
      .optional()
      .describe('OpenAI-compatible, with the version: `https://api.openai.com/v1`.'),
    api_key: z.string().min(1).optional().meta({ secret: true }).describe('Sent as `Authorization: Bearer`.'),
    models: z
      .union([z.literal('*'), z.array(modelName())])
      .optional()
      .describe(
        'Names that clients may ask this provider for; `*` stands for any text. Without a list: the names in `model_mapping`, or any.',
      ),
    model_mapping: z
      .record(modelName(), modelName())
      .default({})
      .describe(
        'The client’s name of a model -> the provider’s; `*` in it stands for any text. Answers carry the client’s.',
      ),
    weight: z
      .number()
      .min(0)
      .max(1_000_000)
      .default(1)
      .describe(
        'Share of the requests for a model that several providers serve. 0: only when others fail; of those the first listed.',
      ),
    headers: z
      .record(z.string().regex(HEADER_NAME), z.string().regex(HEADER_VALUE))
      .default({})
      .describe('Sent with every request.'),
    timeouts: timeoutsSchema.prefault({}).describe('How long the provider may take.'),
    retries: z
      .int()
      .min(0)
      .max(10)
      .default(0)
      .describe(
        'Further attempts at this provider, once the others have failed too; waits as `retry-after` says.',
      ),
    max_concurrency: z.int().min(1).optional().describe('Requests under way at once. Default: no limit.'),
    queue: queueSchema.prefault({}).describe('Who waits when `max_concurrency` is reached.'),
    tls_verify: z.boolean().default(true).describe('`false` accepts any certificate: for tests only.'),
    proxy: z
      .union([z.literal('none'), urlField()])
      .optional()
      .describe('HTTP proxy for this provider, or `none`. Default: HTTP_PROXY, HTTPS_PROXY and NO_PROXY.'),
    transport: z
      .enum(['fetch', 'curl'])
      .default('fetch')
      .describe('`curl` runs the program of that name, for upstreams that refuse every other client.'),
    forward_authorization: z
      .boolean()
      .default(false)
      .describe('Send the caller’s own `Authorization`; its tenant is then an HMAC of it.'),
    system_prompt: z
      .string()
      .min(1)
      .optional()
      .describe('Put before the messages of requests without a system or developer message.'),
    parameters: z
      .record(z.string(), z.json())
      .default({})
      .describe('Members of the request body, used where the request has none of that name.'),
    probe: probeSchema.optional().describe('Asks the provider in the background whether it is well.'),
  })
  .superRefine(({ preset, base_url: baseUrl, api_key: key, forward_authorization: forward }, context) => {
    const known = preset !== undefined && 'baseUrl' in PRESETS[preset];
    if (baseUrl === undefined && !known)
      context.addIssue({
        code: 'custom',
        path: ['base_url'],
        message: 'must be set, or a preset that has one',
      });
    if (forward && key !== undefined)
      context.addIssue({
        code: 'custom',
        path: ['forward_authorization'],
        message: 'cannot stand beside api_key',
      });
  });

/** Where requests go that none of their model's providers answers. */
export const fallbacksSchema = z
  .record(modelName(), z.array(modelName()))
  .default({})
  .describe('Model -> models asked in its place, in order, when no provider of it answers.');

export type ProviderSettings = z.output<typeof providerSettingsSchema>;
