import { describe, expect, test } from 'vitest';
import { noProxyWarnings, outgoingProxy, withProxyVariables } from './outgoing-proxy.ts';

const HTTP_PROXY = 'http://plain:3128';
const HTTPS_PROXY = 'http://secure:3128';

describe('the way to an upstream', () => {
  test('is the proxy for its protocol; HTTP_PROXY stands in for HTTPS_PROXY, not the other way round', () => {
    expect(outgoingProxy('http://api.test/v1', undefined, { HTTP_PROXY, HTTPS_PROXY })).toBe(HTTP_PROXY);
    expect(outgoingProxy('https://api.test/v1', undefined, { HTTP_PROXY, HTTPS_PROXY })).toBe(HTTPS_PROXY);
    expect(outgoingProxy('https://api.test/v1', undefined, { HTTP_PROXY })).toBe(HTTP_PROXY);
    expect(outgoingProxy('http://api.test/v1', undefined, { HTTPS_PROXY })).toBeUndefined();
    expect(outgoingProxy('https://api.test/v1', undefined, {})).toBeUndefined();
  });

  test('a proxy without a scheme is one for HTTP', () => {
    expect(outgoingProxy('http://api.test', undefined, { HTTP_PROXY: 'proxy:3128' })).toBe(
      'http://proxy:3128',
    );
  });

  test('what a provider says for itself goes first', () => {
    expect(outgoingProxy('http://localhost:1', 'http://own:1', { HTTP_PROXY, NO_PROXY: '*' })).toBe(
      'http://own:1',
    );
    expect(outgoingProxy('http://api.test', 'none', { HTTP_PROXY })).toBeUndefined();
  });

  test.each([
    'http://localhost:11434/v1',
    'http://127.0.0.1:8000',
    'http://127.1.2.3',
    'http://[::1]:1234',
    'http://a.localhost',
  ])('there is none to this machine: %s', (baseUrl) => {
    expect(outgoingProxy(baseUrl, undefined, { HTTP_PROXY })).toBeUndefined();
  });

  test.each([
    ['*', true],
    ['example.com', true],
    ['other.com, example.com', true],
    ['other.com example.com', true],
    ['.example.com', true],
    ['*.example.com', true],
    ['EXAMPLE.com', true],
    ['api.example.com', true],
    ['api.example.com:8443', true],
    ['api.example.com:443', false],
    ['ple.com', false],
    ['v1.api.example.com', false],
    ['', false],
  ])('NO_PROXY %j: there is none for api.example.com:8443: %s', (NO_PROXY, direct) => {
    const proxy = outgoingProxy('https://api.example.com:8443/v1', undefined, { HTTPS_PROXY, NO_PROXY });
    expect(proxy).toBe(direct ? undefined : HTTPS_PROXY);
  });
});

test.each([
  ['10.0.0.0/8', '10.1.2.3', true],
  ['10.0.0.0/8', '11.1.2.3', false],
  ['10.0.0.0/8', 'ten.test', false],
  ['10.1.2.3', '10.1.2.3', true],
  ['fd00::/8', '[fd12::1]', true],
  ['fd12:0::1', '[fd12::1]', true],
  ['[fd12::1]', '[fd12::1]', true],
  ['fd00::/8', '[fe80::1]', false],
])('NO_PROXY %j: there is none for the address %s: %s', (NO_PROXY, host, direct) => {
  const proxy = outgoingProxy(`http://${host}:8000/v1`, undefined, { HTTP_PROXY, NO_PROXY });
  expect(proxy).toBe(direct ? undefined : HTTP_PROXY);
});

test('entries of NO_PROXY that cover nothing are told of, and no others', () => {
  const fine = '*, a.test, .a.test,*.a.test a_b:8443 10.0.0.0/8 fd00::/8 ::1 [::1]:80 127.0.0.1';
  expect(noProxyWarnings({ NO_PROXY: fine })).toEqual([]);
  expect(noProxyWarnings({})).toEqual([]);
  const odd = ['http://a.test', '<local>', '10.0.0.0/33', '169.254/16', 'a.*.test'];
  expect(noProxyWarnings({ NO_PROXY: odd.join() })).toEqual(
    odd.map((entry) => expect.stringContaining(`NO_PROXY has "${entry}", which covers nothing`)),
  );
});

test('variables in lower case go first', () => {
  const env = { https_proxy: 'http://lower:1', HTTPS_PROXY: 'http://upper:1', NO_PROXY: 'a.test', PORT: '1' };
  expect(withProxyVariables(env)).toMatchObject({
    HTTPS_PROXY: 'http://lower:1',
    NO_PROXY: 'a.test',
    PORT: '1',
  });
  expect(withProxyVariables({})).toEqual({});
});
