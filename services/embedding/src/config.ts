import { existsSync } from 'node:fs';
import { BUNDLED_MODEL, modelFiles, type EmbeddingModel } from '@strata/adapters/embedder/embedding-model';
import {
  bytesField,
  dotenvSource,
  integerField,
  loadConfig,
  LOG_LEVELS,
  textField,
  type Environment,
  type LoadedConfig,
} from '@strata/service-kit';
import { z } from 'zod';

const MB = 1024 * 1024;

const modelFields = {
  MODEL_DIR: textField()
    .optional()
    .describe(
      'Another folder with an embedding model; its name is the model’s. Default: the one that ships with Strata.',
    ),
  MODEL_WEIGHTS: z
    .enum(['q8', 'fp16', 'fp32'])
    .default(BUNDLED_MODEL.weights)
    .describe('`onnx/model_quantized.onnx`, `onnx/model_fp16.onnx` or `onnx/model.onnx` in that folder.'),
  MODEL_MAX_TOKENS: integerField({ min: 8, max: 8_192 })
    .default(BUNDLED_MODEL.maxTokens)
    .describe('The model’s window in word pieces; what is longer is cut, and said to be.'),
};

/** Every variable the embedding service reads. `.env` is shared with the proxy, hence the prefix. */
export const embeddingConfigSchema = z
  .object({
    EMBEDDING_PORT: integerField({ min: 0, max: 65_535 })
      .default(8001)
      .describe(
        'Where the embedding service listens. `PORT` of the environment (not of `.env`) stands in for it.',
      ),
    EMBEDDING_HOST: textField()
      .default('127.0.0.1')
      .describe(
        'Address to listen on; `0.0.0.0` for every interface. `HOST` of the environment stands in for it.',
      ),
    ...modelFields,
    EMBEDDING_THREADS: integerField({ min: 1, max: 64 })
      .default(1)
      .describe('Worker threads, each with the model in its memory and one core at most.'),
    EMBEDDING_MAX_WAITING: integerField({ min: 1 })
      .default(512)
      .describe(
        'Texts that may wait up to a call’s last, of a longer call as many as it has; beyond, it is refused with 503 and `retry-after`.',
      ),
    EMBEDDING_MAX_REMEMBERED: integerField({ min: 0, max: 1_000_000 })
      .default(4_096)
      .describe('Recent texts whose vectors are kept, about 2 kB each; 0 for none.'),
    EMBEDDING_MAX_TEXTS: integerField({ min: 64 })
      .default(2_048)
      .describe('Texts in one call, as many as OpenAI takes.'),
    EMBEDDING_MAX_CHARACTERS: integerField({ min: 65_536 })
      .default(1_000_000)
      .describe('Characters of one text; a longer one is refused (413).'),
    EMBEDDING_MAX_BODY_BYTES: bytesField({ min: MB })
      .default(8 * MB)
      .describe('Larger request bodies are refused (413).'),
    LOG_LEVEL: z.enum(LOG_LEVELS).default('info').describe('Of the structured log on standard output.'),
  })
  .refine((config) => missingFiles(config).length === 0, {
    path: ['MODEL_DIR'],
    error: ({ input }) => `must hold the model (missing: ${missingFiles(input).join(', ')})`,
    // Also beside other problems: all of them are told at once.
    when: () => true,
  });

export type EmbeddingConfig = z.output<typeof embeddingConfigSchema>;

/** Variables of the proxy and of Compose that look like ours: no warning about them in a shared `.env`. */
const SHARED_VARIABLES = ['EMBEDDING_URL', 'EMBEDDING_TIMEOUT', 'EMBEDDING_MEMORY'];

/** Throws `ConfigError` with all problems at once. */
export function loadEmbeddingConfig(env: Environment, dotenvPath = '.env'): LoadedConfig<EmbeddingConfig> {
  const { PORT: EMBEDDING_PORT, HOST: EMBEDDING_HOST } = env;
  return loadConfig({
    schema: embeddingConfigSchema,
    sources: [
      { name: 'environment', values: env },
      { name: 'environment', values: { EMBEDDING_PORT, EMBEDDING_HOST } },
      dotenvSource(dotenvPath),
    ],
    alsoKnown: SHARED_VARIABLES,
  });
}

function missingFiles(config: unknown): readonly string[] {
  const model = z.object(modelFields).safeParse(config);
  return model.success ? modelFiles(modelOf(model.data)).filter((file) => !existsSync(file)) : [];
}

export function modelOf(
  config: Pick<EmbeddingConfig, 'MODEL_DIR' | 'MODEL_WEIGHTS' | 'MODEL_MAX_TOKENS'>,
): EmbeddingModel {
  const {
    MODEL_DIR: directory = BUNDLED_MODEL.directory,
    MODEL_WEIGHTS: weights,
    MODEL_MAX_TOKENS: maxTokens,
  } = config;
  return { directory, weights, maxTokens };
}
