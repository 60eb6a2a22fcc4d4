import { startUpstream, type BenchRun } from '../bench-run.ts';
import { chatRequest, chatText } from '../client/requests.ts';
import { streamArrivals, type StreamArrivals } from '../client/stream-arrivals.ts';
import { questions } from '../questions.ts';
import { startStrata } from '../servers/strata.ts';
import { median, percentiles } from '../statistics.ts';

const SECTION = 'stream';
const CHUNKS = 100;
const SPACING_MS = 2;

/** How much later each chunk arrives than straight from the upstream, and whether chunks are ever held together. */
export async function stream(run: BenchRun): Promise<void> {
  await using resources = new AsyncDisposableStack();
  const upstream = resources.use(await startUpstream({ delayMs: 5 }));
  const strata = resources.use(
    await startStrata({ upstreamPort: upstream.port, directory: run.directory() }),
  );
  const direct: StreamArrivals[] = [];
  const through: StreamArrivals[] = [];
  for (const [index, question] of questions(run.quick ? 5 : 60, 2).entries()) {
    const wishes = { chunks: CHUNKS, spacingMs: SPACING_MS };
    const request = chatRequest(chatText(question, { stream: true, bench: wishes }));
    const sides = [
      async () => direct.push(await streamArrivals(upstream.port, request)),
      async () => through.push(await streamArrivals(strata.port, request)),
    ];
    // oxlint-disable-next-line no-await-in-loop -- one after the other, in turning order
    for (const side of index % 2 === 0 ? sides : sides.toReversed()) await side();
  }
  const delays = {
    direct: direct.flatMap((one) => one.delays),
    through: through.flatMap((one) => one.delays),
  };
  run.findings.add({
    section: SECTION,
    name: 'delay added to a chunk, at the median',
    measured: median(delays.through) - median(delays.direct),
    unit: 'ms',
    goal: { kind: 'at-most', limit: 0.3 },
    details: { directMs: percentiles(delays.direct), throughMs: percentiles(delays.through) },
  });
  run.findings.add({
    section: SECTION,
    name: `reads a chunk sent every ${SPACING_MS} ms, against the upstream itself`,
    measured: readsAChunk(through) / readsAChunk(direct),
    unit: 'share',
    // A busy machine holds up readers now and then, on either side.
    goal: { kind: 'at-least', limit: 0.99 },
    details: { direct: readsAChunk(direct), through: readsAChunk(through), chunks: delays.through.length },
  });
}

function readsAChunk(streams: readonly StreamArrivals[]): number {
  const sum = (of: (one: StreamArrivals) => number): number =>
    streams.reduce((total, one) => total + of(one), 0);
  return sum((one) => one.reads) / sum((one) => one.delays.length);
}
