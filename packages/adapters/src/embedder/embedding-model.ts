import { basename, dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Which model computes the vectors, and how: everything that names its vector space. Plain data, sent to the threads. */
export type EmbeddingModel = {
  /** A folder with `config.json`, `tokenizer.json`, `tokenizer_config.json` and `onnx/`; its name is the model's. */
  readonly directory: string;
  readonly weights: ModelWeights;
  /** Window in word pieces, the two special ones included. */
  readonly maxTokens: number;
};

export type ModelWeights = 'q8' | 'fp16' | 'fp32';

const WEIGHTS_FILES: Readonly<Record<ModelWeights, string>> = {
  q8: 'onnx/model_quantized.onnx',
  fp16: 'onnx/model_fp16.onnx',
  fp32: 'onnx/model.onnx',
};

/**
 * The model that ships with Strata. The window is said here and not left to the tokenizer's file: stacks differ
 * (256 in sentence-transformers, 512 in others), and vectors of one text cut at different places do not compare.
 */
export const BUNDLED_MODEL: EmbeddingModel = {
  directory: fileURLToPath(new URL('../../../../models/all-MiniLM-L6-v2', import.meta.url)),
  weights: 'q8',
  maxTokens: 256,
};

export function modelName(model: Pick<EmbeddingModel, 'directory'>): string {
  return basename(resolve(model.directory));
}

export function modelParent(model: Pick<EmbeddingModel, 'directory'>): string {
  return `${dirname(resolve(model.directory))}/`;
}

/** The weights' path inside the model's folder. */
export function weightsFile(model: Pick<EmbeddingModel, 'weights'>): string {
  return WEIGHTS_FILES[model.weights];
}

/** The files a model must have; configuration checks them before anything is started. */
export function modelFiles(model: EmbeddingModel): readonly string[] {
  const names = ['config.json', 'tokenizer.json', 'tokenizer_config.json', weightsFile(model)];
  return names.map((name) => `${model.directory}/${name}`);
}
