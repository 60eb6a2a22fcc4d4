import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeOpenAiServer } from '@strata/contracts/fake-openai-server';
import { loadProxyConfig } from '@strata/proxy-service/config-file/load';
import { ConfigReload, type ReloadResult } from '@strata/proxy-service/config-file/reload';
import { composeProxy } from '@strata/proxy-service/composition';
import { silentLogger, systemClock } from '@strata/service-kit';

type Running = {
  readonly url: string;
  readonly dataDir: string;
  readonly drain: () => Promise<void>;
  readonly reload: () => ReloadResult;
};

/** A whole Strata in this process, on a free port, with its data in a folder that goes with it. */
export class Strata implements AsyncDisposable {
  readonly #resources = new AsyncDisposableStack();
  #started: Running | undefined;

  /** Configured by these variables alone. */
  static async start(variables: Readonly<Record<string, string>> = {}): Promise<Strata> {
    return await new Strata().listen(variables);
  }

  /** In front of a fake OpenAI server, with a key for it. */
  static async before(
    upstream: FakeOpenAiServer,
    variables: Readonly<Record<string, string>> = {},
  ): Promise<Strata> {
    return await new Strata().listenBefore(upstream, variables);
  }

  async listen(variables: Readonly<Record<string, string>>): Promise<this> {
    const resources = this.#resources;
    const dataDir = await mkdtemp(join(tmpdir(), 'strata-e2e-'));
    resources.defer(() => rm(dataDir, { recursive: true, force: true }));
    const env = {
      DATA_DIR: dataDir,
      EMBEDDING_TIMEOUT: '10s',
      VECTOR_TIMEOUT: '5s',
      EXACT_TIMEOUT: '5s',
      ...variables,
    };
    const load = () => loadProxyConfig(env, join(dataDir, 'no.env'));
    const loaded = load();
    const reload = new ConfigReload({ load, loaded });
    const proxy = await composeProxy({
      config: loaded.values,
      reload,
      clock: systemClock,
      logger: silentLogger,
      resources,
    });
    resources.use(proxy.server);
    const { port } = await proxy.server.listen({ host: '127.0.0.1', port: 0 });
    proxy.setReady(true);
    this.#started = {
      url: `http://127.0.0.1:${port}`,
      dataDir,
      drain: () => proxy.cache.drain(),
      reload: () => reload.run(silentLogger),
    };
    return this;
  }

  async listenBefore(upstream: FakeOpenAiServer, variables: Readonly<Record<string, string>>): Promise<this> {
    const provider = { OPENAI_BASE_URL: upstream.baseUrl, OPENAI_API_KEY: 'sk-upstream' };
    return await this.listen({ ...provider, ...variables });
  }

  get url(): string {
    return this.#running.url;
  }

  get dataDir(): string {
    return this.#running.dataDir;
  }

  /** Any request; a body that is not text is sent as JSON. */
  async fetch(
    path: string,
    init: { method?: string; headers?: Record<string, string>; body?: unknown } = {},
  ): Promise<Response> {
    const { method = init.body === undefined ? 'GET' : 'POST', headers = {}, body } = init;
    return await fetch(`${this.url}${path}`, {
      method,
      headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  }

  /** A chat completion; waits until its write-back is done. */
  async ask(content: string, options: Asking = {}): Promise<Asked> {
    const { headers = {}, path = '/v1/chat/completions', ...fields } = options;
    const body = { model: 'gpt-4o-mini', messages: [{ role: 'user', content }], ...fields.body };
    const response = await this.fetch(path, { headers, body });
    const text = await response.text();
    await this.#running.drain();
    return {
      status: response.status,
      headers: response.headers,
      text,
      cache: response.headers.get('x-cache'),
    };
  }

  /** The samples of one family of metrics that have labels. */
  async samples(family: string): Promise<readonly Sample[]> {
    const text = await (await this.fetch('/metrics')).text();
    return text
      .split('\n')
      .map((line) => /^(\w+)\{(.*)\} (\S+)$/.exec(line))
      .filter((match) => match?.[1] === family)
      .map((match) => ({ labels: match?.[2] ?? '', value: Number(match?.[3]) }));
  }

  /** Reads its configuration again. */
  reload(): ReloadResult {
    return this.#running.reload();
  }

  /** Resolves when everything that was answered so far is stored. */
  async settled(): Promise<void> {
    await this.#running.drain();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#resources.disposeAsync();
  }

  get #running(): Running {
    if (this.#started === undefined) throw new Error('This Strata was not started.');
    return this.#started;
  }
}

export type Asking = {
  readonly headers?: Record<string, string>;
  readonly body?: object;
  readonly path?: string;
};

/** `labels` as the page has them: `a="b",c="d"`. */
export type Sample = { readonly labels: string; readonly value: number };

export type Asked = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly cache: string | null;
};
