import { vectorToBase64 } from '@strata/adapters/embedder/vector-base64';
import { InvalidRequestError, type Embedder, type Embedding } from '@strata/core';
import { untilClosed } from '@strata/service-kit';
import { Router } from 'express';
import type { EmbeddingMetrics } from '../telemetry/embedding-metrics.ts';
import { readObject, readText, readTexts, type TextLimits } from './text-limits.ts';

export type EmbedRouteOptions = {
  readonly embedder: Embedder;
  readonly limits: TextLimits;
  readonly metrics: EmbeddingMetrics;
};

type Encoding = 'float' | 'base64';
type EmbedRequest = {
  readonly texts: readonly string[];
  readonly single: boolean;
  readonly encoding: Encoding;
};

/** The service this one replaces answered so to a body that it could not use. */
const UNPROCESSABLE = 422;

/**
 * `POST /embed`: `{"text"}` gives `{"embedding"}`, `{"texts"}` gives `{"embeddings"}`, both with what the vectors are.
 * `"encoding": "base64"` gives each vector as base64 of its 32-bit floats, which is a quarter of the size.
 */
export function embedRoutes({ embedder, limits, metrics }: EmbedRouteOptions): Router {
  const router = Router();
  router.post('/embed', async (request, response) => {
    const { texts, single, encoding } = readRequest(request.body, limits);
    const embeddings = await embedder.embed(texts, untilClosed(response));
    metrics.embedded(embeddings);
    const description = await embedder.describe();
    response.json({ ...(single ? one(embeddings, encoding) : many(embeddings, encoding)), ...description });
  });
  return router;
}

function readRequest(body: unknown, limits: TextLimits): EmbedRequest {
  const { text, texts, encoding = 'float' } = readObject(body, UNPROCESSABLE);
  if (encoding !== 'float' && encoding !== 'base64') {
    throw new InvalidRequestError('"encoding" must be "float" or "base64".', {
      param: 'encoding',
      status: UNPROCESSABLE,
    });
  }
  if ((text === undefined) === (texts === undefined)) {
    const message = 'Send either "text", a string, or "texts", a list of strings.';
    throw new InvalidRequestError(message, { param: 'text', status: UNPROCESSABLE });
  }
  const check = { limits, status: UNPROCESSABLE };
  if (texts !== undefined)
    return { texts: readTexts(texts, { ...check, param: 'texts' }), single: false, encoding };
  return { texts: [readText(text, { ...check, param: 'text' })], single: true, encoding };
}

function one(embeddings: readonly Embedding[], encoding: Encoding): Readonly<Record<string, unknown>> {
  const [embedding] = embeddings;
  return {
    embedding: embedding && encoded(embedding.vector, encoding),
    tokens: embedding?.tokenCount,
    truncated: embedding?.truncated,
    unknownShare: embedding?.unknownShare,
  };
}

function many(embeddings: readonly Embedding[], encoding: Encoding): Readonly<Record<string, unknown>> {
  return {
    embeddings: embeddings.map((each) => encoded(each.vector, encoding)),
    tokens: embeddings.map((each) => each.tokenCount),
    truncated: embeddings.map((each) => each.truncated),
    unknownShare: embeddings.map((each) => each.unknownShare),
  };
}

export function encoded(vector: Float32Array, encoding: Encoding): readonly number[] | string {
  return encoding === 'base64' ? vectorToBase64(vector) : Array.from(vector);
}
