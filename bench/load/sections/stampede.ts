import { startUpstream, upstreamCalls, type BenchRun } from '../bench-run.ts';
import { HttpConnection } from '../client/http-connection.ts';
import { chatRequest, chatText } from '../client/requests.ts';
import { parseResponse } from '../client/response-reader.ts';
import { startStrata } from '../servers/strata.ts';
import { percentiles } from '../statistics.ts';

const CALLERS = 1_000;
const WISHES = { delayMs: 300, chunks: 50, spacingMs: 5 };

/** So many callers with one and the same new question at one time. */
export async function stampede(run: BenchRun): Promise<void> {
  await using resources = new AsyncDisposableStack();
  const upstream = resources.use(await startUpstream({ delayMs: 5 }));
  const strata = resources.use(
    await startStrata({ upstreamPort: upstream.port, directory: run.directory() }),
  );
  for (const stream of [false, true]) {
    const form = stream ? 'streamed' : 'whole';
    const text = chatText(`What happens when a thousand ask the same, ${form}?`, { stream, bench: WISHES });
    // oxlint-disable no-await-in-loop -- one form after the other
    const before = await upstreamCalls(upstream);
    const took = await askAtOnce(strata.port, chatRequest(text));
    const calls = (await upstreamCalls(upstream)) - before;
    // oxlint-enable no-await-in-loop
    run.findings.add({
      section: 'stampede',
      name: `upstream calls for ${CALLERS.toLocaleString('en')} equal requests at once, ${form}`,
      measured: calls,
      unit: 'calls',
      goal: { kind: 'at-most', limit: 1 },
      details: { untilAnsweredMs: percentiles(took) },
    });
  }
}

/** Rejects unless everybody gets a whole answer. */
async function askAtOnce(port: number, request: Buffer): Promise<number[]> {
  const opened = Array.from({ length: CALLERS }, () => HttpConnection.open(port));
  const connections = await Promise.all(opened);
  try {
    const answers = await Promise.all(connections.map((connection) => connection.exchange(request)));
    const bad = answers.find(({ message }) => parseResponse(message).status !== 200);
    if (bad !== undefined) throw new Error(bad.message.toString('latin1', 0, 500));
    return answers.map(({ tookMs }) => tookMs);
  } finally {
    for (const connection of connections) connection[Symbol.dispose]();
  }
}
