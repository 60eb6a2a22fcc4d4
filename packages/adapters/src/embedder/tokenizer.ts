import { AutoTokenizer, env } from '@xenova/transformers';
import { modelName, modelParent, type EmbeddingModel } from './embedding-model.ts';

export type Tokenizer = {
  readonly encode: (text: string) => readonly number[];
  readonly unk_token_id: number;
};

// The two networks of a thread mostly have the same, and a copy of its table would only take room.
const loaded = new Map<string, Promise<Tokenizer>>();

/** The tokenizer in a model's folder, never from the network. Rejects when a file is missing or unreadable. */
export function loadTokenizer(model: Pick<EmbeddingModel, 'directory'>): Promise<Tokenizer> {
  const known = loaded.get(model.directory);
  if (known !== undefined) return known;
  const loading = load(model);
  loaded.set(model.directory, loading);
  loading.catch(() => loaded.delete(model.directory));
  return loading;
}

async function load(model: Pick<EmbeddingModel, 'directory'>): Promise<Tokenizer> {
  env.allowRemoteModels = false;
  env.localModelPath = modelParent(model);
  return await AutoTokenizer.from_pretrained(modelName(model), { local_files_only: true });
}
