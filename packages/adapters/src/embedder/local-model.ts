import { AutoModel, AutoTokenizer, env, Tensor } from '@xenova/transformers';
import { modelName, modelParent, type EmbeddingModel } from './embedding-model.ts';

type Folder = Pick<EmbeddingModel, 'directory'>;

export type Tokenizer = {
  readonly encode: (text: string) => readonly number[];
  readonly unk_token_id: number;
};

// One thread: two serve one short text no faster, and each worker thread would take a second core.
// Texts come one at a time and in all lengths: without plan and arena by shape, memory stays where it is after the longest.
const SESSION = {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  enableMemPattern: false,
  enableCpuMemArena: false,
};

// The two networks of a thread mostly have the same, and a copy of its table would only take room.
const tokenizers = new Map<string, Promise<Tokenizer>>();

/** The tokenizer in a model's folder, never from the network. Rejects when a file is missing or unreadable. */
export function loadTokenizer(model: Folder): Promise<Tokenizer> {
  const known = tokenizers.get(model.directory);
  if (known !== undefined) return known;
  const loading = AutoTokenizer.from_pretrained(modelName(model), useLocalFiles(model));
  tokenizers.set(model.directory, loading);
  loading.catch(() => tokenizers.delete(model.directory));
  return loading;
}

/** The weights in a model's folder, ready to run. Rejects as the tokenizer does. */
export function loadNetwork(model: Folder & Pick<EmbeddingModel, 'weights'>) {
  const options = { dtype: model.weights, device: 'cpu', session_options: SESSION } as const;
  return AutoModel.from_pretrained(modelName(model), { ...useLocalFiles(model), ...options });
}

/** What a network is given of one sequence: no batch, and so no padding. */
export function sequenceOf(values: BigInt64Array): Tensor {
  return new Tensor('int64', values, [1, values.length]);
}

/** A mask that leaves nothing out. */
export function wholeOf(size: number): Tensor {
  return sequenceOf(new BigInt64Array(size).fill(1n));
}

function useLocalFiles(model: Folder): { readonly local_files_only: true } {
  env.allowRemoteModels = false;
  env.localModelPath = modelParent(model);
  return { local_files_only: true };
}
