import { InvalidRequestError, type Embedding, type EmbedderDescription, type Embedder } from '@strata/core';
import { untilClosed } from '@strata/service-kit';
import { Router } from 'express';
import type { EmbeddingMetrics } from '../telemetry/embedding-metrics.ts';
import { encoded } from './embed.ts';
import { readObject, readText, readTexts, type TextLimits } from './text-limits.ts';

export type OpenAiRouteOptions = {
  readonly embedder: Embedder;
  readonly limits: TextLimits;
  readonly metrics: EmbeddingMetrics;
};

type EmbeddingsRequest = {
  readonly texts: readonly string[];
  readonly encoding: 'float' | 'base64';
  readonly model: string | undefined;
  readonly dimensions: unknown;
};

/**
 * OpenAI's `POST /v1/embeddings`. Any model name is taken and given back: the one model of this service answers.
 * What exceeds its window is cut, which `truncated` tells beside OpenAI's own fields.
 */
export function openAiRoutes({ embedder, limits, metrics }: OpenAiRouteOptions): Router {
  const router = Router();
  router.post(['/v1/embeddings', '/embeddings'], async (request, response) => {
    const asked = readRequest(request.body, limits);
    const signal = untilClosed(response);
    const description = await embedder.describe(signal);
    refuseOtherDimensions(asked.dimensions, description);
    const embeddings = await embedder.embed(asked.texts, signal);
    metrics.embedded(embeddings);
    response.json(answer({ asked, embeddings, description }));
  });
  return router;
}

function readRequest(body: unknown, limits: TextLimits): EmbeddingsRequest {
  const { input, model, encoding_format: encoding = 'float', dimensions } = readObject(body, 400);
  if (encoding !== 'float' && encoding !== 'base64')
    throw invalid('encoding_format', 'must be "float" or "base64"');
  if (model !== undefined && typeof model !== 'string') throw invalid('model', 'must be a string');
  return { texts: readInput(input, limits), encoding, model, dimensions };
}

function readInput(input: unknown, limits: TextLimits): readonly string[] {
  if (input === undefined) throw invalid('input', 'is missing');
  if (input === '' || (Array.isArray(input) && input.length === 0))
    throw invalid('input', 'must not be empty');
  if (holdsTokenIds(input))
    throw invalid('input', 'holds token ids, which are of another tokenizer; send text');
  const check = { limits, param: 'input', status: 400 };
  if (typeof input === 'string') return [readText(input, check)];
  return readTexts(input, check);
}

function holdsTokenIds(input: unknown): boolean {
  const first: unknown = Array.isArray(input) ? input[0] : undefined;
  return typeof first === 'number' || Array.isArray(first);
}

/** Shortened vectors are for models that were trained for it; this one was not. */
function refuseOtherDimensions(dimensions: unknown, description: EmbedderDescription): void {
  if (dimensions === undefined || dimensions === null || dimensions === description.dimensions) return;
  throw invalid('dimensions', `must be ${description.dimensions}, or left out`);
}

function answer(parts: {
  readonly asked: EmbeddingsRequest;
  readonly embeddings: readonly Embedding[];
  readonly description: EmbedderDescription;
}): Readonly<Record<string, unknown>> {
  const { asked, embeddings, description } = parts;
  const tokens = embeddings.reduce((sum, embedding) => sum + embedding.tokenCount, 0);
  return {
    object: 'list',
    data: embeddings.map(({ vector }, index) => ({
      object: 'embedding',
      index,
      embedding: encoded(vector, asked.encoding),
    })),
    model: asked.model ?? description.model,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
    fingerprint: description.fingerprint,
    truncated: embeddings.map((embedding) => embedding.truncated),
  };
}

function invalid(param: string, problem: string): InvalidRequestError {
  return new InvalidRequestError(`"${param}" ${problem}.`, { param });
}
