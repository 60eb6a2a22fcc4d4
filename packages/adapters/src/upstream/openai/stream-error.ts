import { isError, parseJsonObject, UpstreamError } from '@strata/core';

/**
 * The error that an upstream wrote into its stream (`data: {"error": …}`, with or without `event: error`), as the
 * failure it is; `undefined` for every other event. The event's text is kept for the client: status 502, since the
 * answer's own status had said that all was well.
 */
export function streamError(data: string, eventType: string | undefined): UpstreamError | undefined {
  // Within a JSON string the quotes would be escaped, so this is a member of some object: rare enough to parse.
  if (eventType !== 'error' && !data.includes('"error"')) return undefined;
  const said = parseJsonObject(data)?.['error'];
  // Some have the member in every chunk, empty where there is no error.
  if (eventType !== 'error' && !isError(said)) return undefined;
  return new UpstreamError('The upstream reported an error in its stream.', {
    code: 'interrupted',
    retryable: true,
    response: {
      status: 502,
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(data),
    },
  });
}
