import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FakeClock } from '@strata/contracts/fake-clock';
import express from 'express';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PassedRequests } from '../telemetry/passed-requests.ts';
import { modelsRoutes } from './models.ts';

const HOUR_MS = 3_600_000;

let clock: FakeClock;
let asked: number;
let server: Server;

beforeEach(async () => {
  clock = new FakeClock();
  asked = 0;
  const routes = modelsRoutes({
    listModels: () => [Promise.resolve([{ id: `model-${(asked += 1)}` }])],
    ownModels: [],
    tenantOf: () => '',
    forwardAuthorization: false,
    clock,
    passed: new PassedRequests({ clock, metrics: { requestPassed: () => undefined } }),
  });
  server = createServer(express().use(routes)).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
});
afterEach(() => server.close());

async function listed(): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/models`);
  return await response.json();
}

test('a list is used again for a minute', async () => {
  expect(await listed()).toMatchObject({ data: [{ id: 'model-1' }] });
  clock.advance(59_999);
  expect(await listed()).toMatchObject({ data: [{ id: 'model-1' }] });
  clock.advance(1);
  expect(await listed()).toMatchObject({ data: [{ id: 'model-2' }] });
});

test('a list grows old also when the clock is set back meanwhile', async () => {
  await listed();
  clock.setWall(-HOUR_MS);
  clock.advance(60_000);
  expect(await listed()).toMatchObject({ data: [{ id: 'model-2' }] });
});
