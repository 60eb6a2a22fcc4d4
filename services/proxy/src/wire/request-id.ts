import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { ProtocolName } from '@strata/core';

/** Random in each process, so that no two of them name a request alike: a UUID up to its last group. */
const PROCESS = randomUUID().slice(0, 24);
let requests = 0;

/**
 * What the caller calls its request, where that is fit for a header and a log; else a new UUID, which counts in its last group. (A
 * random one for each would be a hundredth of the time of a hit.)
 */
export function requestIdOf({ 'x-request-id': given }: IncomingHttpHeaders): string {
  if (typeof given === 'string' && /^[\x21-\x7e]{1,200}$/.test(given)) return given;
  requests += 1;
  return PROCESS + requests.toString(16).padStart(12, '0');
}

export type IdHeaders = { readonly 'x-request-id': string; readonly 'request-id'?: string };

/** What tells an answer's id. Anthropic's clients look for it under Anthropic's own name. */
export function idHeaders(requestId: string, protocol: ProtocolName): IdHeaders {
  const ours = { 'x-request-id': requestId };
  return protocol === 'messages' ? { ...ours, 'request-id': requestId } : ours;
}
