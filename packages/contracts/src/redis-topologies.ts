import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { RedisServer } from './redis-server.ts';

const run = promisify(execFile);

/** Several servers that belong together. */
export type RedisServers = AsyncDisposable & {
  readonly url: string;
  readonly servers: readonly RedisServer[];
};

/** Three masters without replicas that share the slots. */
export async function startRedisCluster(): Promise<RedisServers> {
  const config = ['cluster-enabled yes', 'cluster-node-timeout 1000', 'cluster-require-full-coverage no'];
  const servers = await Promise.all([0, 1, 2].map(() => RedisServer.start({ config })));
  const addresses = servers.map(({ port }) => `127.0.0.1:${port}`);
  await run('redis-cli', ['--cluster', 'create', ...addresses, '--cluster-yes']);
  // Each node learns of the slots in its own time.
  for (const { port } of servers) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    while (
      !(await run('redis-cli', ['-p', String(port), 'cluster', 'info'])).stdout.includes('cluster_state:ok')
    );
  }
  return group(`redis+cluster://${addresses.join(',')}`, servers);
}

/** A master with one replica, and a Sentinel that watches them and decides alone. */
export async function startRedisSentinel(): Promise<RedisServers> {
  const master = await RedisServer.start();
  const replica = await RedisServer.start({
    config: [`replicaof 127.0.0.1 ${master.port}`, 'repl-diskless-sync-delay 0'],
  });
  const sentinel = await RedisServer.start({
    sentinel: true,
    config: [
      `sentinel monitor primary 127.0.0.1 ${master.port} 1`,
      'sentinel down-after-milliseconds primary 500',
      'sentinel failover-timeout primary 2000',
    ],
  });
  return group(`redis+sentinel://127.0.0.1:${sentinel.port}/primary`, [master, replica, sentinel]);
}

function group(url: string, servers: readonly RedisServer[]): RedisServers {
  return {
    url,
    servers,
    async [Symbol.asyncDispose]() {
      await Promise.all(servers.map((server) => server[Symbol.asyncDispose]()));
    },
  };
}
