import type { WorkerEmbedder } from '@strata/adapters/embedder/worker';
import { HttpConnection } from '../client/http-connection.ts';
import { chatRequest, chatText } from '../client/requests.ts';
import { parseResponse } from '../client/response-reader.ts';

/** One question, asked of each side right after the other. ms. */
export type Pair = {
  readonly direct: number;
  /** Through a proxy that does nothing. */
  readonly bare: number;
  readonly strata: number;
  readonly embed: number;
  /** What Strata says of its own steps. */
  readonly timings: ReadonlyMap<string, number>;
};

export type PairedOptions = {
  readonly texts: readonly string[];
  readonly strataPort: number;
  /** Absent: the upstream is not asked, `direct` is 0. */
  readonly upstreamPort?: number;
  /** Absent: `bare` is 0. */
  readonly barePort?: number;
  /** Absent: `embed` is 0. */
  readonly embedder?: WorkerEmbedder;
  readonly headers?: Readonly<Record<string, string>>;
  /** The `x-cache` that counts; answers of another kind are left out. */
  readonly wanted: string;
};

/** At least so many answers must be of the wanted kind for the number to mean something. */
const MIN_SHARE = 0.9;

/**
 * Asks each question of the upstream itself, of a bare proxy, of Strata and of the embedder alone, one right after the other and in
 * turning order, so that what slows the machine slows all of them.
 */
export async function paired(options: PairedOptions): Promise<Pair[]> {
  const { texts, upstreamPort, barePort, strataPort, embedder, headers, wanted } = options;
  using strata = await HttpConnection.open(strataPort);
  using upstream = upstreamPort === undefined ? undefined : await HttpConnection.open(upstreamPort);
  using bare = barePort === undefined ? undefined : await HttpConnection.open(barePort);
  const pairs: Pair[] = [];
  const other: string[] = [];
  for (const [index, text] of texts.entries()) {
    const request = chatRequest(chatText(text), headers);
    const measured = { direct: 0, bare: 0, strata: 0, embed: 0, timings: new Map<string, number>() };
    let outcome = '';
    const steps = [
      async () => {
        measured.direct = (await upstream?.exchange(request))?.tookMs ?? 0;
      },
      async () => {
        measured.bare = (await bare?.exchange(request))?.tookMs ?? 0;
      },
      async () => {
        const { message, tookMs } = await strata.exchange(request);
        const answer = parseResponse(message).headers;
        measured.strata = tookMs;
        measured.timings = timingsOf(answer.get('server-timing') ?? '');
        outcome = answer.get('x-cache') ?? 'none';
      },
      async () => {
        const startedAt = performance.now();
        await embedder?.embed([text]);
        measured.embed = embedder === undefined ? 0 : performance.now() - startedAt;
      },
    ];
    const turn = index % steps.length;
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    for (const step of [...steps.slice(turn), ...steps.slice(0, turn)]) await step();
    if (outcome === wanted) pairs.push(measured);
    else other.push(outcome);
  }
  if (pairs.length < texts.length * MIN_SHARE) {
    throw new Error(
      `Only ${pairs.length} of ${texts.length} were ${wanted}; others: ${other.slice(0, 5).join(', ')}`,
    );
  }
  return pairs;
}

function timingsOf(header: string): Map<string, number> {
  return new Map([...header.matchAll(/(\w+);dur=([\d.]+)/g)].map(([, step = '', ms]) => [step, Number(ms)]));
}
