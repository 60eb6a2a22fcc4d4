import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { FakeEmbedder } from '@strata/contracts/fake-embedder';
import { vectorToBase64 } from './vector-base64.ts';

export type SeenRequest = {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly texts: readonly string[];
  readonly pairs: readonly (readonly string[])[];
  /** Resolves when the client gave the connection up before an answer. */
  readonly abandoned: Promise<unknown>;
};

export type Reply = {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
};

/** An embedding service on a free port that answers well until it is told otherwise. */
export class FakeEmbeddingService implements AsyncDisposable {
  readonly seen: SeenRequest[] = [];
  embedder = new FakeEmbedder();
  connections = 0;
  /** In place of the right answer, made from it; `hang` for none at all. */
  reply: ((right: Readonly<Record<string, unknown>>) => Reply) | 'hang' | undefined;
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => void this.#answer(request, response));
    this.#server.on('connection', () => (this.connections += 1));
  }

  static async start(): Promise<FakeEmbeddingService> {
    const service = new FakeEmbeddingService();
    service.#server.listen(0, '127.0.0.1');
    await once(service.#server, 'listening');
    return service;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    if (!this.#server.listening) return;
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const sent = await text(request);
    const { method, url, headers } = request;
    const { texts = [], pairs = [] } = (sent === '' ? {} : JSON.parse(sent)) as Partial<SeenRequest>;
    this.seen.push({ method, url, headers, texts, pairs, abandoned: once(response, 'close') });
    const right = await this.#right(url?.split('/').at(-1), { texts, pairs });
    if (this.reply === 'hang') return;
    const { status = 200, headers: replyHeaders = {}, body = right } = this.reply?.(right) ?? {};
    response.writeHead(status, { 'content-type': 'application/json', ...replyHeaders });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  }

  async #right(
    endpoint: string | undefined,
    { texts, pairs }: Pick<SeenRequest, 'texts' | 'pairs'>,
  ): Promise<Readonly<Record<string, unknown>>> {
    if (endpoint === 'health') return this.embedder.describe();
    return endpoint === 'compare' ? { logOdds: pairs.map(readingOf) } : this.#embed(texts);
  }

  async #embed(texts: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
    const embeddings = await this.embedder.embed(texts);
    return {
      ...(await this.embedder.describe()),
      embeddings: embeddings.map((each) => vectorToBase64(each.vector)),
      tokens: embeddings.map((each) => each.tokenCount),
      truncated: embeddings.map((each) => each.truncated),
      unknownShare: embeddings.map((each) => each.unknownShare),
    };
  }
}

/** Tells by how much the first is longer; beside an empty text there is none. */
function readingOf([one = '', other = '']: readonly string[]): number | null {
  return other === '' ? null : one.length - other.length;
}
