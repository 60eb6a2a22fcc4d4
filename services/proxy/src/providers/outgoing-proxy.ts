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
  const exceptions = direct.split(/[\s,]+/).filter((entry) => entry !== '');
  if (exceptions.some((entry) => covers(entry.toLowerCase(), url))) return undefined;
  return withScheme(proxy);
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

/** `example.com` and `.example.com` cover the host and all below it, `example.com:8443` one port, `*` everything. */
function covers(entry: string, { protocol, hostname, port }: URL): boolean {
  if (entry === '*') return true;
  const [, host = entry, entryPort] = /^(.*?):(\d+)$/.exec(entry) ?? [];
  const usedPort = port === '' ? (protocol === 'https:' ? '443' : '80') : port;
  if (entryPort !== undefined && entryPort !== usedPort) return false;
  const domain = host.replace(/^\*?\./, '');
  return hostname === domain || hostname.endsWith(`.${domain}`);
}
