import { describe, expect, test } from 'vitest';
import { strataForFile } from './strata-for-file.ts';

const { upstream, strata } = strataForFile({ SEMANTIC_ENABLED: 'false' });

async function ask(path: string, body: object, headers: Record<string, string>): Promise<string | null> {
  const response = await strata.fetch(path, { body, headers });
  await response.text();
  await strata.settled();
  return response.headers.get('x-cache');
}

const messages = [{ role: 'user', content: 'Which one?' }];

describe('an answer', () => {
  test.each([
    ['/v1/chat/completions', { model: 'm', messages }, 'openai-beta'],
    ['/v1/completions', { model: 'm', prompt: 'Which one?' }, 'openai-beta'],
    ['/v1/embeddings', { model: 'm', input: 'Which one?' }, 'openai-beta'],
    ['/v1/responses', { model: 'm', input: 'Which one?' }, 'openai-beta'],
    ['/v1/responses', { model: 'm', input: 'Whose?' }, 'openai-organization'],
    ['/v1/responses', { model: 'm', input: 'And whose?' }, 'openai-project'],
    ['/v1/messages', { model: 'm', max_tokens: 5, messages }, 'anthropic-beta'],
  ])('of %s is another one under another header %3$s, which goes upstream', async (path, body, header) => {
    const values = ['one', 'two', undefined];
    const all = async (): Promise<unknown> => {
      const seen: (string | null)[] = [];
      for (const value of values) {
        // oxlint-disable-next-line no-await-in-loop -- the second is asked when the first is stored
        seen.push(await ask(path, body, value === undefined ? {} : { [header]: value }));
      }
      return seen;
    };
    expect(await all()).toEqual(['miss', 'miss', 'miss']);
    expect(upstream.requests.map(({ headers }) => headers[header])).toEqual(values);
    expect(await all()).toEqual(['exact-hit', 'exact-hit', 'exact-hit']);
    // From the hot lane.
    expect(await all()).toEqual(['exact-hit', 'exact-hit', 'exact-hit']);
    expect(upstream.requests).toHaveLength(3);
  });

  test('is warmed under the header that it will be asked for with', async () => {
    const body = { model: 'm', messages: [{ role: 'user', content: 'Warm?' }] };
    const headers = { 'openai-beta': 'one' };
    const type = { 'content-type': 'application/x-ndjson' };
    const warmed = await strata.fetch('/admin/cache/warm', {
      body: JSON.stringify(body),
      headers: { ...headers, ...type },
    });
    await warmed.text();
    expect(upstream.requests.map((request) => request.headers['openai-beta'])).toEqual(['one']);
    expect(await ask('/v1/chat/completions', body, headers)).toBe('exact-hit');
  });

  test('of a chat is the same for every project, and under headers that mean nothing to its endpoint', async () => {
    const body = { model: 'm', messages };
    await ask('/v1/chat/completions', body, { 'openai-project': 'a' });
    const headers = { 'openai-project': 'b', 'openai-organization': 'c', 'anthropic-beta': 'd' };
    expect(await ask('/v1/chat/completions', body, headers)).toBe('exact-hit');
  });
});
