import { createHash } from 'node:crypto';

import type { Schemas } from '@qdrant/js-client-rest';
import { DependencyError } from '@strata/core';

import { VectorDimensionError } from '../vector-dimension-error.ts';
import type { QdrantHttp, QdrantReply } from './qdrant-http.ts';
import { UnfitCollectionError } from './unfit-collection-error.ts';

type CollectionInfo = {
  /** `undefined`: it has no vectors, or named ones. */
  readonly vectors: { readonly size: number; readonly distance: Schemas['Distance'] } | undefined;
  readonly indexed: ReadonlySet<string>;
};

/**
 * One graph for each partition (`payload_m`) and none over all (`m: 0`): every search stays in one partition. Measured with
 * 60,000 points in one and 20,000 in 500 others: recall .998 within the large one where a graph over all gives .987, in the
 * same time. Answers are large and read one at a time: they stay on disk.
 */
const COLLECTION = {
  hnsw_config: { m: 0, payload_m: 16 },
  on_disk_payload: true,
} as const satisfies Omit<Schemas['CreateCollection'], 'vectors'>;

/** The fields that searches and sweeps filter by. */
const INDEXED = ['partition', 'expiresAt'] as const;

/** Under which more alike means a higher score; our vectors have length 1, so that both are the cosine. */
const DISTANCES: readonly Schemas['Distance'][] = ['Cosine', 'Dot'];

/** Our collections: one for each space, made on demand. */
export class QdrantCollections {
  readonly #http: QdrantHttp;
  readonly #prefix: string;
  /** Spaces whose collection this process has seen complete. */
  readonly #ready = new Map<string, Promise<void>>();

  constructor(http: QdrantHttp, prefix: string) {
    this.#http = http;
    this.#prefix = prefix;
  }

  pathOf(space: string): string {
    return pathTo(this.nameOf(space));
  }

  nameOf(space: string): string {
    const isName = /^[A-Za-z0-9_-]{1,128}$/.test(space);
    return this.#prefix + (isName ? space : createHash('sha256').update(space).digest('hex'));
  }

  /**
   * Makes the collection, or what an interrupted start left out of it. Rejects for one that cannot hold our vectors: with
   * `VectorDimensionError` for our own, of another length, else with `UnfitCollectionError`.
   */
  ensure(space: string, dimensions: number): Promise<void> {
    const known = this.#ready.get(space);
    if (known !== undefined) return known;
    // Shared by all that come meanwhile, so no one caller's signal ends it; each step has the usual time limit.
    const making = this.#make(space, dimensions);
    this.#ready.set(space, making);
    making.catch(() => this.forget(space));
    return making;
  }

  /** It was missing: look again before the next write. */
  forget(space: string): void {
    this.#ready.delete(space);
  }

  /** Rejects as `ensure` does when the collection cannot hold our vectors: what Qdrant means by a 400 then. */
  async checkDimensions(space: string, dimensions: number): Promise<void> {
    const info = await this.#info(this.nameOf(space));
    if (info !== undefined) this.#expectFitting(space, info, dimensions);
  }

