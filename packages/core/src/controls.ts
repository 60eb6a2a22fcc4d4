import { InvalidRequestError } from './errors.ts';
import { isJsonObject, type JsonObject } from './json.ts';

/** What the caller asked of the cache, by headers or by LiteLLM's `cache` object in the body. */
export type CacheControls = {
  readonly mode: 'use' | 'refresh' | 'no-store' | 'bypass';
  /** Which tiers may answer. */
  readonly tiers: 'exact' | 'semantic' | 'both';
  readonly onlyIfCached: boolean;
  readonly namespace: string;
  readonly maxAgeMs: number | undefined;
  /** The entry must stay fresh at least this long. */
  readonly minFreshMs: number | undefined;
  /** 0: do not store. */
  readonly ttlMs: number | undefined;
  /** Cosine; may only tighten the configured threshold. */
  readonly threshold: number | undefined;
  /** What the stored entry is tagged with. */
  readonly tags: readonly string[];
};

export type HeaderBag = { readonly [name: string]: string | readonly string[] | undefined };

export const DEFAULT_CONTROLS: CacheControls = {
  mode: 'use',
  tiers: 'both',
  onlyIfCached: false,
  namespace: '',
  maxAgeMs: undefined,
  minFreshMs: undefined,
  ttlMs: undefined,
  threshold: undefined,
  tags: [],
};

/** The headers of a request that the cache heeds. */
export const CONTROL_HEADERS = [
  'x-bypass-cache',
  'cache-control',
  'x-cache-ttl',
  'x-cache-namespace',
  'x-cache-threshold',
  'x-cache-mode',
  'x-cache-tags',
] as const;

/** Whether any header could make this request differ from a plain one. Cheap: the hot lane asks it every time. */
export function hasControlHeader(headers: HeaderBag): boolean {
  return CONTROL_HEADERS.some((name) => headers[name] !== undefined);
}

/**
 * Reads the controls. Several at once: bypass > no-store > refresh > only-if-cached > max-age > ttl.
 * Throws `InvalidRequestError` (400) for a value that cannot be meant.
 */
export function parseControls(headers: HeaderBag, body: JsonObject): CacheControls {
  const fromBody = bodyControls(body);
  if (!hasControlHeader(headers) && fromBody === undefined) return DEFAULT_CONTROLS;
  const directives = { ...fromBody?.directives, ...cacheDirectives(headerText(headers, 'cache-control')) };
  const ttl = seconds('x-cache-ttl', headerText(headers, 'x-cache-ttl')) ?? fromBody?.ttlMs;
  return {
    mode: mode(headerText(headers, 'x-bypass-cache'), directives),
    tiers: tiers(headerText(headers, 'x-cache-mode')),
    onlyIfCached: 'only-if-cached' in directives,
    namespace:
      namespace('x-cache-namespace', headerText(headers, 'x-cache-namespace')) ?? fromBody?.namespace ?? '',
    maxAgeMs: seconds('Cache-Control: max-age', directives['max-age']) ?? fromBody?.maxAgeMs,
    minFreshMs: seconds('Cache-Control: min-fresh', directives['min-fresh']),
    ttlMs: ttl,
    threshold: threshold(headerText(headers, 'x-cache-threshold')),
    tags: parseTags(headerText(headers, 'x-cache-tags') ?? '', 'x-cache-tags'),
  };
}

/**
 * Requests whose texts differ share no run. Some of those could: a header that asks for nothing (`max-stale`) parts its
 * request from one without headers. Namespace and tags are not in it: the first is in the fingerprint, and the entry that
 * both get has the tags of whoever was first.
 */
export function controlsKey(controls: CacheControls): string {
  if (controls === DEFAULT_CONTROLS) return '';
  const { mode: how, tiers: which, onlyIfCached, maxAgeMs, minFreshMs, ttlMs, threshold: floor } = controls;
  return [how, which, onlyIfCached, maxAgeMs, minFreshMs, ttlMs, floor].join('|');
}

type Directives = { readonly [name: string]: string };

function headerText(headers: HeaderBag, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' || value === undefined ? value : value.join(', ');
}

function mode(bypass: string | undefined, directives: Directives): CacheControls['mode'] {
  // Listed, too: a client and its gateway that both send it arrive as "true, true" (RFC 9110, section 5.3).
  if (bypass?.split(',').some((value) => value.trim().toLowerCase() === 'true') === true) return 'bypass';
  if ('no-store' in directives) return 'no-store';
  return 'no-cache' in directives ? 'refresh' : 'use';
}

