import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { done, ok, refusal, refuse, type FakeQdrantAnswer } from './fake-qdrant-answer.ts';
import {
  FakeQdrantCollection,
  type FakeFilter,
  type FakePayload,
  type FakePoint,
} from './fake-qdrant-collection.ts';

export type FakeQdrantOptions = {
  readonly apiKey?: string;
  /** As Qdrant 1.9 was: no `points/query`, no `is_tenant`. */
  readonly isOld?: boolean;
};

export type FakeQdrantRequest = {
  readonly method: string;
  readonly path: string;
  readonly apiKey: string | undefined;
  readonly authorization: string | undefined;
  readonly body: unknown;
};

type Body = {
  readonly vectors?: { readonly size: number; readonly distance: string };
  readonly field_name?: string;
  readonly field_schema?: unknown;
  readonly points?: readonly (string | FakePoint)[];
  readonly ids?: readonly string[];
  readonly query?: readonly number[];
  readonly vector?: readonly number[];
  readonly limit?: number;
  readonly offset?: string;
  readonly filter?: FakeFilter;
  readonly payload?: FakePayload;
  readonly with_payload?: { readonly include: readonly string[] };
};

type Failing = Partial<FakeQdrantAnswer> & { readonly method?: string };
type Fault =
  | { readonly kind: 'hang' }
  | ({ readonly kind: 'answer' } & Failing & FakeQdrantAnswer)
  | undefined;

/** The part of Qdrant's REST interface that the adapter uses, in this process. Its answers were compared with Qdrant 1.18's. */
export class FakeQdrant implements AsyncDisposable {
  readonly #options: FakeQdrantOptions;
  readonly #server: Server;
  readonly #collections = new Map<string, FakeQdrantCollection>();
  readonly #requests: FakeQdrantRequest[] = [];
  #fault: Fault;
  #port = 0;