  /** The names of all collections that are ours: with our prefix, and made as we make them. */
  async list(signal?: AbortSignal): Promise<readonly string[]> {
    const reply = await this.#http.send({ method: 'GET', path: '/collections', signal });
    const { collections } = expectResult(reply) as Schemas['CollectionsResponse'];
    const named = collections.map(({ name }) => name).filter((name) => name.startsWith(this.#prefix));
    const ours = await Promise.all(named.map((name) => this.#isOurs(name, signal)));
    return named.filter((_name, index) => ours[index]);
  }

  /** Everything in all spaces, for every process that uses them. */
  async removeAll(signal?: AbortSignal): Promise<void> {
    this.#ready.clear();
    const names = await this.list(signal);
    const removals = names.map((name) => this.#http.send({ method: 'DELETE', path: pathTo(name), signal }));
    for (const reply of await Promise.all(removals)) if (!isMissing(reply)) expectResult(reply);
  }

  async #isOurs(name: string, signal?: AbortSignal): Promise<boolean> {
    const info = await this.#info(name, signal);
    return info !== undefined && isComplete(info);
  }

  async #make(space: string, dimensions: number): Promise<void> {
    const name = this.nameOf(space);
    const info = (await this.#info(name)) ?? (await this.#create(name, dimensions));
    this.#expectFitting(space, info, dimensions);
    if (!info.indexed.has('expiresAt'))
      await this.#index(name, { field_name: 'expiresAt', field_schema: 'float' });
    if (!info.indexed.has('partition')) await this.#indexPartition(name);
  }

  async #create(name: string, size: number): Promise<CollectionInfo> {
    const body: Schemas['CreateCollection'] = { ...COLLECTION, vectors: { size, distance: 'Cosine' } };
    const reply = await this.#http.send({ method: 'PUT', path: pathTo(name), body });
    // Another process may have been first: then what it made is what counts.
    const info = await this.#info(name);
    if (info === undefined) throw refusal(reply);
    return info;
  }

  /** `is_tenant` keeps a partition's points together on disk, from Qdrant 1.11 on; 1.9 and 1.10 refuse it. */
  async #indexPartition(name: string): Promise<void> {
    const field_name = 'partition';
    const tenant = { field_name, field_schema: { type: 'keyword', is_tenant: true } } as const;
    const reply = await this.#sendIndex(name, tenant);
    if (reply.status >= 300) await this.#index(name, { field_name, field_schema: 'keyword' });
  }

  async #index(name: string, body: Schemas['CreateFieldIndex']): Promise<void> {
    expectResult(await this.#sendIndex(name, body));
  }

  #sendIndex(name: string, body: Schemas['CreateFieldIndex']): Promise<QdrantReply> {
    return this.#http.send({ method: 'PUT', path: `${pathTo(name)}/index?wait=true`, body });
  }

  async #info(name: string, signal?: AbortSignal): Promise<CollectionInfo | undefined> {
    const reply = await this.#http.send({ method: 'GET', path: pathTo(name), signal });
    if (isMissing(reply)) return undefined;
    const { config, payload_schema } = expectResult(reply) as Schemas['CollectionInfo'];
    const { vectors } = config.params;
    const isPlain = vectors !== undefined && 'size' in vectors;
    return {
      vectors: isPlain ? (vectors as CollectionInfo['vectors']) : undefined,
      indexed: new Set(Object.keys(payload_schema)),
    };
  }

  #expectFitting(space: string, info: CollectionInfo, dimensions: number): void {
    const { size = 0, distance } = info.vectors ?? {};
    if (size === dimensions && distance !== undefined && DISTANCES.includes(distance)) return;
    if (isComplete(info) && size !== dimensions) throw VectorDimensionError.of(space, size, dimensions);
    const held =
      distance === undefined ? 'no unnamed vectors' : `vectors of ${size} dimensions (${distance})`;
    throw new UnfitCollectionError(
      `Qdrant: the collection ${this.nameOf(space)} holds ${held}, where ${dimensions} dimensions (Cosine) are needed. ` +
        (isComplete(info)
          ? 'Clear the cache to start over.'
          : 'A clear leaves what Strata did not make: remove it from Qdrant, and the next write makes another.'),
    );
  }
}

/** Whether Qdrant says that what was asked for is not there. A 404 without a word of its own is of whatever stands in front of it. */
export function isMissing({ status, error }: QdrantReply): boolean {
  return status === 404 && error !== undefined;
}

/** What Qdrant says of paths that this version of it does not have: nothing. Qdrant 1.9 has no `/query`. */
export function isUnknownPath({ status, error }: QdrantReply): boolean {
  return status === 404 && error === undefined;
}

/** The result of a success. Throws `DependencyError` for a refusal. */
export function expectResult(reply: QdrantReply): unknown {
  if (reply.status >= 300) throw refusal(reply);
  return reply.result;
}

function refusal({ status, error }: QdrantReply): DependencyError {
  return new DependencyError(`Qdrant answered ${status}: ${error ?? 'no reason given'}`, { code: 'refused' });
}

/** As we leave it: what we call ours, and clear. */
function isComplete({ indexed }: CollectionInfo): boolean {
  return INDEXED.every((field) => indexed.has(field));
}

function pathTo(collection: string): string {
  return `/collections/${encodeURIComponent(collection)}`;
}
