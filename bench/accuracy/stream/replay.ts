import type { QuestionStream } from './question-stream.ts';

/** A request answered from the cache. `right`: both questions lie in one class, by the raw labels. */
export type StreamHit = { readonly place: number; readonly served: number; readonly right: boolean };

export type Replay = {
  readonly hits: readonly StreamHit[];
  /** Requests whose list of near ones ended before as many stored ones were seen as a cache would look at. */
  readonly cutLists: number;
};

export type AcceptsPlaces = (candidate: number, score: number) => boolean | Promise<boolean>;

/** Candidates a look-up returns. */
const CANDIDATES = 8;

/** Look up, serve the first accepted of the nearest stored eight, insert on a miss. `lookUp` is called once for each request. */
export async function replay(
  stream: QuestionStream,
  lookUp: (place: number) => AcceptsPlaces,
  lowestScore: number,
): Promise<Replay> {
  const stored = new Uint8Array(stream.texts.length);
  const hits: StreamHit[] = [];
  let cutLists = 0;
  for (let place = 0; place < stream.texts.length; place += 1) {
    const served = await servedFrom(stream, place, { accepts: lookUp(place), stored, lowestScore });
    if (served === 'cut') cutLists += 1;
    if (served === 'cut' || served === undefined) stored[place] = 1;
    else hits.push({ place, served, right: stream.classOf[place] === stream.classOf[served] });
  }
  return { hits, cutLists };
}

type Cache = { readonly accepts: AcceptsPlaces; readonly stored: Uint8Array; readonly lowestScore: number };

async function servedFrom(
  stream: QuestionStream,
  place: number,
  cache: Cache,
): Promise<number | 'cut' | undefined> {
  const { width, places, scores } = stream.near;
  let seen = 0;
  for (let rank = 0; rank < width; rank += 1) {
    const candidate = places[place * width + rank] ?? -1;
    const score = scores[place * width + rank] ?? 0;
    if (candidate < 0 || score < cache.lowestScore) return undefined;
    if (cache.stored[candidate] !== 1) continue;
    if (await cache.accepts(candidate, score)) return candidate;
    seen += 1;
    if (seen === CANDIDATES) return undefined;
  }
  return 'cut';
}

/** Of the counted requests those with a question of their class before them: what a perfect cache would answer. */
export function answerable(stream: QuestionStream, counted: (place: number) => boolean): number {
  const seen = new Set<number>();
  let count = 0;
  for (const [place, name] of stream.classOf.entries()) {
    if (seen.has(name) && counted(place)) count += 1;
    seen.add(name);
  }
  return count;
}
