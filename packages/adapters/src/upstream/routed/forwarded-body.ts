import type { ForwardRequest } from '@strata/core';
import { modelOf, withModel } from './json-model.ts';

/** Larger bodies are not held in memory for the sake of a name: what is in this much of them must do. */
const MAX_LOOK_BYTES = 16 * 1_024 * 1_024;

/** A call that may be sent more than once, and the model that its JSON body names. */
export type LookedAt = {
  readonly model: string | undefined;
  /** The call for a provider with its own name for the model. */
  readonly callFor: (model: string | undefined) => ForwardRequest;
  /** Its body is held whole, so that another provider can be asked. */
  readonly repeatable: boolean;
};

/** Reads as much of a JSON body as it takes to know the model; anything else passes unseen. */
export async function lookAt(call: ForwardRequest): Promise<LookedAt> {
  const { body, headers } = call;
  if (body === undefined) return { model: undefined, callFor: () => call, repeatable: true };
  const encoded = (headers['content-encoding'] ?? 'identity') !== 'identity';
  if (encoded || !/\bjson\b/i.test(headers['content-type'] ?? '')) {
    return { model: undefined, callFor: () => call, repeatable: false };
  }
  const { bytes, rest } = await begun(body);
  const text = bytes.toString();
  if (rest === undefined) {
    return { model: modelOf(text), callFor: (model) => rewritten(call, bytes, model), repeatable: true };
  }
  const whole = { ...call, body: chained(bytes, rest) };
  return { model: modelOf(text), callFor: () => whole, repeatable: false };
}

type Begun = { readonly bytes: Buffer; readonly rest: AsyncIterator<Uint8Array> | undefined };

async function begun(body: AsyncIterable<Uint8Array>): Promise<Begun> {
  const iterator = body[Symbol.asyncIterator]();
  const chunks: Uint8Array[] = [];
  let size = 0;
  while (size <= MAX_LOOK_BYTES) {
    // oxlint-disable-next-line no-await-in-loop -- one piece after the other, as they come
    const chunk = await iterator.next();
    if (chunk.done === true) return { bytes: Buffer.concat(chunks), rest: undefined };
    chunks.push(chunk.value);
    size += chunk.value.length;
  }
  return { bytes: Buffer.concat(chunks), rest: iterator };
}

function rewritten(call: ForwardRequest, bytes: Buffer, model: string | undefined): ForwardRequest {
  const sent = model === undefined ? bytes : Buffer.from(withModel(bytes.toString(), model));
  const headers = { ...call.headers, 'content-length': String(sent.length) };
  return { ...call, headers, body: chained(sent) };
}

async function* chained(
  bytes: Uint8Array,
  rest?: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  yield bytes;
  if (rest !== undefined) yield* { [Symbol.asyncIterator]: () => rest };
}
