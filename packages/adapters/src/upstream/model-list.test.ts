import { json } from '@strata/contracts/fake-openai-replies';
import { describe, expect } from 'vitest';
import { listModels } from './model-list.ts';
import { failureOf, never, test } from './test-upstream.ts';

describe('a list of models', () => {
  test('may come without an object around it', async ({ server, upstreamOf }) => {
    const upstream = upstreamOf({ baseUrl: `${server.url}/bare` });
    server.enqueue(json(`\n${JSON.stringify([{ id: 'a', object: 'model', created: 5, owned_by: 'x' }])}`));
    expect(await listModels({ name: 'together', upstream }, {}, never)).toEqual([
      { id: 'a', object: 'model', created: 5, owned_by: 'x' },
    ]);
  });

  test('that is none is refused', async ({ server, upstreamOf }) => {
    const upstream = upstreamOf({ baseUrl: `${server.url}/bare` });
    for (const text of ['{}', '{"data":5}', '[', '"a"', '']) {
      server.enqueue(json(text));
      // oxlint-disable-next-line no-await-in-loop -- each takes the next reply
      const failure = await failureOf(listModels({ name: 'together', upstream }, {}, never));
      expect(failure.code).toBe('invalid_response');
    }
  });
});
