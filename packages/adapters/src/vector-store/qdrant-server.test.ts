import { randomUUID } from 'node:crypto';

import { FakeClock } from '@strata/contracts/fake-clock';
import { vectorStoreContract } from '@strata/contracts/vector-store-contract';
import { describe, it } from 'vitest';

import { QdrantVectorStore } from './qdrant.ts';

const url = process.env['QDRANT_URL'];
const apiKey = process.env['QDRANT_API_KEY'];
const keyed = apiKey === undefined ? {} : { apiKey };
const headers = {
  'content-type': 'application/json',
  ...(apiKey === undefined ? {} : { 'api-key': apiKey }),
};

if (url === undefined) {
  describe('QdrantVectorStore on a real server', () => {
    it.skip('keeps the contract (skipped: QDRANT_URL is not set)', () => undefined);
  });
} else {
  vectorStoreContract({
    name: 'Qdrant, a real server',
    without: ['outage'],
    modelRuns: 15,
    open: async () => {
      const clock = new FakeClock();
      const collectionPrefix = `strata_test_${randomUUID()}_`;
      const foreign = `${url}/collections/${collectionPrefix}of_somebody_else`;
      const connect = () => new QdrantVectorStore({ url, ...keyed, clock, collectionPrefix });
      return {
        clock,
        pass: async (ms) => clock.advance(ms),
        connect,
        foreign: {
          put: async () =>
            void (await fetch(foreign, json('PUT', { vectors: { size: 2, distance: 'Dot' } }))),
          isThere: async () => (await fetch(foreign, { headers })).ok,
        },
        [Symbol.asyncDispose]: async () => {
          await fetch(foreign, { method: 'DELETE', headers });
          await using store = connect();
          await store.clear();
        },
      };
    },
  });
}

function json(method: string, body: unknown): RequestInit {
  return { method, body: JSON.stringify(body), headers };
}
