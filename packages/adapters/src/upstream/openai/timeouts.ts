import { UpstreamError } from '@strata/core';

/** How long an upstream may take over each part of an answer. Milliseconds. */
export type UpstreamTimeouts = {
  /** Until a connection is there (name lookup, TCP and TLS included). */
  readonly connectMs: number;
  /** From then to the headers of the answer. Without streaming that is nearly all the time a model thinks. */
  readonly firstByteMs: number;
  /** Between two pieces of the body; keep-alive comments of a stream count as pieces. */
  readonly idleMs: number;
  /** For the whole call, all attempts and the body included. */
  readonly totalMs: number;
};

export type TimedPhase = 'connect' | 'firstByte' | 'firstToken' | 'idle' | 'total';

/** Ten minutes in all is what OpenAI's own clients allow. */
export const DEFAULT_TIMEOUTS: UpstreamTimeouts = {
  connectMs: 10_000,
  firstByteMs: 300_000,
  idleMs: 120_000,
  totalMs: 600_000,
};

const WAITED_FOR: Readonly<Record<TimedPhase, string>> = {
  connect: 'a connection',
  firstByte: 'the first byte of the answer',
  firstToken: 'the first event of the stream',
  idle: 'the next piece of the answer',
  total: 'the end of the answer',
};

export function timedOut(phase: TimedPhase, afterMs: number): UpstreamError {
  return new UpstreamError(`Waited ${afterMs} ms for ${WAITED_FOR[phase]} from the upstream.`, {
    code: 'timeout',
    retryable: true,
  });
}
