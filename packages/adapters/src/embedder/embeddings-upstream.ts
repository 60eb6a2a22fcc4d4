import {
  inputsOf,
  InvalidRequestError,
  parseJsonObject,
  type Embedder,
  type Embedding,
  type ForwardAnswer,
  type ForwardRequest,
  type JsonObject,
  type Upstream,
  type UpstreamAnswer,
  type UpstreamRequest,
} from '@strata/core';
import { vectorToBase64 } from './vector-base64.ts';

/** The model's own name: what asks for it needs no upstream. */
export const LOCAL_EMBEDDING_MODEL = 'all-MiniLM-L6-v2';

export type EmbeddingsUpstreamOptions = { readonly upstream: Upstream; readonly embedder: Embedder };

/** An upstream whose embeddings of one model Strata's own embedder computes; everything else goes where it went. */
export class EmbeddingsUpstream implements Upstream {
  readonly #options: EmbeddingsUpstreamOptions;

  constructor(options: EmbeddingsUpstreamOptions) {
    this.#options = options;
  }

  get name(): string {
    return this.#options.upstream.name;
  }

  /** Throws `InvalidRequestError` for inputs that are no text and formats there are not, and `DependencyError` when the embedder cannot work now. */
  async complete(request: UpstreamRequest, signal: AbortSignal): Promise<UpstreamAnswer> {
    const { upstream, embedder } = this.#options;
    if (request.path !== '/embeddings' || request.model !== LOCAL_EMBEDDING_MODEL)
      return await upstream.complete(request, signal);
    const body = parseJsonObject(request.body) ?? {};
    checkFormat(body);
    const embeddings = await embedder.embed(textsOf(body), signal);
    checkDimensions(body, embeddings[0]?.vector.length);
    const bytes = Buffer.from(JSON.stringify(answerOf(body, embeddings)));
    return { kind: 'whole', status: 200, headers: { 'content-type': 'application/json' }, body: bytes };
  }

  async forward(request: ForwardRequest, signal: AbortSignal): Promise<ForwardAnswer> {
    return await this.#options.upstream.forward(request, signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#options.upstream[Symbol.asyncDispose]();
  }
}

function textsOf(body: JsonObject): readonly string[] {
  return inputsOf(body).map((input) => {
    if (typeof input === 'string' && input !== '') return input;
    throw new InvalidRequestError(`${LOCAL_EMBEDDING_MODEL} takes texts: a string or an array of strings.`, {
      param: 'input',
    });
  });
}

function checkFormat({ encoding_format: format }: JsonObject): void {
  if (format === undefined || format === null || format === 'float' || format === 'base64') return;
  throw new InvalidRequestError('encoding_format must be "float" or "base64".', { param: 'encoding_format' });
}

function checkDimensions({ dimensions }: JsonObject, given: number | undefined): void {
  if (dimensions === undefined || dimensions === null || given === undefined || dimensions === given) return;
  throw new InvalidRequestError(`${LOCAL_EMBEDDING_MODEL} has ${given} dimensions and no others.`, {
    param: 'dimensions',
  });
}

/** OpenAI's form. A text longer than the model's window is embedded by its beginning, as the model's own tools do. */
function answerOf({ encoding_format: format }: JsonObject, embeddings: readonly Embedding[]): JsonObject {
  const tokens = embeddings.reduce((sum, { tokenCount }) => sum + tokenCount, 0);
  const data = embeddings.map(({ vector }, index) => ({
    object: 'embedding',
    index,
    embedding: format === 'base64' ? vectorToBase64(vector) : [...vector],
  }));
  const usage = { prompt_tokens: tokens, total_tokens: tokens };
  return { object: 'list', data, model: LOCAL_EMBEDDING_MODEL, usage };
}
