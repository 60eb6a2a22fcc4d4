import type { Request, Response } from 'express';
import { describe, expect, test } from 'vitest';
import { adminGuard } from './admin-guard.ts';

const HOST = '127.0.0.1:3000';

/** The status it answers with; 200 where it lets the request by. */
function verdict(
  adminKey: string | undefined,
  address: string,
  headers: Record<string, string> = {},
): number {
  let status = 200;
  const response = {
    status: (code: number) => {
      status = code;
      return { json: () => undefined };
    },
  };
  const request = { socket: { remoteAddress: address }, headers: { host: HOST, ...headers } };
  adminGuard(adminKey)(request as unknown as Request, response as unknown as Response, () => undefined);
  return status;
}

describe('without an admin key', () => {
  test.each(['127.0.0.1', '127.8.0.1', '::1', '::ffff:127.0.0.1'])('lets %s by', (address) => {
    expect(verdict(undefined, address)).toBe(200);
  });

  test.each(['10.0.0.7', '192.168.1.2', '172.17.0.1', '2001:db8::1', '::ffff:10.0.0.7', 'fe80::1', ''])(
    'refuses %s, whatever it says of itself',
    (address) => {
      expect(verdict(undefined, address)).toBe(403);
      const headers = { 'x-forwarded-for': '127.0.0.1', 'x-real-ip': '::1', forwarded: 'for=127.0.0.1' };
      expect(verdict(undefined, address, { ...headers, host: 'localhost', origin: 'http://localhost' })).toBe(
        403,
      );
    },
  );

  test.each(['localhost', 'localhost:3000', '127.0.0.1', '[::1]:3000'])(
    'takes the host %s for its own',
    (host) => {
      expect(verdict(undefined, '127.0.0.1', { host })).toBe(200);
      expect(verdict(undefined, '127.0.0.1', { host, origin: `http://${host}` })).toBe(200);
    },
  );

  test.each([
    ['a name that somebody lets point at this machine', { host: 'evil.example:3000' }],
    ['a name that begins like this machine', { host: '127.0.0.1.evil.example' }],
    ['a name that ends like this machine', { host: 'evil.localhost.example' }],
    ['no name at all', { host: '' }],
    ['a page of another site', { origin: 'https://evil.example' }],
    ['a page of another port', { origin: 'http://127.0.0.1:8080' }],
    ['a page without an origin to show', { origin: 'null' }],
    ['an image or a link in another site', { 'sec-fetch-site': 'cross-site' }],
    ['a page of a neighbour', { 'sec-fetch-site': 'same-site' }],
    ['a proxy on this machine, for somebody else', { 'x-forwarded-for': '203.0.113.9' }],
    ['a proxy that names itself only', { via: '1.1 vegur' }],
    ['a proxy of the newer kind', { forwarded: 'for=203.0.113.9' }],
  ])('refuses %s', (_who, headers) => {
    expect(verdict(undefined, '127.0.0.1', headers)).toBe(403);
  });

  test.each(['none', 'same-origin'])('lets a browser by whose request is %s', (site) => {
    expect(verdict(undefined, '127.0.0.1', { 'sec-fetch-site': site })).toBe(200);
  });
});

describe('with an admin key', () => {
  test.each([
    [{ authorization: 'Bearer the-key' }, 200],
    [{ authorization: 'bearer  the-key' }, 200],
    [{ authorization: 'Bearer the-key', host: 'strata.example', 'x-forwarded-for': '203.0.113.9' }, 200],
    [{}, 401],
    [{ authorization: 'the-key' }, 401],
    [{ authorization: 'Basic the-key' }, 401],
    [{ authorization: 'Bearer the-ke' }, 401],
    [{ authorization: 'Bearer the-key-' }, 401],
    [{ 'x-api-key': 'the-key' }, 401],
  ])('answers %j with %i, from wherever it comes', (headers, status) => {
    expect(verdict('the-key', '203.0.113.9', headers)).toBe(status);
    expect(verdict('the-key', '127.0.0.1', headers)).toBe(status);
  });
});