/** RFC 9111, section 5.2.1. Unknown directives mean nothing to us; of one given twice the first counts (section 4.2.1). */
function cacheDirectives(text: string | undefined): Directives {
  const directives: { [name: string]: string } = {};
  for (const part of (text ?? '').split(',')) {
    const [name = '', value = ''] = part.split('=', 2);
    const key = name.trim().toLowerCase();
    if (key !== '') directives[key] ??= value.trim().replace(/^"(.*)"$/, '$1');
  }
  return directives;
}

/** RFC 9111, section 1.2.2: what is longer than 68 years is as good as that. */
const MAX_SECONDS = 2 ** 31;

function seconds(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text.trim())) {
    throw new InvalidRequestError(
      `${name} must be a whole number of seconds, 0 or more; got "${clip(text)}".`,
      {
        param: name,
        code: 'invalid_cache_control',
      },
    );
  }
  return Math.min(Number(text), MAX_SECONDS) * 1000;
}

function threshold(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1)) {
    throw new InvalidRequestError(`x-cache-threshold must be a number from 0 to 1; got "${clip(text)}".`, {
      param: 'x-cache-threshold',
      code: 'invalid_cache_control',
    });
  }
  return value;
}

function namespace(name: string, text: string | undefined): string | undefined {
  if (text === undefined || /^[\w.:/-]{1,128}$/.test(text)) return text;
  throw new InvalidRequestError(`${name} takes 1 to 128 letters, digits and . _ : / -`, {
    param: name,
    code: 'invalid_cache_control',
  });
}

function tiers(text: string | undefined): CacheControls['tiers'] {
  const value = text?.trim().toLowerCase() ?? 'both';
  if (value === 'exact' || value === 'semantic' || value === 'both') return value;
  throw new InvalidRequestError('x-cache-mode must be exact, semantic or both.', {
    param: 'x-cache-mode',
    code: 'invalid_cache_control',
  });
}

const MAX_TAGS = 16;

/** Comma-separated; order and repetition mean nothing. Throws `InvalidRequestError`. */
export function parseTags(text: string, param: string): readonly string[] {
  const tags = text
    .split(',')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');
  const unique = [...new Set(tags)].toSorted();
  if (unique.length > MAX_TAGS || unique.some((tag) => !/^[\w.:/-]{1,64}$/.test(tag))) {
    throw new InvalidRequestError(
      `${param} takes up to ${MAX_TAGS} tags, comma-separated, each of 1 to 64 letters, digits and . _ : / -`,
      { param, code: 'invalid_cache_control' },
    );
  }
  return unique;
}

type BodyControls = {
  readonly directives: Directives;
  readonly ttlMs: number | undefined;
  readonly maxAgeMs: number | undefined;
  readonly namespace: string | undefined;
};

/** LiteLLM's `cache: {ttl, "s-maxage" or "s-max-age", "no-cache", "no-store", "use-cache", namespace}`. */
function bodyControls(body: JsonObject): BodyControls | undefined {
  const cache = body['cache'];
  if (cache === undefined || cache === null) return undefined;
  if (!isJsonObject(cache)) throw new InvalidRequestError('cache must be an object.', { param: 'cache' });
  const directives: { [name: string]: string } = {};
  for (const name of ['no-cache', 'no-store'] as const) if (flag(cache, name) === true) directives[name] = '';
  if (flag(cache, 'use-cache') === false) directives['no-store'] = '';
  return {
    directives,
    ttlMs: seconds('cache.ttl', plain(cache['ttl'])),
    // Under its other name, which LiteLLM itself looks at first, too.
    maxAgeMs:
      seconds('cache.s-max-age', plain(cache['s-max-age'])) ??
      seconds('cache.s-maxage', plain(cache['s-maxage'])),
    namespace: namespace('cache.namespace', plain(cache['namespace'])),
  };
}

/** Anything but true and false is refused: an answer must not be stored because `"no-store"` was spelt `"yes"`. */
function flag(cache: JsonObject, name: string): boolean | undefined {
  const value = cache[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'boolean') return value;
  throw new InvalidRequestError(`cache.${name} must be true or false; got ${clip(JSON.stringify(value))}.`, {
    param: `cache.${name}`,
    code: 'invalid_cache_control',
  });
}

function plain(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value);
}

function clip(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
