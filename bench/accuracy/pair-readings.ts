import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  crossEncoderFingerprint,
  loadPairReader,
  type PairReader,
} from '@strata/adapters/embedder/pair-reader';

/** Readings of the shipped cross-encoder, kept on disk between runs: a line a pair, one file for each version of the model. */
export class PairReadings {
  readonly #path: string;
  readonly #reader: PairReader;
  readonly #known = new Map<string, number | undefined>();

  private constructor(path: string, reader: PairReader) {
    this.#path = path;
    this.#reader = reader;
    if (!existsSync(path)) return;
    for (const line of readFileSync(path, 'utf8').split('\n')) {
      const [key, logOdds] = line.split(' ');
      if (key !== undefined && logOdds !== undefined) this.#known.set(key, numberOf(logOdds));
    }
  }

  static async open(folder: string): Promise<PairReadings> {
    mkdirSync(folder, { recursive: true });
    const path = join(folder, `${await crossEncoderFingerprint()}.readings`);
    return new PairReadings(path, await loadPairReader());
  }

  /** Log-odds; `undefined` for a pair that cannot be read. */
  async of(one: string, other: string): Promise<number | undefined> {
    const key = keyOf(one, other);
    if (this.#known.has(key)) return this.#known.get(key);
    const { logOdds } = await this.#reader.read(one, other);
    this.#known.set(key, logOdds);
    appendFileSync(this.#path, `${key} ${logOdds ?? 'none'}\n`);
    return logOdds;
  }
}

function numberOf(text: string): number | undefined {
  return text === 'none' ? undefined : Number(text);
}

function keyOf(one: string, other: string): string {
  return createHash('sha256').update([one, other].join('\n')).digest('hex').slice(0, 32);
}
