import { FakeClock } from '@strata/contracts/fake-clock';
import { FakeEmbedder } from '@strata/contracts/fake-embedder';
import { MemoryVectorStore } from '@strata/contracts/memory-vector-store';
import { CandidateReview, DEFAULT_CONTROLS, SemanticTier } from '@strata/core';
import { createThresholdJudge } from '@strata/judge';
import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { shippedPrices } from '../providers/model-prices.ts';
import { PrometheusMetrics } from './prometheus.ts';

test('a provider that is no longer configured is neither well nor unwell', async () => {
  const registry = new Registry();
  const { gateway } = new PrometheusMetrics({ registry, prices: shippedPrices() });
  const health = async (): Promise<readonly string[]> =>
    (await registry.metrics()).split('\n').filter((line) => line.startsWith('llm_proxy_provider_health{'));
  gateway.setProviders([
    { name: 'kept', healthy: true },
    { name: 'removed', healthy: false },
  ]);
  expect(await health()).toHaveLength(2);
  gateway.providerCallEnded({ provider: 'removed', how: 'failed', durationMs: 1 });
  gateway.setProviders([{ name: 'kept', healthy: true }]);
  expect(await health()).toEqual(['llm_proxy_provider_health{provider="kept"} 1']);
});

test('the time to embed one question is that of calls for one, not of pairs nor of asking for the model', async () => {
  const registry = new Registry();
  const observer = new PrometheusMetrics({ registry, prices: shippedPrices() });
  const watched = { clock: new FakeClock(), observer };
  const feedback = undefined;
  using tier = new SemanticTier({
    ...watched,
    embedder: new FakeEmbedder(),
    vectors: new MemoryVectorStore(),
    review: new CandidateReview({ ...watched, judge: createThresholdJudge(), feedback, threshold: 0.9 }),
    feedback,
    embedDeadlineMs: 500,
    vectorDeadlineMs: 250,
    candidates: 8,
    maxUnknownShare: 0.2,
  });
  const [question, query] = ['What is the capital of France?', 'Which city is the capital of France?'];
  await tier.lookup({ text: question, partition: 'p' }, DEFAULT_CONTROLS);
  await tier.raiseThreshold('f'.repeat(64), { question, query });
  await tier.delete('f'.repeat(64));
  const metrics = await registry.metrics();
  expect(metrics).toContain('strata_embed_duration_seconds_count 1\n');
  for (const operation of ['embed', 'embed-several', 'describe']) {
    const labels = `dep="embedder",operation="${operation}",result="ok"`;
    expect(metrics).toContain(`strata_dependency_calls_total{${labels}} 1\n`);
  }
});
