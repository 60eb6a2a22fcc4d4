import { expect, test } from 'vitest';
import { credentialsOf } from './url-credentials.ts';

test.each([
  ['http://me:p%40ss@host/', 'me:p@ss'],
  ['http://me@host/', 'me:'],
  ['http://:of-nobody@host/', ':of-nobody'],
  ['http://me:50%off@host/', 'me:50%off'],
  ['http://j%C3%B6rg:gr%C3%BC%C3%9F@host/', 'jörg:grüß'],
])('of %s are %j', (url, credentials) => {
  const authorization = `Basic ${Buffer.from(credentials).toString('base64')}`;
  expect(credentialsOf(new URL(url))).toEqual({ authorization });
});

test('are none where the URL has none', () => {
  expect(credentialsOf(new URL('http://host/'))).toEqual({});
});
