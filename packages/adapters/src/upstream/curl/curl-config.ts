import type { Dispatcher } from 'undici';

export type CurlOptions = {
  readonly connectMs: number;
  readonly proxy: string | undefined;
  readonly tlsVerify: boolean;
};

type Headers = readonly (readonly [name: string, value: string])[];

/** Headers that curl writes itself, from the URL and the body it is given. */
const CURLS_OWN = new Set(['connection', 'content-length', 'expect', 'host', 'transfer-encoding']);

/**
 * A call in curl's own configuration language. Not as arguments: other users of the machine see those, and the key is
 * among them. The body comes on standard input.
 */
export function curlConfig(call: Dispatcher.DispatchOptions, options: CurlOptions): string {
  const { origin = '', path, method, body } = call;
  const sent = headersOf(call.headers).filter(([name]) => !CURLS_OWN.has(name.toLowerCase()));
  const named = new Set(sent.map(([name]) => name.toLowerCase()));
  return [
    'silent',
    'show-error',
    'include',
    'no-buffer',
    'globoff',
    'path-as-is',
    'suppress-connect-headers',
    'proto = "=http,https"',
    setting('url', `${origin.toString()}${path}`),
    method === 'HEAD' ? 'head' : setting('request', method),
    `connect-timeout = ${options.connectMs / 1_000}`,
    ...route(options.proxy),
    ...(options.tlsVerify ? [] : ['insecure']),
    ...sent.map(([name, value]) => setting('header', value === '' ? `${name};` : `${name}: ${value}`)),
    // What curl would add of its own.
    ...['Expect', 'Accept', 'User-Agent', 'Content-Type']
      .filter((name) => !named.has(name.toLowerCase()))
      .map((name) => setting('header', `${name}:`)),
    ...(body === null || body === undefined ? [] : ['data-binary = "@-"']),
    ...patience(call),
  ].join('\n');
}

/** Said either way: else curl reads the environment's variables by rules of its own. */
function route(proxy: string | undefined): readonly string[] {
  return proxy === undefined
    ? [setting('proxy', ''), setting('noproxy', '*')]
    : [setting('proxy', proxy), setting('noproxy', '')];
}

/** The silence that the caller bears, before and within the answer. */
function patience({ headersTimeout, bodyTimeout }: Dispatcher.DispatchOptions): readonly string[] {
  const ms = Math.max(headersTimeout ?? 0, bodyTimeout ?? 0);
  return ms === 0 ? [] : ['speed-limit = 1', `speed-time = ${Math.ceil(ms / 1_000)}`];
}

function headersOf(headers: Dispatcher.DispatchOptions['headers']): Headers {
  if (headers === null || headers === undefined) return [];
  if (Array.isArray(headers)) return pairs(headers.map(String));
  return Object.entries(headers).flatMap(([name, value]): Headers => {
    if (value === undefined || value === null) return [];
    return Array.isArray(value) ? value.map((one) => [name, String(one)] as const) : [[name, String(value)]];
  });
}

function pairs(list: readonly string[]): Headers {
  return list.flatMap((name, index) => (index % 2 === 0 ? [[name, list[index + 1] ?? ''] as const] : []));
}

/** In quotes, with the escapes that curl reads. A line break would begin another setting. */
function setting(name: string, value: string): string {
  const escaped = value.replaceAll(/[\\"]/g, (sign) => `\\${sign}`).replaceAll(/[\r\n\0]/g, ' ');
  return `${name} = "${escaped}"`;
}
