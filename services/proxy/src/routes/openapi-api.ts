import { MAX_MODEL_LENGTH } from '@strata/core';
import { z } from 'zod';
import type { Operation } from './openapi-operation.ts';

/**
 * The API that clients speak. Strata reads what its cache needs and passes everything else on as it came, so these
 * schemas are open: what they do not name is the upstream's to accept.
 */
const model = z
  .string()
  .min(1)
  .max(MAX_MODEL_LENGTH)
  .describe('As the provider names it, or `provider/name`.');
const stream = z.boolean().optional().describe('Answer as server-sent events.');
const usage = z.looseObject({
  prompt_tokens: z.int(),
  completion_tokens: z.int().optional(),
  total_tokens: z.int(),
});

const content = z.union([z.string(), z.array(z.looseObject({ type: z.string() })), z.null()]);
const message = z.looseObject({ role: z.string(), content: content.optional() });
const cacheObject = z
  .looseObject({
    'no-cache': z.boolean().optional(),
    'no-store': z.boolean().optional(),
    ttl: z.number().optional(),
    's-maxage': z.number().optional(),
    's-max-age': z.number().optional(),
    namespace: z.string().optional(),
  })
  .optional()
  .describe('LiteLLM’s way to say what the headers say. Never goes upstream.');

const chatRequest = z.looseObject({
  model,
  messages: z.array(message).min(1),
  stream,
  temperature: z.number().optional(),
  max_tokens: z.int().optional(),
  tools: z.array(z.looseObject({ type: z.string() })).optional(),
  response_format: z.looseObject({ type: z.string() }).optional(),
  cache: cacheObject,
});
const chatCompletion = z.looseObject({
  id: z.string(),
  object: z.literal('chat.completion'),
  created: z.int(),
  model: z.string(),
  choices: z.array(z.looseObject({ index: z.int(), message, finish_reason: z.string().nullable() })),
  usage: usage.optional(),
});
const completionRequest = z.looseObject({
  model,
  prompt: z.union([z.string(), z.array(z.unknown())]),
  stream,
  cache: cacheObject,
});
const completion = z.looseObject({
  id: z.string(),
  object: z.literal('text_completion'),
  choices: z.array(z.looseObject({ index: z.int(), text: z.string() })),
  usage: usage.optional(),
});
const embeddingsRequest = z.looseObject({
  model,
  input: z.union([z.string(), z.array(z.unknown())]),
  encoding_format: z.enum(['float', 'base64']).optional(),
});
const embeddingsAnswer = z.looseObject({
  object: z.literal('list'),
  data: z.array(z.looseObject({ index: z.int(), embedding: z.union([z.array(z.number()), z.string()]) })),
  model: z.string(),
  usage: usage.optional(),
});
const models = z.looseObject({
  object: z.literal('list'),
  data: z.array(z.looseObject({ id: z.string(), object: z.literal('model') })),
});

const ERRORS = {
  400: 'The request or a control header cannot be meant.',
  401: 'No valid key.',
  413: 'The body is larger than `MAX_BODY_BYTES`.',
  429: 'A limit of the key is reached; `retry-after` says until when.',
  502: 'No upstream could be reached.',
  504: 'No upstream answered in time, or `only-if-cached` and nothing is stored.',
};

export const API_OPERATIONS: readonly Operation[] = [
  {
    method: 'post',
    path: '/v1/chat/completions',
    tag: 'API',
    summary: 'Chat completion, from the cache where it may be',
    description:
      'Equal requests are answered from the exact tier, questions that mean the same from the semantic tier.',
    body: chatRequest,
    answer: chatCompletion,
    others: ERRORS,
  },
  {
    method: 'post',
    path: '/v1/completions',
    tag: 'API',
    summary: 'Text completion, cached exactly',
    body: completionRequest,
    answer: completion,
    others: ERRORS,
  },
  {
    method: 'post',
    path: '/v1/embeddings',
    tag: 'API',
    summary: 'Embeddings, each input cached exactly',
    body: embeddingsRequest,
    answer: embeddingsAnswer,
    others: ERRORS,
  },
  {
    method: 'get',
    path: '/v1/models',
    tag: 'API',
    summary: 'The models there are',
    answer: models,
    others: { 401: ERRORS[401] },
  },
  {
    method: 'get',
    path: '/v1/models/{id}',
    tag: 'API',
    summary: 'One model',
    answer: models.shape.data.element,
    others: { 401: ERRORS[401], 404: 'No provider has it, or the key may not ask for it.' },
  },
  {
    method: 'post',
    path: '/v1/responses',
    tag: 'API',
    summary: 'OpenAI’s Responses API',
    body: z.looseObject({ model, input: z.union([z.string(), z.array(z.unknown())]).optional(), stream }),
    answer: z.looseObject({ id: z.string(), object: z.literal('response') }),
    others: ERRORS,
  },
  {
    method: 'post',
    path: '/v1/messages',
    tag: 'API',
    summary: 'Anthropic’s Messages API',
    body: z.looseObject({ model, messages: z.array(message).min(1), max_tokens: z.int(), stream }),
    answer: z.looseObject({ id: z.string(), type: z.literal('message'), role: z.string() }),
    others: ERRORS,
  },
];
