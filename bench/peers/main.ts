/** Strata beside other gateways with a cache, on one machine in one run: what a repeat takes, and what a miss adds. */
import { Scratch, startUpstream } from '../load/bench-run.ts';
import { closedLoop } from '../load/client/closed-loop.ts';
import { HttpConnection } from '../load/client/http-connection.ts';
import { chatRequest, chatText } from '../load/client/requests.ts';
import { questions } from '../load/questions.ts';
import { loadAverage, machine } from '../load/report/machine.ts';
import { writeResults } from '../load/report/results-file.ts';
import { parseResponse } from '../load/client/response-reader.ts';
import { startStrata } from '../load/servers/strata.ts';
import { median, percentiles } from '../load/statistics.ts';
import { readPeerOptions, UPSTREAM_PORT, type Peer } from './options.ts';

const UPSTREAM_DELAY_MS = 50;
const CONNECTIONS = 32;
const WARM_UP = 20;

const options = readPeerOptions(process.argv.slice(2));
const { misses, hits, rounds, roundMs } = options.quick
  ? { misses: 30, hits: 50, rounds: 1, roundMs: 1_000 }
  : { misses: 200, hits: 500, rounds: 5, roundMs: 3_000 };

using scratch = new Scratch();
await using upstream = await startUpstream({ delayMs: UPSTREAM_DELAY_MS, port: UPSTREAM_PORT });
await using strata = await startStrata({ upstreamPort: upstream.port, directory: scratch.directory() });
const contenders: readonly Peer[] = [{ name: 'strata', port: strata.port }, ...options.peers];
const about = { ...machine(), startedAt: new Date().toISOString(), loadAverageBefore: loadAverage() };

/** Kept from one request to the next, by port. */
const open = new Map<number, HttpConnection>();
const added = await addedByMisses();
const repeats = await repeatTimes();
const rates = await repeatRates();
for (const connection of open.values()) connection[Symbol.dispose]();
const results = contenders.map(({ name }) => ({
  name,
  missAddedMs: percentiles(added.get(name) ?? []),
  hitMs: percentiles(repeats.get(name) ?? []),
  hitsPerSecond: median(rates.get(name) ?? []),
}));
console.table(
  results.map(({ name, missAddedMs, hitMs, hitsPerSecond }) => ({
    name,
    'miss adds, p50 ms': missAddedMs.p50,
    'repeat, p50 ms': hitMs.p50,
    'repeat, p99 ms': hitMs.p99,
    [`repeats/s, ${CONNECTIONS} connections`]: hitsPerSecond,
  })),
);
if (!options.quick) {
  const measured = { upstreamDelayMs: UPSTREAM_DELAY_MS, results };
  writeResults('peers.json', { ...about, loadAverageAfter: loadAverage(), ...measured });
}

/** Each question is new; asked of the upstream itself and of every contender, in turns. */
async function addedByMisses(): Promise<Map<string, number[]>> {
  using direct = await HttpConnection.open(upstream.port);
  const found = new Map(contenders.map(({ name }): [string, number[]] => [name, []]));
  const asked = questions((misses + WARM_UP) * contenders.length, 7);
  for (const [index, question] of asked.entries()) {
    const { name, port } = contenders[index % contenders.length] as Peer;
    const request = chatRequest(chatText(question));
    // oxlint-disable no-await-in-loop -- one after the other
    const { tookMs: limit } = await direct.exchange(request);
    const tookMs = await once(port, request);
    // oxlint-enable no-await-in-loop
    if (index >= WARM_UP * contenders.length) found.get(name)?.push(tookMs - limit);
  }
  return found;
}

/** One question, asked again and again over one connection. */
async function repeatTimes(): Promise<Map<string, number[]>> {
  const request = chatRequest(chatText('What is the capital of France?'));
  const found = new Map<string, number[]>();
  for (const { name, port } of contenders) {
    const took: number[] = [];
    for (let turn = 0; turn < hits + WARM_UP; turn += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const tookMs = await once(port, request);
      if (turn >= WARM_UP) took.push(tookMs);
    }
    found.set(name, took);
  }
  return found;
}

/** The same over many connections at once; the contenders in turns. */
async function repeatRates(): Promise<Map<string, number[]>> {
  const request = chatRequest(chatText('What is the capital of France?'));
  const found = new Map(contenders.map(({ name }): [string, number[]] => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, port } of contenders) {
      const load = { port, connections: CONNECTIONS, durationMs: roundMs, next: () => request };
      // oxlint-disable-next-line no-await-in-loop -- in turns
      found.get(name)?.push((await closedLoop(load)).requestsPerSecond);
    }
  }
  return found;
}

/** Over a connection that is kept; a new one where the peer has closed it. */
async function once(port: number, request: Buffer): Promise<number> {
  const kept = open.get(port) ?? (await HttpConnection.open(port));
  open.set(port, kept);
  try {
    const { message, tookMs } = await kept.exchange(request);
    if (parseResponse(message).status !== 200) throw new TypeError(message.toString());
    return tookMs;
  } catch (error) {
    open.delete(port);
    if (error instanceof TypeError) throw error;
    return await once(port, request);
  }
}
