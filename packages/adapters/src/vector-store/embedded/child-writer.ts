// A process for the test that kills it: writes points without end and tells of each one that it was promised is kept.
import { wallClock } from '@strata/contracts/wall-clock';

import { EmbeddedVectorStore } from '../embedded.ts';

const store = new EmbeddedVectorStore({
  dataDir: process.argv[2] as string,
  clock: wallClock,
  exactLimit: 100,
});
for (let id = 0; ; id += 1) {
  // oxlint-disable-next-line no-await-in-loop -- tells of a point once it is stored, not before
  await store.upsert({
    space: 's',
    partition: 'p',
    id: `${id}`,
    vector: Float32Array.of(Math.cos(id), Math.sin(id), 0, 0),
    text: `text ${id}`,
    createdAt: 0,
    expiresAt: Number.MAX_SAFE_INTEGER,
    minScore: 0,
    entry: new TextEncoder().encode(`entry ${id}`),
  });
  process.stdout.write(`${id}\n`);
}
