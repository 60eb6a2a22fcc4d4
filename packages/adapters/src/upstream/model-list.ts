import {
  fitsPattern,
  isJsonObject,
  parseJsonObject,
  UpstreamError,
  type JsonObject,
  type Upstream,
} from '@strata/core';

/** A provider as far as its list of models goes. */
export type ListingProvider = {
  readonly name: string;
  readonly upstream: Upstream;
  /** Names and patterns it serves; absent: whatever it lists. */
  readonly models?: readonly string[];
  /** Names of ours for its models. */
  readonly mapping?: ReadonlyMap<string, string>;
};

/** A list of models is asked for in pages by Anthropic's API alone. */
const MAX_PAGES = 20;
const MAX_PAGE_BYTES = 16 * 1_024 * 1_024;

/**
 * The models that clients can ask of a provider, in OpenAI's form: what it lists, as far as it is configured to serve that, and
 * what is configured by name. Rejects with `UpstreamError` when it cannot be asked.
 */
export async function listModels(
  provider: ListingProvider,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<readonly JsonObject[]> {
  const { name, upstream, models = ['*'], mapping = new Map<string, string>() } = provider;
  const configured = [...mapping.keys(), ...models].filter((model) => !model.includes('*'));
  const patterns = models.filter((model) => model.includes('*'));
  const named = configured.map((id) => ({ id, object: 'model', created: 0, owned_by: name }));
  if (patterns.length === 0) return named;
  const listed = await listedBy(upstream, headers, signal);
  const served = listed.filter((model) => patterns.some((pattern) => fitsPattern(pattern, idOf(model))));
  const known = new Set(served.map(idOf));
  return [...served, ...named.filter(({ id }) => !known.has(id))].map((model) => inOpenAiForm(model, name));
}

async function listedBy(
  upstream: Upstream,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<readonly JsonObject[]> {
  const listed: JsonObject[] = [];
  let path = '/models';
  for (let page = 0; page < MAX_PAGES; page += 1) {
    // oxlint-disable-next-line no-await-in-loop -- each page names the next one
    const answer = await pageOf(upstream, { path, headers, signal });
    const { data, has_more: more, last_id: last } = answer;
    if (!Array.isArray(data)) throw unusable(upstream.name);
    listed.push(...data.filter(isJsonObject).filter((model) => typeof model['id'] === 'string'));
    if (more !== true || typeof last !== 'string') break;
    path = `/models?after_id=${encodeURIComponent(last)}`;
  }
  return listed;
}

type PageRequest = {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
};

async function pageOf(upstream: Upstream, { path, headers, signal }: PageRequest): Promise<JsonObject> {
  const call = { method: 'GET', path, headers: { ...headers, accept: 'application/json' }, body: undefined };
  const { status, headers: given, body } = await upstream.forward(call, signal);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > MAX_PAGE_BYTES) throw unusable(upstream.name);
    chunks.push(chunk);
  }
  const bytes = Buffer.concat(chunks);
  if (status >= 300) {
    const type = given['content-type'];
    const response = {
      status,
      headers: typeof type === 'string' ? { 'content-type': type } : {},
      body: bytes,
    };
    throw new UpstreamError(`The upstream answered with status ${status}.`, { code: 'status', response });
  }
  const page = pageIn(bytes.toString());
  if (page === undefined) throw unusable(upstream.name);
  return page;
}

/** Together and GitHub list their models without an object around them. */
function pageIn(text: string): JsonObject | undefined {
  return parseJsonObject(text.trimStart().startsWith('[') ? `{"data":${text}}` : text);
}

function idOf({ id }: JsonObject): string {
  return String(id);
}

/** Anthropic's models say `created_at` and who made them goes without saying. */
function inOpenAiForm(model: JsonObject, provider: string): JsonObject {
  const { created, created_at: createdAt, owned_by: owner } = model;
  const seconds = typeof createdAt === 'string' ? Math.floor(Date.parse(createdAt) / 1000) : 0;
  return { ...model, object: 'model', created: created ?? (seconds || 0), owned_by: owner ?? provider };
}

function unusable(name: string): UpstreamError {
  return new UpstreamError(`The provider ${name} did not answer with a list of models.`, {
    code: 'invalid_response',
  });
}
