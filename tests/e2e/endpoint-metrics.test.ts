import { messageAnswer } from '@strata/contracts/fake-anthropic';
import { json, openAiError } from '@strata/contracts/fake-openai-replies';
import { responseAnswer } from '@strata/contracts/fake-openai-responses';
import { FakeOpenAiServer } from '@strata/contracts/fake-openai-server';
import { shippedPrices } from '@strata/proxy-service/providers/model-prices';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bearer, startWithKeys } from './keys-setup.ts';
import type { Strata } from './strata.ts';

let upstream: FakeOpenAiServer;
let strata: Strata;

beforeAll(async () => {
  upstream = await FakeOpenAiServer.start();
});
afterAll(() => upstream.stop());
beforeEach(async () => {
  upstream.reset();
  strata = await startWithKeys(upstream, [{ name: 'app', key: 'sk-app' }]);
});
afterEach(() => strata[Symbol.asyncDispose]());

async function call(method: string, path: string, body?: object): Promise<void> {
  const response = await strata.fetch(path, { method, headers: bearer('sk-app'), body });
  await response.text();
  await strata.settled();
}

const NAMES = ['method', 'endpoint', 'model', 'provider', 'status_code', 'api_key_name'];
/** A request is counted when its connection says that the answer is out. */
const PATIENT = { timeout: 15_000 };

test('requests are counted by endpoint, whatever becomes of them', async () => {
  const model = 'gpt-4o-mini';
  const messages = [{ role: 'user', content: 'Hello' }];
  await call('POST', '/v1/chat/completions', { model, messages });
  await call('POST', '/v1/completions', { model, prompt: 'Hello' });
  await call('POST', '/embeddings', { model, input: 'Hello' });
  await call('POST', '/v1/responses', { model, input: 'Hello' });
  await call('POST', '/v1/messages', { model, messages, max_tokens: 9 });
  await call('GET', '/models');
  await call('GET', '/v1/models/fake-model');
  upstream.enqueue(json({}), openAiError(418));
  await call('DELETE', '/v1/files/file-1');
  await call('POST', '/v1/messages/count_tokens', { model, messages });
  await call('POST', '/v1/never-heard-of', {});
  const counted = async (): Promise<readonly string[]> =>
    (await strata.samples('llm_proxy_requests_total'))
      .map(({ labels }) =>
        NAMES.map((name) => new RegExp(`\\b${name}="([^"]*)"`).exec(labels)?.[1]).join(' '),
      )
      .toSorted();
  await expect
    .poll(counted, PATIENT)
    .toEqual(
      [
        'POST /v1/chat/completions gpt-4o-mini openai 200 app',
        'POST /v1/completions gpt-4o-mini openai 200 app',
        'POST /v1/embeddings gpt-4o-mini openai 200 app',
        'POST /v1/responses gpt-4o-mini openai 200 app',
        'POST /v1/messages gpt-4o-mini openai 200 app',
        'GET /v1/models none none 200 app',
        'GET /v1/models/* none none 200 app',
        'DELETE /v1/files/* none openai 200 app',
        'POST /v1/messages/* none openai 200 app',
        'POST other none openai 418 app',
      ].toSorted(),
    );
});

test('names that are refused take no label from those that are used', async () => {
  const messages = [{ role: 'user', content: 'Hello' }];
  for (let count = 0; count < 60; count += 1) {
    upstream.enqueue(openAiError(404));
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await call('POST', '/v1/chat/completions', { model: `imagined-${count}`, messages });
  }
  await call('POST', '/v1/chat/completions', { model: 'gpt-4o-mini', messages });
  upstream.enqueue(openAiError(404));
  await call('POST', '/v1/embeddings', { model: 'gpt-4o-mini', input: 'Hello' });
  const counted = async (): Promise<readonly string[]> =>
    (await strata.samples('llm_proxy_requests_total'))
      .map(({ labels, value }) =>
        ['model', 'status_code']
          .map((name) => new RegExp(`\\b${name}="([^"]*)"`).exec(labels)?.[1])
          .concat(String(value))
          .join(' '),
      )
      .toSorted();
  await expect.poll(counted, PATIENT).toEqual(['gpt-4o-mini 200 1', 'gpt-4o-mini 404 1', 'other 404 60']);
});

describe('money', () => {
  /** Dollars by the price table: fresh and cached tokens of the prompt, tokens that were said. */
  const dollars = (model: string, [fresh, cachedTokens, said]: readonly [number, number, number]): number => {
    const { input = 0, cached = 0, output = 0 } = shippedPrices().priceOf(model) ?? {};
    expect(cached).toBeLessThan(input);
    return (fresh * input + cachedTokens * cached + said * output) / 1_000_000;
  };
  const spent = async (): Promise<readonly number[]> =>
    (await strata.samples('strata_cost_spent_dollars_total')).map(({ value }) => value);

  test.each([false, true])('is counted for messages by Anthropic’s usage (stream: %s)', async (stream) => {
    const usage = {
      input_tokens: 80,
      cache_creation_input_tokens: 20,
      cache_read_input_tokens: 900,
      output_tokens: 10,
      output_tokens_details: { thinking_tokens: 4 },
    };
    upstream.enqueue(messageAnswer({ usage }));
    const messages = [{ role: 'user', content: 'What does it cost?' }];
    await call('POST', '/v1/messages', { model: 'claude-sonnet-5', max_tokens: 9, messages, stream });
    const expected = dollars('claude-sonnet-5', [100, 900, 10]);
    await expect.poll(spent, PATIENT).toEqual([expect.closeTo(expected, 9)]);
  });

  test.each([false, true])('is counted for responses by their usage (stream: %s)', async (stream) => {
    const usage = {
      input_tokens: 1_000,
      input_tokens_details: { cached_tokens: 600 },
      output_tokens: 100,
      output_tokens_details: { reasoning_tokens: 40 },
      total_tokens: 1_100,
    };
    upstream.enqueue(responseAnswer({ text: 'Little.', usage }));
    await call('POST', '/v1/responses', { model: 'gpt-4o-mini', input: 'What does it cost?', stream });
    const expected = dollars('gpt-4o-mini', [400, 600, 100]);
    await expect.poll(spent, PATIENT).toEqual([expect.closeTo(expected, 9)]);
  });
});
