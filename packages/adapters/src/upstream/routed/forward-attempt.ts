import { UpstreamError, type ForwardAnswer } from '@strata/core';
import { PROVIDER_HEADER } from './attempt.ts';
import type { LookedAt } from './forwarded-body.ts';
import { isAboutRequest } from './provider-health.ts';
import type { Candidate } from './route-table.ts';
import { RoutedStream } from './routed-stream.ts';

/** A provider's refusal of a forwarded call, kept so that it can still be passed on when nobody does better. */
export class ForwardRefusedError extends UpstreamError {
  readonly answer: ForwardAnswer;

  constructor(answer: ForwardAnswer) {
    const { status, headers } = answer;
    const said = Object.entries(headers).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    );
    super(`The provider answered with status ${status}.`, {
      code: 'status',
      response: { status, headers: Object.fromEntries(said), body: new Uint8Array() },
    });
    this.answer = answer;
  }
}

/** Sends a call that is not understood to one provider. A refusal that another might not give rejects. */
export async function forwardAttempt(
  { provider, model }: Candidate,
  { callFor, model: asked }: LookedAt,
  signal: AbortSignal,
): Promise<ForwardAnswer> {
  const call = callFor(model === asked ? undefined : model);
  await provider.enter(model, signal);
  let answer: ForwardAnswer;
  try {
    answer = await provider.upstream.forward({ ...call, headers: provider.headersFor(call.headers) }, signal);
  } catch (error) {
    provider.leave();
    if (error instanceof UpstreamError && !signal.aborted) provider.failed(model, error);
    else provider.health.left(model);
    throw error;
  }
  const { status } = answer;
  const rest = answer.body[Symbol.asyncIterator]();
  const body = new RoutedStream({ rest, map: (bytes) => bytes, signal, onOver: () => provider.leave() });
  const passed = { status, headers: { ...answer.headers, [PROVIDER_HEADER]: provider.name }, body };
  if (isAboutRequest(status)) {
    provider.health.answered(model);
    return passed;
  }
  const refused = new ForwardRefusedError(passed);
  // What a 401 to 404 is about cannot be told of a path that is not understood.
  if (status < 408) provider.health.left(model);
  else provider.failed(model, refused);
  throw refused;
}
