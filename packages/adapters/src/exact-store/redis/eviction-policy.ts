import { Cluster, type Redis } from 'ioredis';
import type { RedisClient } from './open-client.ts';

/** Why Redis might evict a key that has no time to live; `undefined` where it never does. */
export async function whyEvicted(client: RedisClient): Promise<string | undefined> {
  const nodes = client instanceof Cluster ? client.nodes('master') : [client];
  const policies = await Promise.all(nodes.map(policyOf));
  const evicting = policies.find((policy) => policy.startsWith('allkeys'));
  if (evicting === undefined) return undefined;
  return `Redis may evict any key (maxmemory-policy ${evicting}); with volatile-ttl it keeps those without an expiry.`;
}

/** From INFO, which hosted Redises answer where they refuse CONFIG. */
async function policyOf(node: Redis): Promise<string> {
  const info = await node.info('memory');
  return /^maxmemory_policy:(\S+)/m.exec(info)?.[1] ?? 'unknown';
}
