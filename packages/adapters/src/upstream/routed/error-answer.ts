import { isError, parseJsonObject, UpstreamError, type UpstreamAnswer } from '@strata/core';

type WholeAnswer = UpstreamAnswer & { readonly kind: 'whole' };

/** A whole answer that is nothing but an error, kept so that it can still be passed on when nobody does better. */
export class ErrorAnswerError extends UpstreamError {
  readonly answer: WholeAnswer;

  constructor(answer: WholeAnswer) {
    // As retryable as an error in a stream is.
    super('The provider answered with an error in place of an answer.', {
      code: 'invalid_response',
      retryable: true,
    });
    this.answer = answer;
  }
}

/** What an answer says something in, by the API it was asked of: with any of it, an `error` beside it is a remark. */
const SAYINGS = ['choices', 'content', 'data'];

/** Whether a body says `{"error": …}` and nothing else, whatever its status promised: OpenRouter answers like this. */
export function isErrorAnswer(body: Uint8Array): boolean {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.length);
  // Within a JSON string the quotes would be escaped, so this is a member of some object: rare enough to parse, but for
  // responses, each of which has one (null).
  if (!bytes.includes('"error"')) return false;
  const said = parseJsonObject(bytes.toString());
  if (said === undefined || !isError(said['error'])) return false;
  // A response that failed is an answer in its API's own form; its provider may know it by its id.
  if (said['object'] === 'response') return false;
  return !SAYINGS.some((name) => Array.isArray(said[name]) && said[name].length > 0);
}
