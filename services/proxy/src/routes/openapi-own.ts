import { z } from 'zod';
import type { Operation } from './openapi-operation.ts';

const state = z.enum(['up', 'down']);
const overall = z.enum(['healthy', 'degraded', 'unhealthy']);
const timestamp = z.iso.datetime();

const advice = z.string().optional().describe('What to do about it, where that is known.');

const part = z.looseObject({ status: state, detail: z.string().optional(), advice, took_ms: z.number() });
const provider = z.looseObject({
  status: z.enum(['up', 'down', 'unknown']),
  detail: z.string().optional(),
  routed_to: z.boolean().describe('Whether requests are sent to it.'),
  base_url: z.string(),
  weight: z.number(),
  models: z.array(z.string()),
  in_flight: z.number(),
  waiting: z.number(),
  resting: z.array(
    z.looseObject({ model: z.string(), state: z.enum(['open', 'cooling']), for_ms: z.number() }),
  ),
  last_error: z.looseObject({ code: z.string(), at: timestamp }).nullable(),
});
const counters = z.looseObject({
  cache_performance: z.record(z.string(), z.union([z.number(), z.string()])),
  token_usage: z.record(z.string(), z.number()),
  cost_analysis: z.looseObject({}),
  pricing: z.looseObject({}),
});

/** Strata's own pages, beside the API and `/admin`. */
export const OWN_OPERATIONS: readonly Operation[] = [
  {
    method: 'get',
    path: '/health',
    tag: 'Health and metrics',
    summary: 'Whether requests are answered, and which parts are up',
    answer: z.looseObject({
      status: overall,
      services: z.record(z.string(), z.looseObject({ status: state, advice })),
      timestamp,
    }),
  },
  {
    method: 'get',
    path: '/health/live',
    tag: 'Health and metrics',
    summary: 'For who restarts a process that is stuck',
    answer: z.looseObject({ status: z.literal('ok') }),
  },
  {
    method: 'get',
    path: '/health/ready',
    tag: 'Health and metrics',
    summary: 'For load balancers',
    answer: z.looseObject({ status: z.enum(['ready', 'not_ready']) }),
    others: { 503: 'It starts or stops.' },
  },
  {
    method: 'get',
    path: '/health/detailed',
    tag: 'Administration',
    summary: 'Every part and every provider, probed now',
    answer: z.looseObject({
      status: overall,
      ready: z.boolean(),
      version: z.string(),
      uptime_ms: z.number(),
      services: z.record(z.string(), part),
      providers: z.record(z.string(), provider),
      timestamp,
    }),
    others: {
      401: 'With `ADMIN_KEY`: the admin key is missing or wrong.',
      403: 'Without it: not from this machine.',
    },
  },
  {
    method: 'get',
    path: '/metrics',
    tag: 'Health and metrics',
    summary: 'Prometheus text; JSON with `Accept: application/json`',
    answer: 'text/plain',
  },
  {
    method: 'get',
    path: '/metrics.json',
    tag: 'Health and metrics',
    summary: 'The counters of the dashboard',
    answer: counters,
  },
  {
    method: 'get',
    path: '/api-docs/openapi.json',
    tag: 'Documentation',
    summary: 'This document',
    answer: z.looseObject({ openapi: z.string() }),
  },
  {
    method: 'get',
    path: '/docs',
    tag: 'Documentation',
    summary: 'This document as a page',
    answer: 'text/html',
  },
];
