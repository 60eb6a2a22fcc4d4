import { StrataError } from '@strata/core';

export type RedisNode = { readonly host: string; readonly port: number };

/** Where Redis is and how to log in, read from one URL. */
export type RedisTarget = RedisAccess & RedisTopology;

export type RedisTopology =
  | { readonly kind: 'single'; readonly node: RedisNode }
  | {
      readonly kind: 'sentinel';
      readonly sentinels: readonly RedisNode[];
      readonly master: string;
      readonly sentinelUsername: string | undefined;
      readonly sentinelPassword: string | undefined;
    }
  | { readonly kind: 'cluster'; readonly nodes: readonly RedisNode[] };

export type RedisAccess = {
  readonly tls: boolean;
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly db: number;
};

type Parts = {
  readonly tls: boolean;
  readonly kind: RedisTopology['kind'];
  readonly userinfo: string | undefined;
  readonly hosts: string;
  readonly path: string;
  readonly params: URLSearchParams;
};

const SHAPES =
  'use redis://host:6379/0, redis+sentinel://host1:26379,host2:26379/master-name or redis+cluster://host1:6379,host2:6379 (rediss for TLS)';
const URL_PARTS =
  /^redis(?<tls>s?)(?:\+(?<kind>sentinel|cluster))?:\/\/(?:(?<userinfo>[^/?#]*)@)?(?<hosts>[^/?#@]*)(?:\/(?<path>[^?#]*))?(?:\?(?<query>[^#]*))?$/;
const SENTINEL_PARAMS = ['db', 'sentinelUsername', 'sentinelPassword'];

/**
 * Reads `redis[s]://`, `redis[s]+sentinel://`, `redis[s]+cluster://`, or several `redis[s]://` URLs with commas
 * between them (a cluster). Throws `StrataError` (`invalid_redis_url`); its message repeats nothing of the URL
 * that could be a secret.
 */
export function parseRedisUrl(url: string): RedisTarget {
  const urls = url.trim().split(/,(?=rediss?:\/\/)/);
  const targets = urls.map((one) => targetOf(splitUrl(one)));
  const [first, ...others] = targets;
  if (first === undefined) throw invalid(SHAPES);
  return others.length === 0 ? first : clusterOf(first, others);
}

/** For people, in logs and health: no user, no password. */
export function describeRedisTarget(target: RedisTarget): string {
  const scheme = target.tls ? 'rediss' : 'redis';
  if (target.kind === 'single') return `${scheme}://${nodeName(target.node)}/${target.db}`;
  if (target.kind === 'cluster') return `${scheme}+cluster://${target.nodes.map(nodeName).join(',')}`;
  return `${scheme}+sentinel://${target.sentinels.map(nodeName).join(',')}/${target.master}?db=${target.db}`;
}

function splitUrl(url: string): Parts {
  const groups = URL_PARTS.exec(url)?.groups;
  if (groups === undefined) {
    throw invalid(`it cannot be read; ${SHAPES}, and percent-encode special characters of the password`);
  }
  return {
    tls: groups['tls'] === 's',
    kind: (groups['kind'] as 'sentinel' | 'cluster' | undefined) ?? 'single',
    userinfo: groups['userinfo'],
    hosts: groups['hosts'] ?? '',
    path: groups['path'] ?? '',
    params: new URLSearchParams(groups['query'] ?? ''),
  };
}

function targetOf(parts: Parts): RedisTarget {
  const { kind, path, params, tls } = parts;
  const nodes = parts.hosts.split(',').map((host) => nodeOf(host, kind === 'sentinel' ? 26_379 : 6_379));
  allowParams(params, kind === 'sentinel' ? SENTINEL_PARAMS : []);
  const login = loginOf(parts.userinfo);
  if (kind === 'cluster') {
    if (path !== '' && path !== '0') throw invalid('a cluster has only database 0');
    return { kind, tls, ...login, db: 0, nodes };
  }
  if (kind === 'sentinel') {
    if (path === '') throw invalid("the master's name is missing: redis+sentinel://host:26379/master-name");
    const sentinelUsername = params.get('sentinelUsername') ?? undefined;
    const sentinelPassword = params.get('sentinelPassword') ?? undefined;
    const db = databaseOf(params.get('db') ?? '0');
    return {
      kind,
      tls,
      ...login,
      db,
      sentinels: nodes,
      master: decode(path),
      sentinelUsername,
      sentinelPassword,
    };
  }
  const [node, second] = nodes;
  if (node === undefined || second !== undefined) {
    throw invalid('it names several hosts: say redis+cluster:// or redis+sentinel://');
  }
  return { kind, tls, ...login, db: databaseOf(path === '' ? '0' : path), node };
}

function clusterOf(first: RedisTarget, others: readonly RedisTarget[]): RedisTarget {
  const { tls, username, password } = first;
  const nodes = [first, ...others].map((target) => {
    const same = target.tls === tls && target.username === username && target.password === password;
    if (!same) throw invalid('the nodes of a cluster share one scheme, user and password');
    if (target.kind !== 'single' || target.db !== 0) throw invalid('a cluster has only database 0');
    return target.node;
  });
  return { kind: 'cluster', tls, username, password, db: 0, nodes };
}

function nodeOf(text: string, defaultPort: number): RedisNode {
  const match = /^(?<host>\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::(?<port>\d{1,5}))?$/.exec(text)?.groups;
  const port = Number(match?.['port'] ?? defaultPort);
  if (match?.['host'] === undefined || port < 1 || port > 65_535) {
    throw invalid(
      'a host must look like name, name:6379 or [::1]:6379; percent-encode special characters of the password',
    );
  }
  return { host: match['host'].replace(/^\[|\]$/g, ''), port };
}

function loginOf(userinfo: string | undefined): Pick<RedisAccess, 'username' | 'password'> {
  if (userinfo === undefined) return { username: undefined, password: undefined };
  const colon = userinfo.indexOf(':');
  if (colon < 0)
    throw invalid('a user without a password: redis://user:password@host, or redis://:password@host');
  const username = decode(userinfo.slice(0, colon));
  return { username: username === '' ? undefined : username, password: decode(userinfo.slice(colon + 1)) };
}

function databaseOf(text: string): number {
  if (!/^\d{1,5}$/.test(text)) throw invalid('the database must be a number: redis://host:6379/0');
  return Number(text);
}

function allowParams(params: URLSearchParams, allowed: readonly string[]): void {
  for (const name of params.keys()) {
    if (!allowed.includes(name))
      throw invalid(`it has a parameter that is not known here (allowed: ${allowed.join(', ') || 'none'})`);
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalid('a % in it is not followed by two hexadecimal digits');
  }
}

function nodeName({ host, port }: RedisNode): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function invalid(problem: string): StrataError {
  return new StrataError(`The Redis URL is not usable: ${problem}.`, {
    code: 'invalid_redis_url',
    retryable: false,
  });
}
