import type { CrossEncoder, Embedder } from '@strata/core';
import { withoutCredentials, type Part, type PartContext } from './part.ts';

/** `EMBEDDING_URL` set: the embedding service, else a worker thread. */
export async function embedderPart({
  config,
  clock,
  logger,
}: PartContext): Promise<Part<Embedder & CrossEncoder>> {
  const { EMBEDDING_URL: url, MODEL_DIR: directory } = config;
  if (url !== undefined) {
    const { HttpEmbedder } = await import('@strata/adapters/embedder/http');
    const label = `embedding service at ${withoutCredentials(url)}`;
    return { value: new HttpEmbedder({ url, clock }), name: 'embeddings', label };
  }
  const { WorkerEmbedder } = await import('@strata/adapters/embedder/worker');
  const { BUNDLED_MODEL } = await import('@strata/adapters/embedder/embedding-model');
  const model = directory === undefined ? BUNDLED_MODEL : { ...BUNDLED_MODEL, directory };
  const onProblem = (message: string): void => logger.warn(message, { part: 'embedder' });
  return {
    value: new WorkerEmbedder({ clock, model, onProblem }),
    name: 'embeddings',
    label: 'worker thread',
  };
}
