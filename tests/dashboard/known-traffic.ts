import { vi } from 'vitest';
import { deferred } from '../../packages/contracts/src/deferred.ts';
import { after, answer, openAiError } from '../../packages/contracts/src/fake-openai-replies.ts';
import type { FakeOpenAiServer } from '../../packages/contracts/src/fake-openai-server.ts';
import type { RunningProxy } from './running-proxy.ts';

/** How often the proxy said each value of `x-cache`; `failed` where the upstream refused. */
export type Tally = Readonly<Record<string, number>>;

/** Every answer has these, large enough that the money they cost shows in four decimals. */
export const TOKENS_EACH = { prompt: 20_000, completion: 8_000 };

const PARIS = answer({
  choices: [{ content: 'Paris is the capital of France.' }],
  usage: {
    prompt_tokens: TOKENS_EACH.prompt,
    completion_tokens: TOKENS_EACH.completion,
    total_tokens: TOKENS_EACH.prompt + TOKENS_EACH.completion,
  },
});

/** Sends requests of every outcome and counts what the answers themselves say. */
export async function sendKnownTraffic(proxy: RunningProxy, upstream: FakeOpenAiServer): Promise<Tally> {
  const tally: Record<string, number> = {};
  const count = (outcome: string): void => {
    tally[outcome] = (tally[outcome] ?? 0) + 1;
  };
  upstream.respond(PARIS);
  for (const question of QUESTIONS) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other: a repeat must find the first answer stored
    count(await proxy.ask(question));
  }
  count(await proxy.ask('What is the capital of France?', { 'x-bypass-cache': 'true' }));
  for (const outcome of await askTogether(proxy, upstream)) count(outcome);
  upstream.enqueue(openAiError(500));
  await proxy.ask('Does anybody answer this?');
  count('failed');
  return tally;
}

/** Repeats, and two in other words. */
const QUESTIONS = [
  'What is the capital of France?',
  'What is the capital of France?',
  'What is the capital of France?',
  'Please tell me what the capital of France is.',
  'Who wrote the novel Moby-Dick?',
  'Who wrote the novel Moby-Dick?',
  'How do I reverse a list in Python?',
  'How can I reverse a list in Python?',
];

/** Two equal requests at once, of which one waits for the answer of the other. */
async function askTogether(proxy: RunningProxy, upstream: FakeOpenAiServer): Promise<readonly string[]> {
  const joined = deferred();
  upstream.enqueue(after(joined.promise, PARIS));
  const question = 'Why is the sky blue in the daytime?';
  const asked = [proxy.ask(question), proxy.ask(question)];
  await vi.waitFor(async () => {
    const metrics = await fetch(`${proxy.url}/metrics`).then((response) => response.text());
    if (!/^strata_coalesced_total 1$/m.test(metrics)) throw new Error('Nobody waits for the other yet.');
  });
  joined.resolve();
  return await Promise.all(asked);
}
