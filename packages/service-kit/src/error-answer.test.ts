import {
  DeadlineError,
  DependencyError,
  InvalidRequestError,
  OnlyIfCachedError,
  StrataError,
  UpstreamError,
  type UpstreamFailure,
} from '@strata/core';
import { describe, expect, it } from 'vitest';
import { isUnexpected, toErrorAnswer } from './error-answer.ts';
import { errorBody } from './error-body.ts';

function answerTo(error: unknown) {
  const { status, headers, body } = toErrorAnswer(error);
  return { status, headers, error: JSON.parse(new TextDecoder().decode(body)).error };
}

describe('an invalid request', () => {
  it('is answered with its status, the field at fault and no code beyond the type', () => {
    expect(answerTo(new InvalidRequestError('Must be a list.', { param: 'messages' }))).toEqual({
      status: 400,
      headers: { 'content-type': 'application/json' },
      error: { message: 'Must be a list.', type: 'invalid_request_error', param: 'messages', code: null },
    });
  });

  it('keeps a code of its own', () => {
    const error = new InvalidRequestError('No such path.', { status: 404, code: 'unknown_path' });
    expect(answerTo(error)).toMatchObject({ status: 404, error: { code: 'unknown_path', param: null } });
  });

  it.each([
    [401, 'invalid_request_error', 'invalid_api_key'],
    [403, 'permission_error', null],
    [413, 'invalid_request_error', null],
    [429, 'rate_limit_error', 'rate_limit_exceeded'],
  ])('with status %d has type %s and code %s', (status, type, code) => {
    expect(answerTo(new InvalidRequestError('No.', { status }))).toMatchObject({
      status,
      error: { type, code },
    });
  });
});

describe('a dependency that cannot do its work', () => {
  it('is a 503 that says when to come back', () => {
    const error = new DependencyError('The queue is full.', { code: 'overloaded', retryAfterMs: 250 });
    expect(answerTo(error)).toEqual({
      status: 503,
      headers: { 'content-type': 'application/json', 'retry-after': '1', 'retry-after-ms': '250' },
      error: { message: 'The queue is full.', type: 'server_error', param: null, code: 'overloaded' },
    });
  });

  it('asks for whole milliseconds, and for no moment too early', () => {
    const error = new DependencyError('Resting.', { code: 'overloaded', retryAfterMs: 1985.2224510000015 });
    expect(answerTo(error).headers).toMatchObject({ 'retry-after': '2', 'retry-after-ms': '1986' });
  });

  it('is a 503 as well when it was too slow', () => {
    expect(answerTo(new DeadlineError('Too slow.'))).toMatchObject({
      status: 503,
      error: { code: 'timeout' },
    });
  });
});

describe('only-if-cached without a cached answer', () => {
  it('is a 504 that SDKs do not retry', () => {
    expect(answerTo(new OnlyIfCachedError())).toMatchObject({
      status: 504,
      headers: { 'x-should-retry': 'false' },
      error: { type: 'server_error', code: 'only_if_cached' },
    });
  });
});

describe('an upstream that', () => {
  it('answered with an error has it passed on byte by byte', () => {
    const response = {
      status: 429,
      headers: { 'content-type': 'application/json', 'retry-after': '7' },
      body: new TextEncoder().encode('{"error": {"message":"slow down"}}'),
    };
    expect(toErrorAnswer(new UpstreamError('429', { code: 'status', response }))).toEqual(response);
  });

  it.each<[UpstreamFailure, number, string]>([
    ['connect', 502, 'upstream_unreachable'],
    ['timeout', 504, 'upstream_timeout'],
    ['invalid_response', 502, 'upstream_invalid_response'],
    ['interrupted', 502, 'upstream_interrupted'],
    ['model_not_found', 404, 'model_not_found'],
    ['overloaded', 503, 'overloaded'],
    ['rate_limited', 429, 'rate_limit_exceeded'],
    ['no_upstream', 503, 'no_upstream'],
    ['status', 502, 'upstream_error'],
  ])('failed with %s gives %d %s', (code, status, shown) => {
    const answer = answerTo(new UpstreamError('It failed.', { code }));
    expect(answer).toMatchObject({ status, error: { message: 'It failed.', code: shown } });
  });

  it('for want of a provider is not to be asked again', () => {
    const failure = new UpstreamError('No provider is configured.', { code: 'no_upstream' });
    expect(toErrorAnswer(failure).headers).toMatchObject({ 'x-should-retry': 'false' });
  });
});

const refused = (status: number, type: string) => Object.assign(new Error('raw detail'), { status, type });

describe('a body that Express could not read', () => {
  it('is answered with the status Express gave it, in words of ours', () => {
    expect(answerTo(refused(400, 'entity.parse.failed'))).toMatchObject({
      status: 400,
      error: { message: 'The request body is not valid JSON.', type: 'invalid_request_error' },
    });
    expect(answerTo(refused(413, 'entity.too.large'))).toMatchObject({ status: 413 });
    expect(isUnexpected(refused(413, 'entity.too.large'))).toBe(false);
  });

  it('is an internal error when it claims another status', () => {
    expect(answerTo(refused(500, 'stream.encoding.set'))).toMatchObject({ status: 500 });
  });
});

describe('anything unforeseen', () => {
  it.each([new TypeError('x of undefined at /srv/secret.ts'), 'text', undefined, null, 42])(
    'is a 500 that tells nothing of the inside: %s',
    (thrown) => {
      expect(answerTo(thrown)).toEqual({
        status: 500,
        headers: { 'content-type': 'application/json' },
        error: { message: 'Internal error.', type: 'server_error', param: null, code: 'internal_error' },
      });
      expect(isUnexpected(thrown)).toBe(true);
    },
  );

  it("says in its own words what is wrong where it is one of Strata's errors, and is logged", () => {
    const error = new StrataError('The file is damaged.', { code: 'invalid_config', retryable: false });
    expect(answerTo(error)).toMatchObject({
      status: 500,
      error: { message: 'The file is damaged.', code: 'invalid_config' },
    });
    expect(isUnexpected(error)).toBe(true);
  });

  it('is told apart from what was thrown on purpose', () => {
    expect(isUnexpected(new InvalidRequestError('No.'))).toBe(false);
  });
});

it('an error body always has its four fields', () => {
  expect(errorBody({ status: 500, message: 'm' })).toEqual({
    error: { message: 'm', type: 'server_error', param: null, code: null },
  });
});
