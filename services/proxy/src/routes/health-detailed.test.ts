import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ProviderDirectory, ProviderReport } from '@strata/adapters/upstream/routed';
import { deferred } from '@strata/contracts/deferred';
import { FakeClock } from '@strata/contracts/fake-clock';
import type { HealthCheck } from '@strata/service-kit';
import express from 'express';
import { afterEach, expect, it } from 'vitest';
import { healthDetailedRoutes } from './health-detailed.ts';

const report = (name: string): ProviderReport => ({
  name,
  baseUrl: `https://${name}.example/v1`,
  weight: 1,
  models: ['*'],
  healthy: name !== 'broken',
  inFlight: 2,
  waiting: 0,
  resting: name === 'broken' ? [{ model: 'm', state: 'open', untilMs: 5_000 }] : [],
  lastError: name === 'broken' ? { code: 'status-503', at: 0 } : undefined,
});

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function serve(parts: {
  checks?: readonly HealthCheck[];
  probes?: Record<string, () => Promise<void>>;
  adminKey?: string;
}) {
  const clock = new FakeClock();
  const probes = parts.probes ?? {};
  const directory: ProviderDirectory = {
    listModels: () => [],
    providers: () => Object.keys(probes).map(report),
    probe: (name) => probes[name]?.() ?? Promise.resolve(),
  };
  const app = express().use(
    healthDetailedRoutes({
      checks: parts.checks ?? [],
      directory,
      adminKey: parts.adminKey,
      clock,
      version: '1.2.3',
      ready: () => true,
    }),
  );
  const server = createServer(app);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const ask = async (headers: Record<string, string> = {}) => {
    const response = await fetch(`http://127.0.0.1:${port}/health/detailed`, { headers });
    return { status: response.status, body: (await response.json()) as object };
  };
  return { clock, ask };
}

it('shows each part, and each provider as a probe finds it and as its requests went', async () => {
  const { ask } = await serve({
    checks: [{ name: 'redis', check: () => Promise.resolve('7 nodes') }],
    probes: { openai: () => Promise.resolve(), broken: () => Promise.reject(new Error('no connection')) },
  });
  expect(await ask()).toMatchObject({
    status: 200,
    body: {
      status: 'degraded',
      ready: true,
      version: '1.2.3',
      services: { redis: { status: 'up', detail: '7 nodes', took_ms: 0 } },
      providers: {
        openai: { status: 'up', routed_to: true, in_flight: 2, last_error: null },
        broken: {
          status: 'down',
          detail: 'no connection',
          routed_to: false,
          resting: [{ model: 'm', state: 'open', for_ms: 5_000 }],
          last_error: { code: 'status-503', at: '1970-01-01T00:00:00.000Z' },
        },
      },
    },
  });
});

it('answers within a second while a part and a provider hang', async () => {
  const both = [deferred(), deferred()];
  const hang = (index: number) => () => {
    both[index]?.resolve();
    return deferred().promise;
  };
  const { clock, ask } = await serve({
    checks: [{ name: 'redis', check: hang(0) }],
    probes: { openai: hang(1) },
  });
  const answer = ask();
  await Promise.all(both.map(({ promise }) => promise));
  clock.advance(1_000);
  expect(await answer).toMatchObject({
    status: 200,
    body: {
      status: 'degraded',
      services: { redis: { status: 'down', detail: 'no answer within 1000 ms' } },
      providers: { openai: { status: 'down', detail: 'no answer within 1000 ms' } },
    },
  });
});

it('is for those who may use the admin API', async () => {
  const { ask } = await serve({ adminKey: 'key', probes: { openai: () => Promise.resolve() } });
  expect((await ask()).status).toBe(401);
  expect((await ask({ authorization: 'Bearer key' })).status).toBe(200);
});

it('is healthy without providers to probe: the demo upstream cannot be down', async () => {
  expect(await (await serve({})).ask()).toMatchObject({ body: { status: 'healthy', providers: {} } });
});
