import type { VectorStore } from '@strata/core';
import { withoutCredentials, type Part, type PartContext } from './part.ts';

/** `QDRANT_URL` set: Qdrant, else the embedded index under `DATA_DIR`. */
export async function vectorStorePart({ config, clock, logger }: PartContext): Promise<Part<VectorStore>> {
  const { QDRANT_URL: url, QDRANT_API_KEY: apiKey, DATA_DIR: dataDir } = config;
  if (url !== undefined) {
    const { QdrantVectorStore } = await import('@strata/adapters/vector-store/qdrant');
    const value = new QdrantVectorStore({ url, clock, ...(apiKey === undefined ? {} : { apiKey }) });
    return { value, name: 'qdrant', label: `Qdrant at ${withoutCredentials(url)}` };
  }
  const { EmbeddedVectorStore } = await import('@strata/adapters/vector-store/embedded');
  const onProblem = (message: string): void => logger.warn(message, { part: 'vector store' });
  const value = new EmbeddedVectorStore({ dataDir, clock, maxPoints: config.SEMANTIC_MAX_POINTS, onProblem });
  return { value, name: 'embedded_index', label: `embedded index under ${dataDir}` };
}
