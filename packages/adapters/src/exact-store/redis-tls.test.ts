import { RedisServer, redisAvailable } from '@strata/contracts/redis-server';
import { wallClock } from '@strata/contracts/wall-clock';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { RedisExactStore } from './redis.ts';

function opensslAvailable(): boolean {
  const there = spawnSync('openssl', ['version']).status === 0;
  if (!there)
    console.warn('Redis with TLS: not run, there is no openssl on this machine to make a certificate');
  return there;
}

describe.runIf(redisAvailable('Redis with TLS') && opensslAvailable())('RedisExactStore over TLS', () => {
  let directory: string;
  let certFile: string;
  let server: RedisServer;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'strata-tls-'));
    certFile = join(directory, 'cert.pem');
    const keyFile = join(directory, 'key.pem');
    const request = [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '2',
    ];
    const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
    execFileSync('openssl', [...request, ...names, '-keyout', keyFile, '-out', certFile], {
      stdio: 'ignore',
    });
    server = await RedisServer.start({ tls: { certFile, keyFile }, config: ['requirepass secret'] });
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    rmSync(directory, { recursive: true, force: true });
  });

  it('reads, writes and hears over an encrypted connection', async () => {
    const url = `rediss://:secret@localhost:${server.port}`;
    const open = (): RedisExactStore =>
      new RedisExactStore({ url, clock: wallClock, tls: { ca: readFileSync(certFile) } });
    await using store = open();
    await using other = open();
    await store.set('k', Buffer.from('value'), Date.now() + 60_000);
    expect(Buffer.from((await other.get('k')) ?? []).toString()).toBe('value');
    const heard: unknown[] = [];
    other.onInvalidated((invalidation) => heard.push(invalidation));
    await vi.waitUntil(async () => {
      await store.delete('k');
      return heard.length > 0;
    });
  });

  it('does not talk to a server whose certificate nobody vouches for', async () => {
    await using store = new RedisExactStore({
      url: `rediss://:secret@localhost:${server.port}`,
      clock: wallClock,
    });
    await expect(store.get('k')).rejects.toThrow(/self-signed certificate/);
  });
});
