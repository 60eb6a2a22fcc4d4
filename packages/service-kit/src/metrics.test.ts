import { expect, it } from 'vitest';
import { createMetrics } from './metrics.ts';

it('shows process, event loop, garbage collection and build', async () => {
  const text = await createMetrics({ service: 'proxy', version: '1.2.3' }).metrics();
  expect(text).toContain(`strata_build_info{service="proxy",version="1.2.3",node="${process.version}"} 1`);
  expect(text).toContain('process_resident_memory_bytes');
  expect(text).toContain('nodejs_eventloop_lag_seconds');
  expect(text).toContain('nodejs_gc_duration_seconds');
});

it('gives every caller a registry of its own', async () => {
  const first = createMetrics({ service: 'a', version: '1' });
  const second = createMetrics({ service: 'b', version: '1' });
  expect(await first.metrics()).not.toContain('service="b"');
  expect(await second.metrics()).toContain('service="b"');
});
