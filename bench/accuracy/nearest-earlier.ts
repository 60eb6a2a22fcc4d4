import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { leaveOutTelemetry } from '@strata/adapters/embedder/without-telemetry';
import { matmul, Tensor } from '@xenova/transformers';

/**
 * For each place in a stream the places before it that are nearest by cosine, best first.
 *
 * What is *stored* at a moment depends on the rule under test (only misses insert), what is *near* does not. So the near ones
 * are searched once, exactly, and every rule then walks the list and skips what it did not store.
 */
export type NearestEarlier = {
  readonly width: number;
  /** `places[at * width + rank]`; -1 past the end of a list. */
  readonly places: Int32Array;
  readonly scores: Float32Array;
};

type Near = { readonly place: number; readonly score: number };

const WIDTH = 96;
const LOWEST_SCORE = 0.6;
const QUERIES = 512;
const ROWS = 8192;

/** Reads the lists from the cache folder, or searches (a minute or two for 60,000 vectors) and writes them there. */
export async function nearestEarlier(
  vectors: readonly Float32Array[],
  cache: { readonly folder: string; readonly name: string },
): Promise<NearestEarlier> {
  const path = join(cache.folder, `${cache.name}-${vectors.length}x${WIDTH}.nearest`);
  if (existsSync(path)) return parse(readFileSync(path));
  const lists = await searchAll(vectors);
  writeFileSync(path, Buffer.concat([Buffer.from(lists.places.buffer), Buffer.from(lists.scores.buffer)]));
  return lists;
}

function parse(bytes: Buffer): NearestEarlier {
  const buffer = Uint8Array.from(bytes).buffer;
  const half = buffer.byteLength / 2;
  return {
    width: WIDTH,
    places: new Int32Array(buffer, 0, half / 4),
    scores: new Float32Array(buffer, half),
  };
}

async function searchAll(vectors: readonly Float32Array[]): Promise<NearestEarlier> {
  const places = new Int32Array(vectors.length * WIDTH).fill(-1);
  const scores = new Float32Array(vectors.length * WIDTH);
  leaveOutTelemetry();
  const tiles: Tensor[] = [];
  for (let first = 0; first < vectors.length; first += ROWS) {
    tiles.push(rowMajor(vectors.slice(first, first + ROWS)));
  }
  for (let start = 0; start < vectors.length; start += QUERIES) {
    const end = Math.min(start + QUERIES, vectors.length);
    const block = { start, queries: transposed(vectors.slice(start, end)), count: end - start };
    for (const [column, near] of (await searchBlock(tiles, block)).entries()) {
      near.sort((left, right) => right.score - left.score);
      for (const [rank, one] of near.slice(0, WIDTH).entries()) {
        places[(start + column) * WIDTH + rank] = one.place;
        scores[(start + column) * WIDTH + rank] = one.score;
      }
    }
    if (start % (20 * QUERIES) === 0) console.error(`searched ${end} of ${vectors.length} vectors`);
  }
  return { width: WIDTH, places, scores };
}

type Block = { readonly start: number; readonly queries: Tensor; readonly count: number };

async function searchBlock(tiles: readonly Tensor[], block: Block): Promise<Near[][]> {
  const near: Near[][] = Array.from({ length: block.count }, () => []);
  for (const [index, rows] of tiles.entries()) {
    const first = index * ROWS;
    if (first >= block.start + block.count) break;
    const products = await matmul(rows, block.queries);
    collect(products.data as Float32Array, { first, start: block.start, near });
  }
  return near;
}

/** One row of products for each earlier vector, one column for each query of the block. */
function collect(products: Float32Array, to: { first: number; start: number; near: Near[][] }): void {
  const columns = to.near.length;
  for (let at = 0; at < products.length; at += 1) {
    const score = products[at] ?? 0;
    if (score < LOWEST_SCORE) continue;
    const place = to.first + Math.floor(at / columns);
    const column = at % columns;
    if (place < to.start + column) to.near[column]?.push({ place, score: Math.min(1, score) });
  }
}

function rowMajor(vectors: readonly Float32Array[]): Tensor {
  const dimensions = vectors[0]?.length ?? 0;
  const numbers = new Float32Array(vectors.length * dimensions);
  for (const [row, vector] of vectors.entries()) numbers.set(vector, row * dimensions);
  return new Tensor('float32', numbers, [vectors.length, dimensions]);
}

function transposed(vectors: readonly Float32Array[]): Tensor {
  const dimensions = vectors[0]?.length ?? 0;
  const numbers = new Float32Array(dimensions * vectors.length);
  for (const [column, vector] of vectors.entries()) {
    for (const [row, value] of vector.entries()) numbers[row * vectors.length + column] = value;
  }
  return new Tensor('float32', numbers, [dimensions, vectors.length]);
}
