import { Cluster, Redis, type RedisOptions } from 'ioredis';
import type { ConnectionOptions } from 'node:tls';
import type { RedisNode, RedisTarget } from './redis-target.ts';

export type RedisClient = Redis | Cluster;

export type RedisClientOptions = {
  readonly target: RedisTarget;
  /** Certificates and the like, for a `rediss` target. */
  readonly tls: ConnectionOptions | undefined;
  readonly connectTimeoutMs: number;
  /** With commands under way, how long the socket may be silent before it counts as dead. */
  readonly silenceTimeoutMs: number;
};

type ConnectionSettings = Omit<RedisOptions, 'replyMapping'>;

const MIN_READONLY_RECONNECT_MS = 30_000;
/** How long a closed connection may wait for the other side to agree: it keeps the process alive meanwhile. */
const DISCONNECT_TIMEOUT_MS = 200;
const CLUSTER_RETRY_MS = 50;
const CLUSTER_REFRESH_MS = 5_000;

/** Connects by itself, again and again, for as long as it is not disconnected. Commands meanwhile fail at once. */
export function openClient(options: RedisClientOptions): RedisClient {
  const { target } = options;
  if (target.kind !== 'cluster') {
    return new Redis({ ...connectionOptions(options), ...placeOf(options), retryStrategy: backOffMs });
  }
  return new Cluster([...target.nodes], {
    redisOptions: connectionOptions(options),
    enableOfflineQueue: false,
    clusterRetryStrategy: backOffMs,
    // A command for a lost node is tried again while the cluster elects another, but not for long.
    maxRedirections: 4,
    retryDelayOnFailover: CLUSTER_RETRY_MS,
    retryDelayOnClusterDown: CLUSTER_RETRY_MS,
    retryDelayOnTryAgain: CLUSTER_RETRY_MS,
    slotsRefreshTimeout: options.connectTimeoutMs,
    slotsRefreshInterval: CLUSTER_REFRESH_MS,
    // Certificates are issued for names: keep what the nodes announce.
    ...(target.tls ? { dnsLookup: (address, callback) => callback(null, address) } : {}),
  });
}

/** A second connection, to hear what is published. It does not reconnect: its owner opens another. */
export function openSubscriber(options: RedisClientOptions, client: RedisClient): Redis {
  const common = { ...connectionOptions(options), lazyConnect: true, retryStrategy: null };
  if (options.target.kind !== 'cluster') return new Redis({ ...common, ...placeOf(options) });
  // What is published on one node of a cluster is heard on all of them.
  const known = (client as Cluster).nodes('master').map((node) => node.options);
  const nodes = known.length > 0 ? known : options.target.nodes;
  // A random one: the next attempt after a failure is likely to ask another node.
  const { host, port } = nodes[Math.floor(Math.random() * nodes.length)] as RedisNode;
  return new Redis({ ...common, host, port });
}

/** Waiting time before attempt n (from 1), up to 2 s, half of it random so that replicas do not come back in step. */
export function backOffMs(attempt: number): number {
  const limit = Math.min(2_000, 50 * 2 ** Math.min(attempt - 1, 6));
  return limit / 2 + (Math.random() * limit) / 2;
}

function connectionOptions(options: RedisClientOptions): ConnectionSettings {
  const { target, tls, connectTimeoutMs, silenceTimeoutMs } = options;
  return {
    ...(target.username === undefined ? {} : { username: target.username }),
    ...(target.password === undefined ? {} : { password: target.password }),
    ...(target.tls ? { tls: { ...tls } } : {}),
    connectionName: 'strata',
    connectTimeout: connectTimeoutMs,
    disconnectTimeout: DISCONNECT_TIMEOUT_MS,
    socketTimeout: silenceTimeoutMs,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    autoResubscribe: false,
    autoResendUnfulfilledCommands: false,
    maxLoadingRetryTime: 500,
    reconnectOnError: reconnectFromReplica(),
  };
}

function placeOf({ target, tls, connectTimeoutMs }: RedisClientOptions): ConnectionSettings {
  if (target.kind === 'single') return { ...target.node, db: target.db };
  if (target.kind === 'cluster') return {};
  return {
    sentinels: [...target.sentinels],
    name: target.master,
    db: target.db,
    ...(target.sentinelUsername === undefined ? {} : { sentinelUsername: target.sentinelUsername }),
    ...(target.sentinelPassword === undefined ? {} : { sentinelPassword: target.sentinelPassword }),
    ...(target.tls ? { enableTLSForSentinelMode: true, sentinelTLS: { ...tls } } : {}),
    sentinelCommandTimeout: connectTimeoutMs,
    sentinelRetryStrategy: backOffMs,
  };
}

/** After a failover the old master refuses writes: connecting anew finds the new one. Not at each refused write. */
function reconnectFromReplica(): (error: Error) => boolean {
  let lastAt = Number.NEGATIVE_INFINITY;
  return (error) => {
    if (!error.message.startsWith('READONLY') || performance.now() - lastAt < MIN_READONLY_RECONNECT_MS)
      return false;
    lastAt = performance.now();
    return true;
  };
}
