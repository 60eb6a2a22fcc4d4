import { z } from 'zod';
import type { Operation } from './openapi-operation.ts';
import { SETTINGS_OPERATIONS } from './openapi-settings.ts';

const ADMIN_ERRORS = {
  400: 'A field cannot be meant.',
  401: 'With `ADMIN_KEY`: the admin key is missing or wrong.',
  403: 'Without `ADMIN_KEY`: not from this machine.',
  503: 'A tier cannot be asked.',
};

const entryId = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .describe('As in `x-cache-entry`.');
const tiers = z.array(z.enum(['exact', 'semantic']));
const success = z.looseObject({ status: z.literal('success') });
const counts = z.record(z.string(), z.number());

const entry = z.looseObject({
  id: z.string(),
  question: z.string().nullable().describe('The text compared by meaning.'),
  model: z.string(),
  createdAt: z.number().describe('ms since the epoch'),
  ageMs: z.number(),
  expiresAt: z.number().nullable().describe('null while it is pinned'),
  pinned: z.boolean(),
  namespace: z.string().nullable(),
  tenant: z.string().nullable().describe('A hash.'),
  tags: z.array(z.string()),
  origin: z.string().nullable().describe('Of an alias, the entry whose answer it gives.'),
  similarity: z.number().nullable(),
  tiers,
  answerBytes: z.number(),
  score: z.number().nullable().describe('In a search by meaning, the cosine to the query.'),
});

const age = z
  .union([z.string(), z.number()])
  .optional()
  .describe('An age (`7d`, seconds) or an instant (ISO 8601).');
const selector = {
  model: z.string().optional(),
  namespace: z.string().optional(),
  tenant: z.string().optional(),
  tag: z.string().optional(),
};

const ring = z.object({
  after: z.int().min(0).optional().describe('What an earlier answer called `last`.'),
  limit: z.int().min(1).max(500).optional(),
});

type AdminOperation = Omit<Operation, 'tag' | 'others'>;

const OPERATIONS: readonly AdminOperation[] = [
  { method: 'post', path: '/admin/cache/clear', summary: 'Empty all tiers', answer: success },
  {
    method: 'post',
    path: '/admin/cache/explain',
    summary: 'What would happen to a request, and why',
    description: 'The body, and the headers, of a request. Calls no upstream and stores nothing.',
    query: z.object({
      endpoint: z
        .string()
        .optional()
        .describe('The target it would be sent to, its query included. Default: /v1/chat/completions.'),
    }),
    body: z.looseObject({ model: z.string() }),
    answer: z.looseObject({
      fingerprint: z.string(),
      decision: z.enum(['bypass', 'refresh', 'exact-hit', 'stale', 'semantic-hit', 'miss']),
      semantic: z.looseObject({}),
    }),
  },
  {
    method: 'post',
    path: '/admin/cache/feedback',
    summary: 'Take an answer back',
    body: z.strictObject({
      entry: entryId,
      query: z.string().optional(),
      verdict: z.enum(['wrong', 'outdated']),
    }),
    answer: z.looseObject({ status: z.literal('success'), action: z.enum(['dropped', 'banned']) }),
  },
  {
    method: 'get',
    path: '/admin/cache/entries',
    summary: 'Look for entries',
    query: z.object({
      query: z.string().optional().describe('Words, or a text to be compared by meaning.'),
      mode: z.enum(['words', 'meaning']).optional(),
      ...selector,
      limit: z.int().min(1).max(200).optional(),
      cursor: z.string().optional(),
    }),
    answer: z.looseObject({
      entries: z.array(entry),
      nextCursor: z.string().nullable(),
      examined: z.number(),
    }),
  },
  {
    method: 'get',
    path: '/admin/cache/entries/{id}',
    summary: 'One entry with its answer',
    answer: z.looseObject({ ...entry.shape, answer: z.string().nullable(), completion: z.unknown() }),
  },
  {
    method: 'delete',
    path: '/admin/cache/entries/{id}',
    summary: 'Delete an entry',
    answer: z.looseObject({ deleted: z.boolean(), id: z.string(), tiers }),
  },
  {
    method: 'post',
    path: '/admin/cache/entries/{id}/pin',
    summary: 'Keep an entry past its time',
    answer: entry,
  },
  {
    method: 'post',
    path: '/admin/cache/entries/{id}/unpin',
    summary: 'Let its time count again',
    answer: entry,
  },
  {
    method: 'post',
    path: '/admin/cache/invalidate',
    summary: 'Delete the entries that meet all selectors',
    description: 'At least one selector is needed.',
    body: z.strictObject({
      ...selector,
      olderThan: age,
      newerThan: age,
      similarTo: z.string().optional(),
      threshold: z.number().gt(0).max(1).optional().describe('Cosine; needed with `similarTo`.'),
      dryRun: z.boolean().optional(),
    }),
    answer: z.looseObject({
      dryRun: z.boolean(),
      matched: z.number(),
      exact: z.number(),
      semantic: z.number(),
    }),
  },
  {
    method: 'post',
    path: '/admin/cache/scan',
    summary: 'Find entries that should never have been stored',
    body: z.strictObject({ purge: z.boolean().optional() }),
    answer: z.looseObject({
      examined: z.number(),
      poisoned: z.number(),
      purged: z.number(),
      reasons: counts,
    }),
  },
  {
    method: 'get',
    path: '/admin/cache/export',
    summary: 'All entries as JSON lines',
    answer: 'application/x-ndjson',
  },
  {
    method: 'post',
    path: '/admin/cache/import',
    summary: 'Take in exported entries',
    body: z.string(),
    bodyType: 'application/x-ndjson',
    answer: 'application/x-ndjson',
  },
  {
    method: 'post',
    path: '/admin/cache/warm',
    summary: 'Ask chat requests, one a line, so that their answers are stored',
    query: z.object({ concurrency: z.int().min(1).max(64).optional() }),
    body: z.string(),
    bodyType: 'application/x-ndjson',
    answer: 'application/x-ndjson',
  },
  {
    method: 'get',
    path: '/admin/stats',
    summary: 'Counters, parts, estimate of wrong hits',
    answer: z.looseObject({
      cache_stats: counts,
      services: z.record(z.string(), z.enum(['up', 'down'])),
      wrong_hits: z.looseObject({}).nullable(),
    }),
  },
  {
    method: 'get',
    path: '/admin/history',
    summary: 'What the dashboard draws over time',
    query: z.object({
      since: z
        .string()
        .optional()
        .describe('An age (15m, 12h, 7d), ms since the epoch, or ISO 8601. Default: an hour ago.'),
      step: z.int().min(1).optional().describe('Seconds.'),
    }),
    answer: z.looseObject({
      since: z.number(),
      until: z.number(),
      step_ms: z.number(),
      at: z.array(z.number()),
    }),
  },
  {
    method: 'get',
    path: '/admin/recent',
    summary: 'The latest requests',
    query: ring,
    answer: z.looseObject({}),
  },
  {
    method: 'get',
    path: '/admin/near-misses',
    summary: 'What almost hit',
    query: ring,
    answer: z.looseObject({}),
  },
];

export const ADMIN_OPERATIONS: readonly Operation[] = [...OPERATIONS, ...SETTINGS_OPERATIONS].map(
  (operation) => ({
    ...operation,
    tag: 'Administration',
    others: operation.path.includes('{id}')
      ? { ...ADMIN_ERRORS, 404: 'There is none of this id.' }
      : ADMIN_ERRORS,
  }),
);
