import type { EmbedderDescription } from '@strata/core';
import { modelName, type EmbeddingModel } from './embedding-model.ts';
import { loadNetwork, loadTokenizer, sequenceOf, wholeOf } from './local-model.ts';
import { modelFingerprint } from './model-fingerprint.ts';
import { meanUnitVector } from './pooling.ts';
import { wordPiecesOf, type WordPieces, type WordPieceTokenizer } from './word-pieces.ts';

export type Encoding = Omit<WordPieces, 'ids'> & { readonly vector: Float32Array<ArrayBuffer> };

/** The inference itself. It computes on the calling thread, so it belongs in a worker thread. */
export type SentenceEncoder = {
  readonly description: EmbedderDescription;
  encode(text: string): Promise<Encoding>;
};

/**
 * Loads tokenizer and weights from the model's folder, never from the network, and runs once so that the first text is served at
 * full speed. Rejects when a file is missing or unreadable.
 *
 * Texts are computed one by one, never padded into a batch: the weights are quantised dynamically, with one scale for all
 * activations of a run, so a text's vector would depend on its neighbours (cosine .98 to .995 to its own, padded or of
 * equal length). See docs/decisions/0004-embedder.md.
 */
export async function loadSentenceEncoder(model: EmbeddingModel): Promise<SentenceEncoder> {
  const [tokenizer, run] = await Promise.all([loadWordPieces(model), loadModel(model)]);

  async function encode(text: string): Promise<Encoding> {
    const { ids, ...counts } = wordPiecesOf(text, tokenizer);
    const { states, dimensions } = await run(ids);
    return { ...counts, vector: meanUnitVector(states, ids.length, dimensions) };
  }

  const dimensions = (await encode('What is the capital of France?')).vector.length;
  const fingerprint = await modelFingerprint(model, dimensions);
  const description = { model: modelName(model), dimensions, maxTokens: model.maxTokens, fingerprint };
  return { description, encode };
}

async function loadWordPieces(model: EmbeddingModel): Promise<WordPieceTokenizer> {
  const tokenizer = await loadTokenizer(model);
  const unknownId = tokenizer.unk_token_id;
  return { encode: (text) => tokenizer.encode(text), unknownId, maxTokens: model.maxTokens };
}

type States = { readonly states: Float32Array; readonly dimensions: number };

async function loadModel(model: EmbeddingModel): Promise<(ids: readonly number[]) => Promise<States>> {
  const network = await loadNetwork(model);
  return async (ids) => {
    const { last_hidden_state: output } = await network({
      input_ids: sequenceOf(BigInt64Array.from(ids, BigInt)),
      attention_mask: wholeOf(ids.length),
    });
    return { states: output.data, dimensions: output.dims.at(-1) ?? 0 };
  };
}
