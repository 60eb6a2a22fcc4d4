import { FakeOpenAiServer } from '@strata/contracts/fake-openai-server';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { Strata } from './strata.ts';

/** One Strata before a fake upstream for all tests of a file. Each test finds the upstream as if nothing had been asked. */
export function strataForFile(variables: Readonly<Record<string, string>> = {}): {
  readonly upstream: FakeOpenAiServer;
  readonly strata: Strata;
} {
  const upstream = new FakeOpenAiServer();
  const strata = new Strata();
  beforeAll(async () => {
    await upstream.listen();
    await strata.listenBefore(upstream, variables);
  });
  beforeEach(() => upstream.reset());
  afterAll(async () => {
    await strata[Symbol.asyncDispose]();
    await upstream.stop();
  });
  return { upstream, strata };
}
