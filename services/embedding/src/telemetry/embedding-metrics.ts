import type { WorkerEmbedder } from '@strata/adapters/embedder/worker';
import type { Embedding } from '@strata/core';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

export type EmbeddingRoute = 'embed' | 'compare' | 'openai';

export type ServedRequest = {
  readonly route: EmbeddingRoute;
  readonly status: number;
  readonly durationMs: number;
};

/** From a remembered text to a full queue. */
const BUCKETS = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

/** The families of this service; none holds a text, a client or another unbounded label. */
export class EmbeddingMetrics {
  readonly #requests: Counter<'route' | 'status'>;
  readonly #durations: Histogram<'route'>;
  readonly #tokens: Counter;
  readonly #truncated: Counter;

  constructor({ registry, embedder }: { registry: Registry; embedder: WorkerEmbedder }) {
    const registers = [registry];
    this.#requests = new Counter({
      name: 'strata_embedding_requests_total',
      help: 'Requests for embeddings and readings, by route and status (499: the client left).',
      labelNames: ['route', 'status'],
      registers,
    });
    this.#durations = new Histogram({
      name: 'strata_embedding_request_duration_seconds',
      help: 'From the request to the end of its answer.',
      labelNames: ['route'],
      buckets: BUCKETS,
      registers,
    });
    this.#tokens = new Counter({
      name: 'strata_embedding_tokens_total',
      help: 'Word pieces of the texts that were served, special ones included.',
      registers,
    });
    this.#truncated = new Counter({
      name: 'strata_embedding_truncated_total',
      help: 'Texts longer than the window.',
      registers,
    });
    watchEmbedder(embedder, registry);
  }

  request({ route, status, durationMs }: ServedRequest): void {
    this.#requests.inc({ route, status });
    this.#durations.observe({ route }, durationMs / 1_000);
  }

  embedded(embeddings: readonly Embedding[]): void {
    for (const { tokenCount, truncated } of embeddings) {
      this.#tokens.inc(tokenCount);
      if (truncated) this.#truncated.inc();
    }
  }
}

/** What the embedder counts itself is read when somebody asks. */
function watchEmbedder(embedder: WorkerEmbedder, registry: Registry): void {
  const registers: never[] = [];
  const texts = new Counter({
    name: 'strata_embedding_texts_total',
    help: 'Texts by source: computed, joined to a computation under way, or recalled from memory.',
    labelNames: ['source'],
    registers,
    collect() {
      const { computed, joined, recalled } = embedder.stats;
      this.reset();
      this.inc({ source: 'computed' }, computed);
      this.inc({ source: 'joined' }, joined);
      this.inc({ source: 'recalled' }, recalled);
    },
  });
  const queue = new Gauge({
    name: 'strata_embedding_queue_texts',
    help: 'Texts that wait for a thread, and texts in one.',
    labelNames: ['state'],
    registers,
    collect() {
      const { waiting, running } = embedder.stats;
      this.set({ state: 'waiting' }, waiting);
      this.set({ state: 'running' }, running);
    },
  });
  const threads = new Gauge({
    name: 'strata_embedding_threads_ready',
    help: 'Threads with the model loaded.',
    registers,
    collect() {
      this.set(embedder.stats.readyThreads);
    },
  });
  registry.registerMetric(texts);
  registry.registerMetric(queue);
  registry.registerMetric(threads);
}
