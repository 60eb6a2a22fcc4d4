import { fileURLToPath } from 'node:url';
import type { Tensor } from '@xenova/transformers';
import { BUNDLED_MODEL, modelName, weightsFile } from './embedding-model.ts';
import { loadNetwork, loadTokenizer, sequenceOf, wholeOf } from './local-model.ts';
import { digestOf } from './model-fingerprint.ts';

/** See `CrossEncoder`: log-odds, none where a text is too long to be read. */
export type PairReading = { readonly logOdds: number | undefined };

/** The inference itself. It computes on the calling thread, so it belongs in a worker thread. */
export type PairReader = { readonly read: (one: string, other: string) => Promise<PairReading> };

/** `models/same-answer/README.md` tells what it is and how it was made. */
const MODEL = {
  directory: fileURLToPath(new URL('../../../../models/same-answer', import.meta.url)),
  weights: 'q8',
} as const;

/** Of each text: what it was trained on. Of more, a difference at the end would be cut off. */
const MAX_PIECES = 90;
// Nothing so long has few enough pieces, and the tokenizer is slow on long words.
const MAX_CHARACTERS = 1_000;

/** Loads the cross-encoder that ships with Strata, never from the network. Rejects when a file is missing or unreadable. */
export async function loadPairReader(): Promise<PairReader> {
  const tokenizer = await loadTokenizer(BUNDLED_MODEL);
  // After it: the library takes the folder from a setting that both share.
  const network = await loadNetwork(MODEL);
  const piecesOf = (text: string): readonly number[] | undefined => {
    if (text.length > MAX_CHARACTERS) return undefined;
    const pieces = tokenizer.encode(text);
    return pieces.length > MAX_PIECES ? undefined : pieces;
  };
  return {
    read: async (one, other) => {
      const [head, tail] = [piecesOf(one), piecesOf(other)?.slice(1)];
      if (head === undefined || tail === undefined) return { logOdds: undefined };
      const { score } = await network(inputs(head, tail));
      return { logOdds: score.data[0] };
    },
  };
}

/** Names the weights: what was read with others does not compare. */
export async function crossEncoderFingerprint(): Promise<string> {
  const digest = await digestOf(`${MODEL.directory}/${weightsFile(MODEL)}`);
  return `${modelName(MODEL)}-${digest.toString('hex').slice(0, 12)}`;
}

/** `[CLS] first [SEP] second [SEP]`, the second told by its type. */
function inputs(head: readonly number[], tail: readonly number[]): Readonly<Record<string, Tensor>> {
  const size = head.length + tail.length;
  return {
    input_ids: sequenceOf(BigInt64Array.from([...head, ...tail], BigInt)),
    attention_mask: wholeOf(size),
    token_type_ids: sequenceOf(new BigInt64Array(size).fill(1n, head.length)),
  };
}