  private constructor(options: FakeQdrantOptions) {
    this.#options = options;
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  static async start(options: FakeQdrantOptions = {}): Promise<FakeQdrant> {
    const fake = new FakeQdrant(options);
    await fake.listen();
    return fake;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Everything that was asked, in order. */
  get requests(): readonly FakeQdrantRequest[] {
    return this.#requests;
  }

  get collections(): ReadonlyMap<string, FakeQdrantCollection> {
    return this.#collections;
  }

  /** Every request, or each of a method, gets this answer, until `heal`. */
  failWith(status: number, { text = refusal('out of order (on purpose)'), ...others }: Failing = {}): void {
    this.#fault = { kind: 'answer', status, text, ...others };
  }

  /** No request is answered, until `heal` (which does not free those that hang). */
  hang(): void {
    this.#fault = { kind: 'hang' };
  }

  heal(): void {
    this.#fault = undefined;
  }

  /** As after the loss of its disk. */
  loseEverything(): void {
    this.#collections.clear();
  }

  /** Connections are cut and refused, until `listen`. */
  async stop(): Promise<void> {
    const closed = new Promise((resolve) => {
      this.#server.close(resolve);
    });
    this.#server.closeAllConnections();
    await closed;
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.listen(this.#port, '127.0.0.1', resolve);
    });
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#server.listening) await this.stop();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks = await Array.fromAsync(request as AsyncIterable<Buffer>);
    const text = Buffer.concat(chunks).toString();
    const { method = '', url: path = '' } = request;
    const body = (text === '' ? {} : JSON.parse(text)) as Body;
    const apiKey = request.headers['api-key'] as string | undefined;
    this.#requests.push({ method, path, apiKey, authorization: request.headers.authorization, body });
    const fault = this.#fault;
    if (fault?.kind === 'hang') return;
    const fails = fault !== undefined && (fault.method ?? method) === method;
    const answer = fails ? fault : this.#answer({ method, path, apiKey }, body);
    response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
    response.end(answer.text);
  }

  #answer(
    { method, path, apiKey }: Omit<FakeQdrantRequest, 'body' | 'authorization'>,
    body: Body,
  ): FakeQdrantAnswer {
    if (this.#options.apiKey !== undefined && apiKey !== this.#options.apiKey) {
      return { status: 401, text: 'Invalid API key or JWT' };
    }
    const [, , encoded, ...rest] = (path.split('?')[0] as string).split('/');
    if (encoded === undefined)
      return ok({ collections: [...this.#collections.keys()].map((name) => ({ name })) });
    const name = decodeURIComponent(encoded);
    const operation = `${method} ${rest.join('/')}`;
    if (operation === 'PUT ') return this.#create(name, body);
    if (operation === 'DELETE ') return ok(this.#collections.delete(name));
    if (operation === 'GET exists') return ok({ exists: this.#collections.has(name) });
    const collection = this.#collections.get(name);
    if (!this.#knows(operation)) return { status: 404, text: '' };
    if (collection === undefined) return refuse(404, `Not found: Collection \`${name}\` doesn't exist!`);
    return this.#onCollection(operation, collection, body);
  }

  #knows(operation: string): boolean {
    return (
      OPERATIONS.includes(operation) && (this.#options.isOld !== true || operation !== 'POST points/query')
    );
  }

  #create(name: string, body: Body): FakeQdrantAnswer {
    if (this.#collections.has(name))
      return refuse(409, `Wrong input: Collection \`${name}\` already exists!`);
    const { size = 0, distance = 'Cosine' } = body.vectors ?? {};
    this.#collections.set(name, new FakeQdrantCollection(size, distance));
    return ok(true);
  }

  #onCollection(operation: string, collection: FakeQdrantCollection, body: Body): FakeQdrantAnswer {
    const { points = [], ids = [], filter } = body;
    switch (operation) {
      case 'GET ':
        return ok(describe(collection));
      case 'PUT index':
        return this.#index(collection, body);
      case 'PUT points':
        return put(collection, points as readonly FakePoint[]);
      case 'POST points':
        return ok(collection.get(ids, body.with_payload?.include ?? []));
      case 'POST points/query':
        return search(collection, body, (found) => ({ points: found }));
      case 'POST points/search':
        return search(collection, body, (found) => found);
      case 'POST points/scroll':
        return ok(collection.scroll({ filter, limit: body.limit ?? 10, offset: body.offset }));
      case 'POST points/count':
        return ok({ count: collection.count });
      case 'POST points/payload':
        collection.setPayload(filter, body.payload ?? {});
        return done();
      default:
        if (filter === undefined) collection.deleteIds(points as readonly string[]);
        else collection.deleteMatching(filter);
        return done();
    }
  }

  #index(collection: FakeQdrantCollection, { field_name = '', field_schema }: Body): FakeQdrantAnswer {
    if (this.#options.isOld === true && typeof field_schema === 'object') {
      return refuse(400, 'Format error in JSON body: data did not match any variant of untagged enum');
    }
    collection.indexes.set(field_name, field_schema);
    return done();
  }
}

const OPERATIONS: readonly string[] = [
  'GET ',
  'PUT index',
  'PUT points',
  'POST points',
  'POST points/query',
  'POST points/search',
  'POST points/scroll',
  'POST points/count',
  'POST points/payload',
  'POST points/delete',
];

function put(collection: FakeQdrantCollection, points: readonly FakePoint[]): FakeQdrantAnswer {
  const wrong = points.find((point) => point.vector.length !== collection.size);
  if (wrong !== undefined) return wrongDimensions(collection, wrong.vector);
  collection.put(points);
  return done();
}

function search(
  collection: FakeQdrantCollection,
  body: Body,
  shape: (found: unknown) => unknown,
): FakeQdrantAnswer {
  const { query, filter, limit = 10 } = body;
  const vector = query ?? body.vector ?? [];
  if (vector.length !== collection.size) return wrongDimensions(collection, vector);
  return ok(shape(collection.nearest({ vector, filter, limit, include: body.with_payload?.include ?? [] })));
}

function describe({ size, distance, indexes, count }: FakeQdrantCollection): unknown {
  return {
    points_count: count,
    config: { params: { vectors: { size, distance } } },
    payload_schema: Object.fromEntries([...indexes.keys()].map((field) => [field, {}])),
  };
}

function wrongDimensions({ size }: FakeQdrantCollection, vector: readonly number[]): FakeQdrantAnswer {
  return refuse(400, `Wrong input: Vector dimension error: expected dim: ${size}, got ${vector.length}`);
}
