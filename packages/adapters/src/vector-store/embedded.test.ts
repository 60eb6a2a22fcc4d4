import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { FakeClock } from '@strata/contracts/fake-clock';
import { vectorStoreContract, type VectorStoreBacking } from '@strata/contracts/vector-store-contract';

import { EmbeddedVectorStore } from './embedded.ts';

async function onDisk(exactLimit: number): Promise<VectorStoreBacking> {
  const clock = new FakeClock();
  const dataDir = await mkdtemp(join(tmpdir(), 'strata-vectors-'));
  return {
    clock,
    pass: async (ms) => clock.advance(ms),
    connect: () => new EmbeddedVectorStore({ dataDir, clock, exactLimit }),
    [Symbol.asyncDispose]: () => rm(dataDir, { recursive: true, force: true }),
  };
}

vectorStoreContract({
  name: 'embedded, searched exactly',
  without: ['sharing', 'foreign', 'outage'],
  open: () => onDisk(2_000),
});

vectorStoreContract({
  name: 'embedded, searched by a graph',
  without: ['sharing', 'foreign', 'outage'],
  open: () => onDisk(0),
});

vectorStoreContract({
  name: 'embedded, in memory',
  without: ['sharing', 'durability', 'foreign', 'outage'],
  open: async () => {
    const clock = new FakeClock();
    return {
      clock,
      pass: async (ms) => clock.advance(ms),
      connect: () => new EmbeddedVectorStore({ dataDir: ':memory:', clock }),
      [Symbol.asyncDispose]: async () => undefined,
    };
  },
});
