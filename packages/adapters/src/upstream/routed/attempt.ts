import { UpstreamError, type Clock, type UpstreamAnswer, type UpstreamRequest } from '@strata/core';
import { timedOut } from '../openai/timeouts.ts';
import { ErrorAnswerError, isErrorAnswer } from './error-answer.ts';
import { withAnswerModel, withAnswerModelInBytes } from './json-model.ts';
import { providerBody } from './request-body.ts';
import { worthAnother } from './routed-call.ts';
import type { Candidate } from './route-table.ts';
import { RoutedStream } from './routed-stream.ts';

/** Names the provider that answered. */
export const PROVIDER_HEADER = 'x-strata-provider';

export type AttemptOptions = {
  readonly request: UpstreamRequest;
  /** The model's name in the answer. */
  readonly shownModel: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
};

/**
 * One attempt at one provider. It resolves when the answer is whole or its first event is there: until then another
 * provider may take over, also when the answer is nothing but an error. It gives its place in the provider's gate back when the answer is over.
 */
export async function attempt(candidate: Candidate, options: AttemptOptions): Promise<UpstreamAnswer> {
  const { provider, model } = candidate;
  const { signal } = options;
  await provider.enter(model, signal);
  try {
    const answer = await ask(candidate, options);
    provider.health.answered(model);
    return answer;
  } catch (error) {
    provider.leave();
    const cancelled = signal.aborted || !(error instanceof UpstreamError);
    if (!cancelled && worthAnother(error, candidate)) provider.failed(model, error);
    else provider.health.left(model);
    throw cancelled ? error : named(error, provider.name);
  }
}

async function ask(candidate: Candidate, options: AttemptOptions): Promise<UpstreamAnswer> {
  const { provider, model } = candidate;
  const { request, shownModel, clock, signal } = options;
  const isChat = request.path === undefined || request.path === '/chat/completions';
  const name = model === request.model ? undefined : model;
  const body = providerBody(request.body, name, isChat ? provider.defaults : undefined);
  const call = { ...request, body, model, headers: provider.headersFor(request.headers) };
  const late = new AbortController();
  const { firstTokenMs } = provider;
  const timed = request.stream && firstTokenMs !== undefined;
  const cancelAlarm = timed
    ? clock.after(firstTokenMs, () => late.abort(timedOut('firstToken', firstTokenMs)))
    : () => {};
  try {
    const within = timed ? AbortSignal.any([signal, late.signal]) : signal;
    const answer = await provider.upstream.complete(call, within);
    const renamed = model === shownModel ? undefined : shownModel;
    const headers = { ...answer.headers, [PROVIDER_HEADER]: provider.name };
    if (answer.kind === 'whole') {
      const bytes = renamed === undefined ? answer.body : withAnswerModelInBytes(answer.body, renamed);
      const whole = { ...answer, headers, body: bytes };
      if (isErrorAnswer(bytes)) throw new ErrorAnswerError(whole);
      provider.leave();
      return whole;
    }
    const rest = answer.events[Symbol.asyncIterator]();
    const first = await rest.next();
    signal.throwIfAborted();
    const onOver = (error?: unknown): void => {
      provider.leave();
      if (error instanceof UpstreamError && !signal.aborted) provider.failed(model, error);
    };
    const events = new RoutedStream({ first, rest, map: renaming(renamed), signal, onOver });
    return { ...answer, headers, events };
  } finally {
    cancelAlarm();
  }
}

function renaming(model: string | undefined): (data: string) => string {
  return model === undefined ? (data) => data : (data) => withAnswerModel(data, model);
}

/** The same failure, with the provider's name among the headers of what it said. */
function named(error: UpstreamError, provider: string): UpstreamError {
  const { response } = error;
  if (response === undefined) return error;
  const headers = { ...response.headers, [PROVIDER_HEADER]: provider };
  return new UpstreamError(error.message, {
    code: 'status',
    response: { ...response, headers },
    retryable: error.retryable,
    cause: error,
  });
}
