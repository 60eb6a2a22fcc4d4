import { UpstreamError, type UpstreamFailure } from '@strata/core';

/** undici's and Node's names for a connection that took too long. */
const TIMEOUTS = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
]);
const NOT_HTTP = 'HTTPParserError';

/** What the connection's error means to the caller, by how far the exchange had come. */
export function connectionFailure(error: Error, phase: 'connecting' | 'waiting' | 'reading'): UpstreamError {
  if (error instanceof UpstreamError) return error;
  const code = failureOf(error, phase);
  const said = 'code' in error && typeof error.code === 'string' ? error.code : error.message;
  return new UpstreamError(`${SENTENCES[code]} (${said}).`, { code, retryable: true, cause: error });
}

type ConnectionFailure = Extract<UpstreamFailure, 'connect' | 'timeout' | 'invalid_response' | 'interrupted'>;

const SENTENCES: Readonly<Record<ConnectionFailure, string>> = {
  connect: 'No answer came from the upstream',
  timeout: 'The upstream took too long',
  invalid_response: 'The upstream did not answer in HTTP',
  interrupted: 'The answer of the upstream broke off',
};

function failureOf(error: Error, phase: 'connecting' | 'waiting' | 'reading'): ConnectionFailure {
  if ('code' in error && typeof error.code === 'string' && TIMEOUTS.has(error.code)) return 'timeout';
  if (error.name === NOT_HTTP && phase !== 'reading') return 'invalid_response';
  return phase === 'reading' ? 'interrupted' : 'connect';
}
