import { ConfigError } from '@strata/service-kit';
import { expect, test } from 'vitest';
import { serverAddress } from './server-address.ts';

test('is on this machine at the PORT that is set, where STRATA_URL says nothing else', () => {
  expect(serverAddress({}, 'missing')).toEqual({ url: 'http://127.0.0.1:3000', adminKey: undefined });
  expect(serverAddress({ PORT: '8080', ADMIN_KEY: 'k' }, 'missing')).toEqual({
    url: 'http://127.0.0.1:8080',
    adminKey: 'k',
  });
  expect(serverAddress({ PORT: '8080', STRATA_URL: 'https://cache.example/' }, 'missing').url).toBe(
    'https://cache.example',
  );
});

test('a PORT that is none is said to be none', () => {
  expect(() => serverAddress({ PORT: 'abc' }, 'missing')).toThrow(ConfigError);
  expect(() => serverAddress({ PORT: 'abc' }, 'missing')).toThrow('PORT must be a whole number');
});
