import { setTimeout as sleep } from 'node:timers/promises';
import { redisAvailable, RedisServer } from '@strata/contracts/redis-server';
import { startUpstream, type BenchRun } from '../../load/bench-run.ts';
import type { ServiceProcess } from '../../load/servers/service-process.ts';
import { ask } from '../client.ts';
import { startGateway } from '../strata.ts';

const RATE = 50;
const BURST = 50;
const KEY = { name: 'flooded', key: 'sk-flood', rate_limit: { requests_per_second: RATE, burst: BURST } };
const TIMES = 10;

/** A key that asks at ten times its rate: what it is let through against what its rate and burst allow. */
export async function limits(run: BenchRun): Promise<void> {
  await measured(run, { name: 'one replica', replicas: 1, redisUrl: undefined });
  if (!redisAvailable('limits across replicas')) {
    run.findings.skip({ section: SECTION, name: 'two replicas', reason: 'no redis-server here' });
    return;
  }
  for (const [name, replicas] of [
    ['one replica on Redis', 1],
    ['two replicas on Redis', 2],
  ] as const) {
    // oxlint-disable no-await-in-loop -- one at a time has the machine
    await using redis = await RedisServer.start();
    await measured(run, { name, replicas, redisUrl: redis.url });
    // oxlint-enable no-await-in-loop
  }
}

const SECTION = 'a key’s limit at ten times its rate';

type Setting = {
  readonly name: string;
  readonly replicas: number;
  readonly redisUrl: string | undefined;
};

async function measured(run: BenchRun, { name, replicas, redisUrl }: Setting): Promise<void> {
  const seconds = run.quick ? 3 : 30;
  await using upstream = await startUpstream({ delayMs: 0 });
  await using started = new AsyncDisposableStack();
  const file = {
    master_keys: [KEY],
    providers: [{ name: 'fake', base_url: `http://127.0.0.1:${upstream.port}/v1` }],
  };
  const services: ServiceProcess[] = [];
  for (let replica = 0; replica < replicas; replica += 1) {
    const env = redisUrl === undefined ? {} : { REDIS_URL: redisUrl };
    // oxlint-disable-next-line no-await-in-loop -- the first one's start is not slowed by the second's
    services.push(started.use(await startGateway(run.directory(), file, env)));
  }
  const { admitted, refused, elapsedMs } = await flood(services, seconds);
  const allowed = BURST + (RATE * elapsedMs) / 1000;
  run.findings.add({
    section: SECTION,
    name,
    measured: Math.abs(admitted / allowed - 1),
    unit: 'share',
    goal: { kind: 'at-most', limit: 0.02 },
    details: { admitted, allowed, refused, seconds: elapsedMs / 1000, askedPerSecond: RATE * TIMES },
  });
}

/** At a steady pace, whether or not answers have come. All but the first are answered from memory. */
async function flood(services: readonly ServiceProcess[], seconds: number) {
  const total = RATE * TIMES * seconds;
  const counts = new Map<number, number>();
  const under: Promise<void>[] = [];
  const startedAt = performance.now();
  for (let turn = 0; turn < total; turn += 1) {
    const dueMs = startedAt + (turn * 1000) / (RATE * TIMES) - performance.now();
    // oxlint-disable-next-line no-await-in-loop -- in time
    if (dueMs > 1) await sleep(dueMs);
    const port = services[turn % services.length]?.port ?? 0;
    const headers = { authorization: 'Bearer sk-flood' };
    under.push(
      ask(port, { text: 'The same again', headers }).then(({ status }) => {
        counts.set(status, (counts.get(status) ?? 0) + 1);
      }),
    );
  }
  const elapsedMs = performance.now() - startedAt;
  await Promise.all(under);
  return { admitted: counts.get(200) ?? 0, refused: counts.get(429) ?? 0, elapsedMs };
}
