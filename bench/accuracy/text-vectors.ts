import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { BUNDLED_MODEL } from '@strata/adapters/embedder/embedding-model';
import { loadSentenceEncoder, type SentenceEncoder } from '@strata/adapters/embedder/sentence-encoder';

export type TextVector = {
  readonly vector: Float32Array;
  /** Share of word pieces that the vocabulary does not know. */
  readonly unknownShare: number;
  readonly truncated: boolean;
};

const KEY_BYTES = 16;
const NUMBERS_BEFORE = 2;

/**
 * Vectors of the shipped model, kept on disk between runs: one append-only file a vector space, of records
 * `key (16 bytes of SHA-256 of the text), unknown share, truncated, vector (float32 each)`.
 * The vectors of 68,000 questions take some minutes of one core; the file loads in a fraction of a second.
 */
export class TextVectors {
  readonly dimensions: number;
  readonly #path: string;
  readonly #encoder: SentenceEncoder;
  readonly #known = new Map<string, TextVector>();

  private constructor(folder: string, encoder: SentenceEncoder) {
    mkdirSync(folder, { recursive: true });
    this.dimensions = encoder.description.dimensions;
    this.#path = join(folder, `${encoder.description.fingerprint}.vectors`);
    this.#encoder = encoder;
    if (existsSync(this.#path)) this.#load(readFileSync(this.#path));
  }

  static async open(folder: string): Promise<TextVectors> {
    return new TextVectors(folder, await loadSentenceEncoder(BUNDLED_MODEL));
  }

  /** Names the vector space; caches of what follows from vectors carry it. */
  get space(): string {
    return this.#encoder.description.fingerprint;
  }

  /** Computes what is missing; says how far it is on stderr because the first run takes minutes. */
  async prepare(texts: Iterable<string>): Promise<void> {
    const missing = [...new Set(texts)].filter((text) => !this.#known.has(keyOf(text)));
    for (const [index, text] of missing.entries()) {
      const { vector, unknownShare, truncated } = await this.#encoder.encode(text);
      const numbers = new Float32Array([unknownShare, truncated ? 1 : 0, ...vector]);
      appendFileSync(
        this.#path,
        Buffer.concat([Buffer.from(keyOf(text), 'hex'), Buffer.from(numbers.buffer)]),
      );
      this.#known.set(keyOf(text), { vector, unknownShare, truncated });
      if (index % 5000 === 4999) console.error(`embedded ${index + 1} of ${missing.length} texts`);
    }
  }

  /** Throws for a text that was not prepared. */
  of(text: string): TextVector {
    const known = this.#known.get(keyOf(text));
    if (!known) throw new Error('a text was not prepared');
    return known;
  }

  cosine(a: string, b: string): number {
    const [left, right] = [this.of(a).vector, this.of(b).vector];
    let sum = 0;
    for (let index = 0; index < left.length; index += 1) sum += (left[index] ?? 0) * (right[index] ?? 0);
    return Math.min(1, sum);
  }

  #load(bytes: Buffer): void {
    const width = KEY_BYTES + (NUMBERS_BEFORE + this.dimensions) * 4;
    const whole = bytes.length - (bytes.length % width);
    // A run that was killed while it wrote leaves half a record behind, and all later ones would be read askew.
    if (whole < bytes.length) truncateSync(this.#path, whole);
    for (let at = 0; at < whole; at += width) {
      const numbers = new Float32Array(NUMBERS_BEFORE + this.dimensions);
      Buffer.from(numbers.buffer).set(bytes.subarray(at + KEY_BYTES, at + width));
      const [unknownShare = 0, truncated = 0] = numbers;
      const key = bytes.toString('hex', at, at + KEY_BYTES);
      this.#known.set(key, {
        vector: numbers.subarray(NUMBERS_BEFORE),
        unknownShare,
        truncated: truncated === 1,
      });
    }
  }
}

function keyOf(text: string): string {
  return createHash('sha256')
    .update(text)
    .digest('hex')
    .slice(0, KEY_BYTES * 2);
}
