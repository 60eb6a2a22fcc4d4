import { InvalidRequestError, isJsonObject, type JsonObject } from '@strata/core';
import { withoutCredentials } from '../parts/part.ts';
import { PRESETS, type Preset } from '../providers/presets.ts';
import type { ProviderSettings } from '../providers/provider-settings.ts';

/** What a view shows in place of a secret; sent back, it stands for what is kept. */
export const MASK = '***';

/** Of a view, not of the settings. */
const SHOWN_ONLY = ['id', 'source', 'has_api_key'];

/** The body as the schema knows it: `api_base` is `base_url`; what only a view says, and what is null, is left out. */
export function providerInput(body: JsonObject, name: string | undefined): JsonObject {
  const given = Object.entries(body).filter(([key, value]) => !SHOWN_ONLY.includes(key) && value !== null);
  const { api_base: apiBase, ...others } = Object.fromEntries(given);
  return {
    ...(name !== undefined && { name }),
    ...(apiBase !== undefined && { base_url: apiBase }),
    ...others,
  };
}

/** A provider's settings, and what of them nobody is to read: its key, its headers, URLs with a password in them. */
export function withoutSecrets(input: JsonObject): {
  readonly settings: JsonObject;
  readonly secrets: JsonObject | undefined;
} {
  const isSecret = ([name, value]: [string, unknown]): boolean =>
    name === 'api_key' ||
    name === 'headers' ||
    (typeof value === 'string' &&
      ['base_url', 'proxy'].includes(name) &&
      withoutCredentials(value) !== value);
  const { secrets = [], settings = [] } = Object.groupBy(Object.entries(input), (entry) =>
    isSecret(entry) ? 'secrets' : 'settings',
  );
  return {
    settings: Object.fromEntries(settings),
    secrets: secrets.length === 0 ? undefined : Object.fromEntries(secrets),
  };
}

/** What goes on of the former secrets: a key that the body leaves out, and headers that it leaves out or masks. */
export function carriedSecrets(body: JsonObject, former: ProviderSettings): JsonObject {
  const { headers = former.headers } = body;
  const key = body['api_key'] === undefined ? former.api_key : undefined;
  return { ...(key !== undefined && { api_key: key }), headers: unmasked(headers ?? {}, former.headers) };
}

/**
 * Throws `InvalidRequestError` where former secrets would go to another place: who may change a provider is not thereby
 * to learn its key.
 */
export function refuseMovedSecrets(body: JsonObject, former: ProviderSettings, next: ProviderSettings): void {
  const before = Object.values(former.headers);
  const headers =
    !isJsonObject(body['headers']) || Object.values(body['headers']).includes(MASK) ? before : [];
  const carried = (body['api_key'] === undefined && former.api_key !== undefined) || headers.length > 0;
  if (!carried || placeOf(former) === placeOf(next)) return;
  throw new InvalidRequestError(
    'With another address, proxy or tls_verify, api_key (or null) and headers must be given again: they would go elsewhere.',
    { param: 'api_key' },
  );
}

/** Where requests go when nothing else is said. */
export function addressOf({ base_url: own, preset }: ProviderSettings): string | undefined {
  const known: Preset = preset === undefined ? {} : PRESETS[preset];
  return own ?? known.baseUrl;
}

function placeOf(settings: ProviderSettings): string {
  return JSON.stringify([addressOf(settings), settings.proxy, settings.tls_verify, settings.transport]);
}

function unmasked(headers: unknown, former: Readonly<Record<string, string>>): unknown {
  if (!isJsonObject(headers)) return headers;
  const known = new Map(Object.entries(former));
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      value === MASK ? (known.get(name) ?? value) : value,
    ]),
  );
}
