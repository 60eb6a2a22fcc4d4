import { FakeQdrant } from '@strata/contracts/fake-qdrant';
import { RedisServer } from '@strata/contracts/redis-server';
import { startUpstream, type BenchRun } from '../load/bench-run.ts';
import { chatText } from '../load/client/requests.ts';
import type { ServiceProcess } from '../load/servers/service-process.ts';
import { startStrata } from '../load/servers/strata.ts';
import { percentiles } from '../load/statistics.ts';

/** How long a second replica still answers from its memory after the first was told to clear. */
export async function clearSeen(run: BenchRun): Promise<void> {
  await using resources = new AsyncDisposableStack();
  const upstream = resources.use(await startUpstream({ delayMs: 0 }));
  const redis = resources.use(await RedisServer.start());
  const qdrant = resources.use(await FakeQdrant.start());
  const env = { REDIS_URL: redis.url, QDRANT_URL: qdrant.url };
  const start = (): Promise<ServiceProcess> =>
    startStrata({ upstreamPort: upstream.port, directory: run.directory(), env });
  const [one, other] = [resources.use(await start()), resources.use(await start())];
  const rounds: Round[] = [];
  for (let round = 0; round < (run.quick ? 10 : 200); round += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one clear after the other
    rounds.push(await clearOnce(one, other));
  }
  const { p50, p99, max } = percentiles(rounds.map(({ forgottenMs }) => forgottenMs));
  const answered = percentiles(rounds.map(({ answeredMs }) => answeredMs));
  run.findings.add({
    section: 'clear',
    name: 'from the clear on one replica to the last hit on another, p99',
    measured: p99,
    unit: 'ms',
    goal: { kind: 'below', limit: 100 },
    details: { p50, max, clears: rounds.length, clearAnsweredMs: { p50: answered.p50, p99: answered.p99 } },
  });
}

/** In ms from the sending of the clear. */
type Round = {
  /** Until the sending of the last request that the other still answered. */
  readonly forgottenMs: number;
  /** Until the clear itself was answered. */
  readonly answeredMs: number;
};

async function clearOnce(one: ServiceProcess, other: ServiceProcess): Promise<Round> {
  const body = chatText('What does a second replica know of a clear?');
  await ask(one, body);
  // From its hot lane in the end.
  for (let hits = 0; hits < 3;) hits = (await ask(other, body)) === 'exact-hit' ? hits + 1 : 0;
  const startedAt = performance.now();
  let last = startedAt;
  let isHit = true;
  const cleared = clear(one).then(() => performance.now() - startedAt);
  while (isHit) {
    const askedAt = performance.now();
    // oxlint-disable-next-line no-await-in-loop -- as fast as it answers
    isHit = (await ask(other, body)) === 'exact-hit';
    if (isHit) last = askedAt;
  }
  return { forgottenMs: last - startedAt, answeredMs: await cleared };
}

async function clear({ port }: ServiceProcess): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}/admin/cache/clear`, { method: 'POST' });
  await response.arrayBuffer();
}

async function ask({ port }: ServiceProcess, body: string): Promise<string | null> {
  const response = await fetch(`http://127.0.0.1:${port}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  await response.arrayBuffer();
  return response.headers.get('x-cache');
}
