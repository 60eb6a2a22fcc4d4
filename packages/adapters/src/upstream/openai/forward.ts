import { Readable } from 'node:stream';
import type { ForwardAnswer, ForwardRequest } from '@strata/core';
import { request as send, type Dispatcher } from 'undici';
import { connectionFailure } from './connection-failure.ts';
import { LeavableBody } from './leavable-body.ts';
import type { UpstreamTimeouts } from './timeouts.ts';

export type ForwardOptions = {
  readonly dispatcher: Dispatcher;
  /** With the version, without a slash at the end. */
  readonly baseUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Used where the request brings none. */
  readonly authorization: string | null;
  readonly timeouts: UpstreamTimeouts;
  readonly signal: AbortSignal;
};

/** Sends one call as it is and hands its answer on as it comes, still encoded as the upstream encoded it. */
export async function forwardCall(call: ForwardRequest, options: ForwardOptions): Promise<ForwardAnswer> {
  const { dispatcher, baseUrl, authorization, timeouts, signal } = options;
  const credential = authorization === null ? {} : { authorization };
  try {
    const { statusCode, headers, body } = await send(`${baseUrl}${call.path}`, {
      method: call.method,
      headers: { ...options.headers, ...credential, ...call.headers },
      body: call.body === undefined ? null : Readable.from(call.body, { objectMode: false }),
      dispatcher,
      signal,
      headersTimeout: timeouts.firstByteMs,
      bodyTimeout: timeouts.idleMs,
    });
    return { status: statusCode, headers: present(headers), body: new LeavableBody(body) };
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw connectionFailure(error instanceof Error ? error : new Error(String(error)), 'connecting');
  }
}

function present(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string | string[]> {
  const kept: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) kept[name] = value;
  return kept;
}
