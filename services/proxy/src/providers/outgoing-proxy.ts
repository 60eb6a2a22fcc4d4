import { BlockList, isIP } from 'node:net';
import type { Environment } from '@strata/service-kit';

/** HTTP_PROXY, HTTPS_PROXY and NO_PROXY, as they are. */
export type ProxyVariables = {
  readonly HTTP_PROXY?: string | undefined;
  readonly HTTPS_PROXY?: string | undefined;
  readonly NO_PROXY?: string | undefined;
};

/** Other programs read these in lower case, and those first. */
export function withProxyVariables(env: Environment): Environment {
  const lower = (['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'] as const).flatMap((name) => {
    const value = env[name.toLowerCase()];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...env, ...Object.fromEntries(lower) };
}

const LOOPBACK = /^(?:localhost|.*\.localhost|127(?:\.\d+){3}|\[::1\])$/;

/**
 * The HTTP proxy on the way to `baseUrl`, if any. What a provider says for itself goes first; else the variables count, as
 * other programs read them: HTTP_PROXY stands in for HTTPS_PROXY too, and nothing goes through a proxy to this machine.
 */
export function outgoingProxy(
  baseUrl: string,
  own: string | undefined,
  variables: ProxyVariables,
): string | undefined {
  if (own !== undefined) return own === 'none' ? undefined : own;
  const url = new URL(baseUrl);
  const { HTTP_PROXY: plain, HTTPS_PROXY: secure = plain, NO_PROXY: direct = '' } = variables;
  const proxy = url.protocol === 'https:' ? secure : plain;
  if (proxy === undefined || LOOPBACK.test(url.hostname)) return undefined;
  if (entriesOf(direct).some((entry) => covers(entry.toLowerCase(), url))) return undefined;
  return withScheme(proxy);
}

/** Sentences about entries of NO_PROXY that cover nothing. Not problems: the variable is every program's, and each reads it its own way. */
export function noProxyWarnings({ NO_PROXY: direct = '' }: ProxyVariables): readonly string[] {
  return entriesOf(direct)
    .filter((entry) => entry !== '*' && !NAME.test(entry) && addressesOf(entry) === undefined)
    .map(
      (entry) =>
        `NO_PROXY has ${JSON.stringify(entry)}, which covers nothing: it takes names, name:port, addresses, networks (10.0.0.0/8) and *.`,
    );
}

/** `example.com`, `.example.com` and `*.example.com`, with a port or without; IPv6 in brackets, as in URLs. */
const NAME = /^(?:(?:\*?\.)?[\w-]+(?:\.[\w-]+)*|\[[\da-f:.]+\])(?::\d+)?$/i;

function entriesOf(list: string): readonly string[] {
  return list.split(/[\s,]+/).filter((entry) => entry !== '');
}

/** What is wrong with the URL of a proxy, if anything; found at the start rather than by the first request. */
export function proxyProblem(text: string): string | undefined {
  const url = URL.parse(withScheme(text));
  const usable = url !== null && url.host !== '' && SCHEMES.has(url.protocol) && NO_PATH.test(url.pathname);
  return usable && url.search === '' && url.hash === ''
    ? undefined
    : 'must be the URL of a proxy: http://host:port, with user:password@ where it wants them';
}

/** What undici speaks to proxies; curl too. */
const SCHEMES = new Set(['http:', 'https:', 'socks5:', 'socks:']);
const NO_PATH = /^\/?$/;

function withScheme(proxy: string): string {
  return proxy.includes('://') ? proxy : `http://${proxy}`;
}

/** `example.com` and `.example.com` cover the host and all below it, `example.com:8443` one port, `10.0.0.0/8` a network, `*` everything. */
function covers(entry: string, { protocol, hostname, port }: URL): boolean {
  if (entry === '*') return true;
  const addresses = addressesOf(entry);
  if (addresses !== undefined) {
    const address = hostname.replace(/^\[(.*)\]$/, '$1');
    return isIP(address) !== 0 && addresses.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  }
  const [, host = entry, entryPort] = /^(.*?):(\d+)$/.exec(entry) ?? [];
  const usedPort = port === '' ? (protocol === 'https:' ? '443' : '80') : port;
  if (entryPort !== undefined && entryPort !== usedPort) return false;
  const domain = host.replace(/^\*?\./, '');
  return hostname === domain || hostname.endsWith(`.${domain}`);
}

/** What `10.0.0.0/8`, `fd00::/8` and `fd00::1` stand for; `undefined` for everything else. */
function addressesOf(entry: string): BlockList | undefined {
  const [address = '', bits, ...more] = entry.split('/');
  const version = isIP(address);
  const all = version === 6 ? 128 : 32;
  if (version === 0 || more.length > 0 || !/^\d{1,3}$/.test(bits ?? '0') || Number(bits ?? 0) > all)
    return undefined;
  const list = new BlockList();
  list.addSubnet(address, Number(bits ?? all), version === 6 ? 'ipv6' : 'ipv4');
  return list;
}
