import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { messageEcho } from './fake-anthropic.ts';
import { fakeEmbeddings } from './fake-openai-embeddings.ts';
import { echo, json, openAiError, type FakeReply } from './fake-openai-replies.ts';
import { recordRequest, type RecordedRequest } from './fake-openai-request.ts';
import { responseEcho } from './fake-openai-responses.ts';
import { textCompletionEcho } from './fake-openai-text.ts';

/**
 * An OpenAI API on a free port of this machine, for tests with real clients over HTTP. Chat completions follow the
 * queued replies (each used once), then the standing one; with neither, they echo the last user text.
 */
export class FakeOpenAiServer implements AsyncDisposable {
  readonly #server: Server;
  readonly #queue: FakeReply[] = [];
  readonly #requests: RecordedRequest[] = [];
  readonly #waiting: ((request: RecordedRequest) => void)[] = [];
  #standing: FakeReply = echo();
  #models: readonly string[] = ['fake-model', 'fake-model-mini'];
  #taken = 0;
  #connections = 0;

  /** Not there before it listens; `start` gives one that does. */
  constructor() {
    this.#server = createServer((incoming, response) => {
      void this.#serve(incoming, response);
    });
    this.#server.on('connection', () => {
      this.#connections += 1;
    });
  }

  static async start(): Promise<FakeOpenAiServer> {
    return await new FakeOpenAiServer().listen();
  }

  async listen(): Promise<this> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(0, '127.0.0.1', resolve);
    });
    return this;
  }

  /** `http://127.0.0.1:<port>` */
  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('The fake server is not listening.');
    return `http://127.0.0.1:${address.port}`;
  }

  /** What a client is configured with: the URL including `/v1`. */
  get baseUrl(): string {
    return `${this.url}/v1`;
  }

  /** All requests since the start or the last `reset`, in order of arrival. */
  get requests(): readonly RecordedRequest[] {
    return this.#requests;
  }

  /** How many connections were ever opened. */
  get connections(): number {
    return this.#connections;
  }

  /** Replies for the next calls that answer something, whatever the endpoint, each used once. */
  enqueue(...replies: readonly FakeReply[]): this {
    this.#queue.push(...replies);
    return this;
  }

  /** The reply to every chat completion for which nothing is queued. */
  respond(reply: FakeReply): this {
    this.#standing = reply;
    return this;
  }

  /** What `GET /v1/models` lists. */
  models(names: readonly string[]): this {
    this.#models = names;
    return this;
  }

  /** The next request not yet handed out by this method, now or when it comes. */
  nextRequest(): Promise<RecordedRequest> {
    const request = this.#requests[this.#taken];
    this.#taken += 1;
    if (request !== undefined) return Promise.resolve(request);
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  /** Forgets requests and scripts; keeps the port and the connections. */
  reset(): void {
    this.#queue.length = 0;
    this.#requests.length = 0;
    this.#taken = 0;
    this.#standing = echo();
  }

  /** Stops at once: open exchanges are cut. */
  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    const stopped = new Promise((resolve) => {
      this.#server.close(resolve);
    });
    this.#server.closeAllConnections();
    await stopped;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  async #serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await recordRequest(incoming, response).catch(() => undefined);
    if (request === undefined) return;
    this.#requests.push(request);
    this.#waiting.shift()?.(request);
    await this.#replyTo(request)(request, response);
  }

  #replyTo({ method, path, json: body }: RecordedRequest): FakeReply {
    const route = `${method} ${path.replace(/\?.*/, '').replace(/^\/v1(?=\/)/, '')}`;
    switch (route) {
      case 'POST /chat/completions':
        return this.#queue.shift() ?? this.#standing;
      case 'POST /embeddings':
        return this.#queue.shift() ?? json(fakeEmbeddings(body));
      case 'POST /completions':
        return this.#queue.shift() ?? textCompletionEcho();
      case 'POST /responses':
        return this.#queue.shift() ?? responseEcho();
      case 'POST /messages':
        return this.#queue.shift() ?? messageEcho();
      case 'POST /messages/count_tokens':
        return json({ input_tokens: 42 });
      case 'GET /models':
        return json({ object: 'list', data: this.#models.map(modelObject) });
      default: {
        const unknown = { message: `Unknown path: ${route}`, type: 'invalid_request_error' };
        return this.#queue.shift() ?? openAiError(404, unknown);
      }
    }
  }
}

function modelObject(id: string): object {
  return { id, object: 'model', created: 1_767_225_600, owned_by: 'fake' };
}
