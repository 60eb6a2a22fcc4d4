import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { modelName, weightsFile, type EmbeddingModel } from './embedding-model.ts';

/**
 * Names the vector space of a model: the readable part says what it is, the digest is over the bytes of weights
 * and tokenizer together with the rest, so that one changed weight is another space. Matches `[a-z0-9_-]{1,64}`.
 */
export async function modelFingerprint(model: EmbeddingModel, dimensions: number): Promise<string> {
  const readable = `${model.weights}-mean-l2-d${dimensions}-w${model.maxTokens}`;
  const digest = createHash('sha256')
    .update(`${modelName(model)}\n${readable}\n`)
    .update(await digestOf(`${model.directory}/${weightsFile(model)}`))
    .update(await digestOf(`${model.directory}/tokenizer.json`))
    .digest('hex')
    .slice(0, DIGEST_LENGTH);
  const room = FINGERPRINT_LENGTH - readable.length - DIGEST_LENGTH - 2;
  return `${slug(modelName(model)).slice(0, room)}-${readable}-${digest}`;
}

const FINGERPRINT_LENGTH = 64;
const DIGEST_LENGTH = 12;
const CHUNK_BYTES = 1 << 18;

function slug(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9_-]+/g, '-');
}

// Through one small buffer: the weights are tens of megabytes, and a stream's chunks would all be garbage for a while.
/** SHA-256 of a file. */
export async function digestOf(path: string): Promise<Buffer> {
  await using file = await open(path);
  const buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  const hash = createHash('sha256');
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- one buffer, one read at a time
    const { bytesRead } = await file.read(buffer);
    if (bytesRead === 0) return hash.digest();
    hash.update(buffer.subarray(0, bytesRead));
  }
}
