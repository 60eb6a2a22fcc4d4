import { noTwins } from '@strata/service-kit';
import { z } from 'zod';

/** In metrics, the log and the names of limits; so it is bounded and holds nothing odd. */
const NAME = /^[\w .@:/-]{1,64}$/;

/** As it goes into a header: visible ASCII without spaces. */
const PLAIN_KEY = /^[\x21-\x7e]{1,512}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/i;
const NOT_PLAIN = 'must be 1 to 512 visible ASCII characters without spaces';
const NOT_A_DIGEST = 'must be sha256: and 64 hexadecimal digits';

/** What keeps a text from being a key, if anything. Half a digest must not become a key in plain. */
export function keyProblem(key: string): string | undefined {
  if (!PLAIN_KEY.test(key)) return NOT_PLAIN;
  return key.toLowerCase().startsWith('sha256:') && !DIGEST.test(key) ? NOT_A_DIGEST : undefined;
}

const rateLimitSchema = z
  .strictObject({
    requests_per_second: z.number().min(0).max(1e6).describe('How fast the key may ask in the long run.'),
    burst: z
      .number()
      .min(0)
      .max(1e7)
      .optional()
      .describe('Requests it may ask at once after a pause. Default: one second’s worth, at least 1.'),
    burst_size: z.number().min(0).max(1e7).optional().describe('Another name for `burst`.'),
  })
  .refine(({ burst, burst_size: other }) => burst === undefined || other === undefined, {
    message: 'takes burst or burst_size, not both',
  })
  .refine(
    ({ requests_per_second: rate, burst, burst_size: other }) => rate === 0 || (burst ?? other ?? 1) >= 1,
    {
      message: 'needs a burst of at least 1 to let anything through; 0 and 0 block the key',
    },
  );

/** One key, as the configuration file says it. */
export const masterKeySchema = z.strictObject({
  name: z
    .string()
    .regex(NAME, 'must be 1 to 64 letters, digits, spaces and . _ @ : / -')
    .describe('Names the key in metrics and logs; its limits are counted under it.'),
  key: z
    .string()
    .refine((key) => keyProblem(key) === undefined, { error: ({ input }) => keyProblem(String(input)) })
    .meta({ secret: true })
    .describe('The key itself, or `sha256:` and the SHA-256 of it in hexadecimal digits.'),
  tenant: z
    .string()
    .regex(NAME, 'must be 1 to 64 letters, digits, spaces and . _ @ : / -')
    .optional()
    .describe('Keys of one tenant share cached answers. Default: the key is a tenant of its own.'),
  models: z
    .array(z.string().min(1).max(200))
    .min(1, 'must name a model; leave it out to allow all')
    .optional()
    .describe('Models it may ask for, by name or with `*`. Default: all.'),
  rate_limit: rateLimitSchema
    .optional()
    .describe(
      'Requests, cached ones too. `{requests_per_second: 0, burst: 0}` blocks the key. Default: none.',
    ),
  tokens_per_minute: z
    .number()
    .min(0)
    .optional()
    .describe('Tokens that upstreams counted for it. 0 blocks the key. Default: no limit.'),
  monthly_budget: z
    .number()
    .min(0)
    .optional()
    .describe('US dollars a calendar month (UTC). 0 blocks the key. Default: no limit.'),
  unpriced_models: z
    .enum(['refuse', 'allow'])
    .default('refuse')
    .describe(
      'With a budget: what to do with models whose price is not known. Allowed, they cost it nothing.',
    ),
  unread_paths: z
    .enum(['refuse', 'allow'])
    .default('refuse')
    .describe(
      'With `models`, `tokens_per_minute` or a budget: what to do with paths that Strata passes on unread, where these cannot be kept. Reading (GET) is always allowed, and without `models` so is `/v1/messages/count_tokens`.',
    ),
  enabled: z.boolean().default(true).describe('`false`: the key is not valid for now.'),
});

/** The clients' keys, as the configuration file says them. None: the API is open. */
export const keySettingsSchema = z.strictObject({
  master_keys: z
    .array(masterKeySchema)
    .default([])
    .superRefine(...noTwins('name', 'key'))
    .describe('Keys that clients must show as Bearer or `x-api-key`. None: the API is open.'),
});

export type KeySettings = z.output<typeof keySettingsSchema>;
export type MasterKeySettings = KeySettings['master_keys'][number];
