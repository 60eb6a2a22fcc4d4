import type { AdmissionRefusal } from '../admission.ts';
import { bodyWithoutControls, parseApiRequest, type ApiRequest } from '../api-request.ts';
import { usageOf } from '../completion.ts';
import { listRefusal, isEmbedding } from '../embeddings/embedding-answer.ts';
import { inputsOf } from '../embeddings/inputs.ts';
import { InvalidRequestError } from '../errors.ts';
import { fieldsOf } from '../fingerprint.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
import type { Protocol } from './protocol.ts';

const IGNORED = new Set(['user', 'cache', 'stream', 'stream_options', 'encoding_format']);

/** What OpenAI takes at once. */
const MAX_PARTS = 2_048;

/**
 * OpenAI's `POST /v1/embeddings`. Each input has an entry of its own, whatever else it was sent with; the exact tier alone
 * answers. There are no streams: what says `stream` is answered whole.
 */
export const embeddings: Protocol = {
  name: 'embeddings',
  path: '/embeddings',
  framing: 'done',
  headers: ['openai-beta'],
  parse: parseEmbeddingRequest,
  bypass: () => undefined,
  significantFields: ({ body }) => {
    const inputs = inputsOf(body);
    if (isOneEntry(body, inputs))
      return { ...fieldsOf(body, IGNORED), encoding_format: body['encoding_format'] };
    return { ...formatFields(body), input: inputs.length === 1 ? inputs[0] : inputs };
  },
  parts: ({ body }) => {
    const inputs = inputsOf(body);
    if (isOneEntry(body, inputs)) return undefined;
    const fields = formatFields(body);
    return inputs.map((input) => ({ ...fields, input }));
  },
  question: () => ({ refusal: 'endpoint' }),
  withoutQuestion: (fields) => fields,
  upstreamBody: (request) => JSON.stringify(bodyWithoutControls(request)),
  assembler: () => ({
    push: () => {
      throw new TypeError('Embeddings do not come as a stream.');
    },
    whole: () => ({}),
  }),
  replay: () => undefined,
  refusal,
  usage: usageOf,
  eventUsage: (_data, before) => before,
  answerText: () => '',
};

function parseEmbeddingRequest(text: string): ApiRequest {
  const request = parseApiRequest(text);
  const { input } = request.body;
  const usable =
    typeof input === 'string' || isJsonObject(input) || (Array.isArray(input) && input.length > 0);
  if (!usable) {
    throw new InvalidRequestError('input must be a string or an array that is not empty.', {
      param: 'input',
    });
  }
  return { ...request, stream: false };
}

/** Batches that are one entry as a whole, in the format they were asked for: with `late_chunking` (Jina) each input is read with the others. */
function isOneEntry({ late_chunking: together }: JsonObject, inputs: readonly unknown[]): boolean {
  return inputs.length > MAX_PARTS || together === true;
}

/** Base64 and floats are two ways of writing one vector; any other format is another answer. */
function formatFields(body: JsonObject): JsonObject {
  const fields = fieldsOf(body, IGNORED);
  const { encoding_format: format } = body;
  const common = format === undefined || format === null || format === 'float' || format === 'base64';
  return common ? fields : { ...fields, encoding_format: format };
}

/** Of an answer that is one entry as a whole: all of it is kept, or nothing. */
function refusal(whole: JsonObject | undefined): AdmissionRefusal | undefined {
  const { data } = whole ?? {};
  return listRefusal(whole) ?? (Array.isArray(data) && data.every(isEmbedding) ? undefined : 'empty');
}
