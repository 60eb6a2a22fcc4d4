import { FakeClock } from '@strata/contracts/fake-clock';
import { createLogger } from '@strata/service-kit';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { LiveSettings } from '../config-file/live-settings.ts';
import { Reloadable } from '../config-file/live.ts';
import { fileSectionsSchema } from '../config-file/sections.ts';
import { proxyConfigSchema } from '../config.ts';
import type { UpstreamWatcher } from '../telemetry/watched-upstream.ts';
import { upstreamPart } from './upstream.ts';

const logger = createLogger({ level: 'error', service: 'proxy', destination: { write: () => {} } });
const watcher: UpstreamWatcher = {
  calling: ({ headers }) => ({ headers, answered: () => {}, ended: () => {} }),
};

/** An API that refuses whoever brings no credential. */
async function strictApi(): Promise<string> {
  const server = createServer(({ headers }, response) => {
    response.writeHead(headers.authorization === undefined ? 401 : 200).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}

function settingsOf(providers: readonly object[]): LiveSettings {
  const variables = { LOG_LEVEL: 'info', PROVIDER_SUFFIX: undefined } as const;
  return { ...fileSectionsSchema.parse({ providers }), provider_suffix: '', variables };
}

async function opened(variables: Readonly<Record<string, string>>, providers: readonly object[] = []) {
  const config = proxyConfigSchema.parse({ CONFIG_PATH: 'strata.yaml', ...variables });
  const settings = new Reloadable(settingsOf(providers));
  const clock = new FakeClock();
  const part = await upstreamPart({ config, clock, logger, settings, watcher });
  onTestFinished(async () => await part.value[Symbol.asyncDispose]());
  return { part, settings, clock };
}

test('an API that takes the callers’ credentials is up although it refuses a probe, which has none', async () => {
  const { part } = await opened({ OPENAI_BASE_URL: await strictApi() });
  await expect(part.directory.probe('openai', new AbortController().signal)).resolves.toBeUndefined();
});

test.each([
  ['as one that needs a restart', { forward_authorization: true }, undefined],
  ['by what is prepared after them', { weight: 2 }, 'no room for it'],
])('providers of a configuration that is refused %s are never probed', async (_how, change, problem) => {
  const provider = { name: 'one', base_url: await strictApi(), probe: { interval: '1s' } };
  const { part, settings, clock } = await opened({}, [provider]);
  settings.onPrepare(() => {
    if (problem !== undefined) throw new Error(problem);
    return () => {};
  });
  const probesToCome = clock.pending;
  expect(() => settings.set(settingsOf([{ ...provider, ...change }]))).toThrow(problem ?? 'needs a restart');
  expect(clock.pending).toBe(probesToCome);
  await part.value[Symbol.asyncDispose]();
  expect(clock.pending).toBe(0);
});

test('the probes of the providers in force are those that go on', async () => {
  const provider = { name: 'one', base_url: await strictApi(), probe: { interval: '1s' } };
  const { settings, clock } = await opened({}, [provider]);
  expect(clock.pending).toBe(1);
  settings.set(
    settingsOf([
      { ...provider, weight: 2 },
      { ...provider, name: 'two' },
    ]),
  );
  expect(clock.pending).toBe(2);
});
