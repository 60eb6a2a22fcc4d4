import { expect, it } from 'vitest';

import { qdrantAddress } from './qdrant-address.ts';

it.each([
  ['http://127.0.0.1:6333', 'http://127.0.0.1:6333', ''],
  ['http://qdrant', 'http://qdrant:6333', ''],
  ['https://xyz.cloud.example/', 'https://xyz.cloud.example:6333', ''],
  ['https://xyz.cloud.example:443', 'https://xyz.cloud.example', ''],
  ['http://[::1]', 'http://[::1]:6333', ''],
  ['http://[::1]:7000', 'http://[::1]:7000', ''],
  ['https://gateway.example:8443/vectors/', 'https://gateway.example:8443', '/vectors'],
])('%s leads to %s, path %j', (url, origin, basePath) => {
  expect(qdrantAddress(url)).toEqual({ origin, basePath });
});
