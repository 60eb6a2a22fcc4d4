import { redisAvailable, RedisServer } from '@strata/contracts/redis-server';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { startUpstream, type BenchRun } from '../bench-run.ts';
import { closedLoop, cycle } from '../client/closed-loop.ts';
import { chatRequest, chatText } from '../client/requests.ts';
import type { FigureDetails, Goal } from '../figures.ts';
import { questions } from '../questions.ts';
import { ROOT, type ServiceProcess } from '../servers/service-process.ts';
import { startEmbeddingService, startStrata } from '../servers/strata.ts';
import { median } from '../statistics.ts';

const SECTION = 'footprint';
/** By then a service that has just become ready has done what it does behind the first requests. */
const SETTLED_MS = 3_000;

/** How long until it is ready, and how much memory it takes after some work. */
export async function footprint(run: BenchRun): Promise<void> {
  await using resources = new AsyncDisposableStack();
  const upstream = resources.use(await startUpstream({ delayMs: 5 }));
  await readyTimes(run, upstream.port);

  const embedded = resources.use(
    await startStrata({ upstreamPort: upstream.port, directory: run.directory() }),
  );
  await work(embedded, run);
  memory(run, 'resident memory of the proxy, all parts in its process', embedded);

  const embedding = resources.use(await startEmbeddingService(run.directory()));
  if (redisAvailable('footprint, proxy with servers')) {
    const redis = resources.use(await RedisServer.start());
    const qdrant = process.env['QDRANT_URL'];
    const env = {
      REDIS_URL: redis.url,
      EMBEDDING_URL: `http://127.0.0.1:${embedding.port}`,
      ...(qdrant !== undefined && { QDRANT_URL: qdrant }),
    };
    const directory = run.directory();
    const proxy = resources.use(await startStrata({ upstreamPort: upstream.port, directory, env }));
    const vectors = qdrant === undefined ? 'embedded index' : 'Qdrant';
    const name = `resident memory of the proxy with Redis, embedding service, ${vectors}`;
    const goal: Goal = { kind: 'below', limit: 150 };
    await setTimeout(SETTLED_MS);
    memory(run, `${name}, at rest`, proxy, goal);
    await work(proxy, run);
    memory(run, `${name}, after load`, proxy, goal);
  } else {
    const reason = 'no redis-server on this machine';
    run.findings.skip({ section: SECTION, name: 'resident memory of the proxy with servers', reason });
  }
  await embed(embedding.port, run.quick ? 100 : 1_000);
  const goal: Goal = { kind: 'below', limit: 350 };
  memory(run, 'resident memory of the embedding service with its model', embedding, goal);
}

/** Starts after the first, whose only difference is that compiled code is not kept yet. */
async function readyTimes(run: BenchRun, upstreamPort: number): Promise<void> {
  const times: number[] = [];
  const directory = run.directory();
  for (let start = 0; start < (run.quick ? 3 : 11); start += 1) {
    // oxlint-disable no-await-in-loop -- one after the other
    await using strata = await startStrata({ upstreamPort, directory });
    if (start > 0) times.push(strata.readyMs / 1000);
    // oxlint-enable no-await-in-loop
  }
  const details: FigureDetails = {
    fastest: Math.min(...times),
    slowest: Math.max(...times),
    npmStart: median(await npmStarts(run)),
  };
  run.findings.add({
    section: SECTION,
    name: 'from start to ready',
    measured: median(times),
    unit: 's',
    goal: { kind: 'below', limit: 1 },
    details,
  });
}

/** The same through `npm start`, which is npm itself and a look whether something must be installed: seconds until the banner. */
async function npmStarts(run: BenchRun): Promise<number[]> {
  const times: number[] = [];
  for (let start = 0; start < (run.quick ? 1 : 5); start += 1) {
    const startedAt = performance.now();
    const env = { ...process.env, PORT: '0', DATA_DIR: run.directory() };
    const npm = spawn('npm', ['start'], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'inherit'] });
    // oxlint-disable no-await-in-loop -- one after the other
    for await (const output of npm.stdout) if (String(output).includes('Strata listens')) break;
    times.push((performance.now() - startedAt) / 1000);
    npm.kill('SIGTERM');
    await once(npm, 'exit');
    // oxlint-enable no-await-in-loop
  }
  return times;
}

/** Hits and misses, whole and streamed, so that what is loaded on first use is loaded. */
async function work(strata: ServiceProcess, run: BenchRun): Promise<void> {
  const requests = questions(run.quick ? 200 : 2_000, 3).flatMap((question, index) => {
    const text = chatText(question, { stream: index % 4 === 0, bench: { spacingMs: 0 } });
    return [chatRequest(text), chatRequest(text)];
  });
  const durationMs = run.quick ? 2_000 : 20_000;
  await closedLoop({ port: strata.port, connections: 8, durationMs, next: cycle(requests) });
}

async function embed(port: number, count: number): Promise<void> {
  for (const [index, question] of questions(count, 4).entries()) {
    // Each tenth fills the model's window, where the network takes the most memory.
    const text = index % 10 === 0 ? `${question} `.repeat(20) : question;
    // oxlint-disable no-await-in-loop -- one after the other
    const answer = await fetch(`http://127.0.0.1:${port}/embed`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text }),
    });
    if (!answer.ok) throw new Error(`The embedding service answers ${answer.status}: ${await answer.text()}`);
    await answer.arrayBuffer();
    // oxlint-enable no-await-in-loop
  }
}

function memory(run: BenchRun, name: string, service: ServiceProcess, goal?: Goal): void {
  const measured = service.residentMb();
  if (Number.isNaN(measured))
    run.findings.skip({ section: SECTION, name, reason: 'this system has no /proc' });
  else run.findings.add({ section: SECTION, name, measured, unit: 'MB', ...(goal && { goal }) });
}
