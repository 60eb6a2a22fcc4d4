import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeQdrant } from './fake-qdrant.ts';

const A = '5c56c793-69f3-8fbf-87e6-c4bf54c28c26';
const B = '5c56c793-69f3-8fbf-87e6-c4bf54c28c27';
const QUERY = {
  limit: 3,
  filter: {
    must: [
      { key: 'partition', match: { value: 'p' } },
      { key: 'expiresAt', range: { gt: 5 } },
    ],
  },
  with_payload: { include: ['expiresAt'] },
};
const POINT = { id: A, vector: [1, 0, 0, 0], payload: { partition: 'p', expiresAt: 5.5, entry: 'AA==' } };
const TENANT = { field_name: 'partition', field_schema: { type: 'keyword', is_tenant: true } };
const WRONG_LENGTH = 'Wrong input: Vector dimension error: expected dim: 4, got 2';
const NOT_FOUND = expect.stringMatching(/^Not found: Collection `.*` doesn't exist!$/) as string;
const apiKey = process.env['QDRANT_API_KEY'];
const HEADERS = {
  'content-type': 'application/json',
  ...(apiKey === undefined ? {} : { 'api-key': apiKey }),
};

const servers = [
  { name: 'the fake', start: async () => await FakeQdrant.start() },
  ...(process.env['QDRANT_URL'] === undefined
    ? []
    : [{ name: 'Qdrant itself', start: async () => ({ url: process.env['QDRANT_URL'] as string }) }]),
];

// The same exchanges against both: the fake may stand for the server as long as they agree.
describe.each(servers)('what the adapter asks of Qdrant, answered by $name', ({ start }) => {
  const name = `parity_${randomUUID()}`;
  let server: { readonly url: string } | undefined;

  beforeAll(async () => {
    server = await start();
  });
  afterAll(async () => {
    if (server instanceof FakeQdrant) await server[Symbol.asyncDispose]();
  });

  it.each<[string, string, unknown, number, unknown]>([
    ['GET', '/exists', undefined, 200, { exists: false }],
    ['GET', '', undefined, 404, NOT_FOUND],
    ['PUT', '/points?wait=true', { points: [POINT] }, 404, NOT_FOUND],
    ['POST', '/points/query', { ...QUERY, query: [1, 0, 0, 0] }, 404, NOT_FOUND],
    ['POST', '/points/delete?wait=true', { points: [A] }, 404, NOT_FOUND],
    ['PUT', '', { vectors: { size: 4, distance: 'Cosine' } }, 200, true],
    ['PUT', '', { vectors: { size: 4, distance: 'Cosine' } }, 409, expect.stringContaining('already exists')],
    ['PUT', '/index?wait=true', TENANT, 200, expect.objectContaining({ status: 'completed' })],
    ['PUT', '/index?wait=true', { field_name: 'expiresAt', field_schema: 'float' }, 200, expect.anything()],
    [
      'GET',
      '',
      undefined,
      200,
      expect.objectContaining({
        config: expect.objectContaining({
          params: expect.objectContaining({ vectors: { size: 4, distance: 'Cosine' } }),
        }),
        payload_schema: { partition: expect.anything(), expiresAt: expect.anything() },
      }),
    ],
    ['PUT', '/points?wait=true', { points: [POINT] }, 200, expect.objectContaining({ status: 'completed' })],
    ['PUT', '/points?wait=true', { points: [{ ...POINT, vector: [1, 0] }] }, 400, WRONG_LENGTH],
    ['POST', '/points/query', { ...QUERY, query: [1, 0] }, 400, WRONG_LENGTH],
    [
      'POST',
      '/points/query',
      { ...QUERY, query: [3, 4, 0, 0] },
      200,
      {
        points: [
          expect.objectContaining({ id: A, score: expect.closeTo(0.6, 4), payload: { expiresAt: 5.5 } }),
        ],
      },
    ],
    [
      'POST',
      '/points/search',
      { ...QUERY, vector: [3, 4, 0, 0] },
      200,
      [expect.objectContaining({ id: A, payload: { expiresAt: 5.5 } })],
    ],
    [
      'POST',
      '/points',
      { ids: [A, B], with_payload: { include: ['entry'] } },
      200,
      [{ id: A, payload: { entry: 'AA==' } }],
    ],
    [
      'POST',
      '/points/payload?wait=true',
      { payload: { x: 1 }, filter: { must: [{ has_id: [B] }] } },
      200,
      expect.anything(),
    ],
    [
      'POST',
      '/points/payload?wait=true',
      { payload: { x: 1 }, filter: { must: [{ has_id: [A] }] } },
      200,
      expect.anything(),
    ],
    ['POST', '/points', { ids: [A], with_payload: { include: ['x'] } }, 200, [{ id: A, payload: { x: 1 } }]],
    ['POST', '/points/count', { exact: true }, 200, { count: 1 }],
    ['POST', '/points/nonsense', {}, 404, undefined],
    [
      'POST',
      '/points/delete?wait=true',
      { points: [B] },
      200,
      expect.objectContaining({ status: 'completed' }),
    ],
    [
      'POST',
      '/points/delete?wait=true',
      { filter: { must: [{ key: 'expiresAt', range: { lte: 5.5 } }] } },
      200,
      expect.objectContaining({ status: 'completed' }),
    ],
    ['POST', '/points/count', { exact: true }, 200, { count: 0 }],
    ['DELETE', '', undefined, 200, true],
    ['DELETE', '', undefined, 200, false],
  ])('%s %s %j', async (method, path, body, status, said) => {
    const response = await fetch(`${server?.url}/collections/${name}${path}`, {
      method,
      headers: HEADERS,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const answer = (text === '' ? {} : JSON.parse(text)) as { result?: unknown; status?: { error?: string } };
    expect({ status: response.status, said: answer.status?.error ?? answer.result }).toEqual({
      status,
      said,
    });
  });
});
