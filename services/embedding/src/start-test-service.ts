import { FakeInferenceThreads } from '@strata/adapters/embedder/fake-inference-threads';
import type { WorkerEmbedder } from '@strata/adapters/embedder/worker';
import { silentLogger, systemClock, type Environment } from '@strata/service-kit';
import { composeEmbeddingService } from './composition.ts';
import { loadEmbeddingConfig } from './config.ts';

export type TestService = AsyncDisposable & {
  readonly url: string;
  readonly embedder: WorkerEmbedder;
  /** Posts JSON, or the text as it is, and reads the answer. */
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<TestAnswer>;
  get(path: string): Promise<TestAnswer>;
};

export type TestAnswer = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: unknown;
};

export type FakeThreadService = TestService & { readonly threads: FakeInferenceThreads };

/** The service as it runs, on a free port, with the bundled model. */
export function startTestService(env: Environment = {}): Promise<TestService> {
  return start(env);
}

/** The same with threads that do what the test says, so that no model is loaded. */
export async function startServiceWithFakeThreads(env: Environment = {}): Promise<FakeThreadService> {
  const threads = new FakeInferenceThreads();
  return Object.assign(await start(env, threads), { threads });
}

async function start(env: Environment, threads?: FakeInferenceThreads): Promise<TestService> {
  const resources = new AsyncDisposableStack();
  const { server, embedder } = composeEmbeddingService({
    config: loadEmbeddingConfig(env, '/nowhere/.env').values,
    clock: systemClock,
    logger: silentLogger,
    resources,
    ...(threads !== undefined && { startThread: threads.start }),
  });
  const { port } = await server.listen({ host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    embedder,
    get: async (path) => read(await fetch(url + path)),
    post: async (path, body, headers = { 'content-type': 'application/json' }) =>
      read(await fetch(url + path, { method: 'POST', body: asText(body), headers })),
    [Symbol.asyncDispose]: async () => {
      await server.drain(1_000);
      await resources.disposeAsync();
    },
  };
}

function asText(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}

async function read(response: Response): Promise<TestAnswer> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson ? JSON.parse(text) : undefined,
  };
}
