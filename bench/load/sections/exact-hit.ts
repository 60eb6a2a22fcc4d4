import { redisAvailable, RedisServer } from '@strata/contracts/redis-server';
import { startUpstream, type BenchRun } from '../bench-run.ts';
import { closedLoop, cycle } from '../client/closed-loop.ts';
import { HttpConnection } from '../client/http-connection.ts';
import { chatRequest, chatText } from '../client/requests.ts';
import { parseResponse } from '../client/response-reader.ts';
import type { Goal } from '../figures.ts';
import { HelperProcess } from '../servers/helper-process.ts';
import type { LimitResponse } from '../servers/limit-server.ts';
import type { ServiceProcess } from '../servers/service-process.ts';
import { startStrata } from '../servers/strata.ts';
import { median } from '../statistics.ts';
import { againstLimit, RoundLog, type Contender } from './rounds.ts';

const SECTION = 'exact hit';
const CONNECTIONS = 32;
const QUESTIONS = 64;
const UPSTREAM_DELAY_MS = 5;

const REQUESTS = Array.from({ length: QUESTIONS }, (_, index) =>
  chatRequest(chatText(`What does a cache with ${index + 2} levels do when all of them miss?`)),
);

type Variant = {
  readonly name: string;
  readonly strata: ServiceProcess;
  readonly ratioGoal?: Goal;
  readonly p99Goal?: Goal;
};

/** Requests a second of hits against a bare server that gives the same bytes, in alternating rounds. */
export async function exactHit(run: BenchRun): Promise<void> {
  await using resources = new AsyncDisposableStack();
  const upstream = resources.use(await startUpstream({ delayMs: UPSTREAM_DELAY_MS }));
  const start = async (env: Readonly<Record<string, string>>, root?: string): Promise<ServiceProcess> => {
    const options = { upstreamPort: upstream.port, directory: run.directory(), env, root };
    const strata = resources.use(await startStrata(options));
    await warm(strata.port);
    return strata;
  };
  const memory: Variant = {
    name: 'memory lane',
    strata: await start({}),
    ratioGoal: { kind: 'at-least', limit: 0.8 },
    p99Goal: { kind: 'below', limit: 3 },
  };
  const sqlite: Variant = { name: 'SQLite only', strata: await start({ MEMORY_MAX_BYTES: '0' }) };
  const variants = [memory, sqlite];
  if (redisAvailable(`${SECTION}, Redis only`)) {
    const redis = resources.use(await RedisServer.start());
    const strata = await start({ MEMORY_MAX_BYTES: '0', REDIS_URL: redis.url });
    variants.push({ name: 'Redis only', strata, ratioGoal: { kind: 'at-least', limit: 0.5 } });
  } else {
    run.findings.skip({ section: SECTION, name: 'Redis only', reason: 'no redis-server on this machine' });
  }
  if (run.beside !== undefined)
    variants.push({ name: 'memory lane of the other checkout', strata: await start({}, run.beside) });
  const limit = resources.use(await HelperProcess.start('./limit-server.ts', await capturedHit(memory)));

  const log = new RoundLog();
  const contenders: readonly Contender[] = [
    { name: 'limit', port: limit.port, cpuMs: () => limit.cpuMs() },
    ...variants.map(({ name, strata }) => ({ name, port: strata.port, cpuMs: () => strata.cpuMs() })),
  ];
  await log.play(contenders, {
    rounds: run.quick ? 3 : 25,
    load: (port) => closedLoop({ port, connections: CONNECTIONS, durationMs: 800, next: cycle(REQUESTS) }),
  });
  for (const variant of variants) report(run, variant, log);
  if (run.beside !== undefined) reportBeside(run, log);
}

/** Each question a miss, then a hit that is kept ready. */
async function warm(port: number): Promise<void> {
  using connection = await HttpConnection.open(port);
  for (const wanted of ['miss', 'exact-hit', 'exact-hit']) {
    for (const request of REQUESTS) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const { message } = await connection.exchange(request);
      const { headers, body } = parseResponse(message);
      if (headers.get('x-cache') !== wanted) throw new Error(`Wanted ${wanted}, got:\n${body.toString()}`);
    }
  }
}

async function capturedHit({ strata }: Variant): Promise<LimitResponse> {
  using connection = await HttpConnection.open(strata.port);
  const { message } = await connection.exchange(REQUESTS[0] as Buffer);
  const { headers, body } = parseResponse(message);
  // What Node writes by itself on both sides.
  const own = ['date', 'connection', 'keep-alive'];
  return { headers: [...headers].filter(([name]) => !own.includes(name)).flat(), body: body.toString() };
}

function report(run: BenchRun, { name, ratioGoal, p99Goal }: Variant, log: RoundLog): void {
  const { ratios, details, p99 } = againstLimit(log, name);
  run.findings.add({
    section: SECTION,
    name: `${name}: requests/s against the bare server`,
    measured: median(ratios),
    unit: 'ratio',
    ...(ratioGoal && { goal: ratioGoal }),
    details,
  });
  run.findings.add({
    section: SECTION,
    name: `${name}: p99 at ${CONNECTIONS} connections`,
    measured: p99,
    unit: 'ms',
    ...(p99Goal && { goal: p99Goal }),
  });
}

function reportBeside(run: BenchRun, log: RoundLog): void {
  const others = log.of('memory lane of the other checkout');
  const ratios = log
    .of('memory lane')
    .map((round, index) => round.requestsPerSecond / (others[index]?.requestsPerSecond ?? 0));
  run.findings.add({
    section: SECTION,
    name: 'memory lane: requests/s against the other checkout',
    measured: median(ratios),
    unit: 'ratio',
  });
}
