import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { plainModel } from '@strata/adapters/upstream/plain-model';
import type { BucketRate } from '@strata/core';
import type { KeySettings, MasterKeySettings } from './key-settings.ts';
import { modelFilter, type ModelFilter } from './model-patterns.ts';
import { digestForm } from './new-key.ts';

/** A client's key as the proxy works with it: never the key itself. */
export type MasterKey = {
  readonly name: string;
  /** Answers are shared within it, never across. */
  readonly tenant: string;
  /** Absent: every model. */
  readonly allows: ModelFilter | undefined;
  /** Absent: as fast as it likes. */
  readonly requests: BucketRate | undefined;
  readonly tokensPerMinute: number | undefined;
  /** US dollars a month. */
  readonly budget: number | undefined;
  readonly allowsUnpriced: boolean;
  readonly allowsUnread: boolean;
};

type Held = { readonly digest: Buffer; readonly key: MasterKey };

export type KeyRingOptions = {
  /** With `provider_suffix`, names of models mean what they mean without it. */
  readonly settings: KeySettings & { readonly provider_suffix?: string };
  /** Keys without a name or limits, as `MASTER_KEYS` lists them. */
  readonly plainKeys: readonly string[];
  /** Keys the HMAC that names tenants. */
  readonly secret: string;
};

/** All valid keys. Looked up by their hash, so that the time it takes tells nothing of any key. */
export class KeyRing {
  /** No key is configured at all: whoever comes may ask. */
  readonly isOpen: boolean;
  readonly #byDigest: ReadonlyMap<string, Held>;

  constructor({ settings, plainKeys, secret }: KeyRingOptions) {
    const { provider_suffix: suffix = '' } = settings;
    const held = (entry: MasterKeySettings): Held | undefined => heldOf(entry, { secret, suffix });
    const named = settings.master_keys.map(held);
    const names = plainKeyNames(plainKeys.length, settings);
    const plain = plainKeys.map((key, index) => held({ ...PLAIN, name: names[index] ?? '', key }));
    const all = [...plain, ...named];
    this.isOpen = all.length === 0;
    this.#byDigest = new Map(
      all.filter((one) => one !== undefined).map((one) => [one.digest.toString('latin1'), one]),
    );
  }

  /** The keys by name, for what is kept of each. */
  get keys(): readonly MasterKey[] {
    return [...this.#byDigest.values()].map(({ key }) => key);
  }

  find(shown: string): MasterKey | undefined {
    // As text: Node makes that in a quarter of the time of a buffer.
    const digest = hash('sha256', shown, 'binary');
    const held = this.#byDigest.get(digest);
    if (held === undefined) return undefined;
    return timingSafeEqual(held.digest, Buffer.from(digest, 'latin1')) ? held.key : undefined;
  }
}

/** What the keys of `MASTER_KEYS` are called, each by its place: limits go by the name, so none is called like a key that has one. */
export function plainKeyNames(count: number, { master_keys: named }: KeySettings): readonly string[] {
  const taken = new Set(named.map(({ name }) => name));
  return Array.from({ length: count }, (_, index) => {
    const name = `key-${index + 1}`;
    // Brackets are in no name that somebody gives.
    return taken.has(name) ? `${name} (MASTER_KEYS)` : name;
  });
}

const PLAIN = { unpriced_models: 'refuse', unread_paths: 'refuse', enabled: true } as const;

type ShownKey = { readonly header: 'authorization' | 'x-api-key'; readonly shown: string };

/** The credentials that a request shows, in the order they are tried. */
export function shownKeys(headers: IncomingHttpHeaders): readonly ShownKey[] {
  const { authorization } = headers;
  const own = headers['x-api-key'];
  const bearer = authorization === undefined ? undefined : /^Bearer +(\S+) *$/i.exec(authorization)?.[1];
  const keys: ShownKey[] = [];
  if (bearer !== undefined) keys.push({ header: 'authorization', shown: bearer });
  if (typeof own === 'string') keys.push({ header: 'x-api-key', shown: own });
  return keys;
}

type Meaning = { readonly secret: string; readonly suffix: string };

function heldOf(settings: MasterKeySettings, { secret, suffix }: Meaning): Held | undefined {
  const { name, rate_limit: rate } = settings;
  const form = digestForm(settings.key);
  const burst = rate && (rate.burst ?? rate.burst_size ?? Math.max(1, rate.requests_per_second));
  if (!settings.enabled) return undefined;
  const key: MasterKey = {
    name,
    tenant: settings.tenant === undefined ? tenantOfKey(form, secret) : `tenant:${settings.tenant}`,
    allows: settings.models && suffixedFilter(settings.models, suffix),
    requests: rate && { capacity: burst ?? 0, perSecond: rate.requests_per_second },
    tokensPerMinute: settings.tokens_per_minute,
    budget: settings.monthly_budget,
    allowsUnpriced: settings.unpriced_models === 'allow',
    allowsUnread: settings.unread_paths === 'allow',
  };
  return { digest: Buffer.from(form.slice('sha256:'.length), 'hex'), key };
}

/** A name with the suffix is allowed where it is listed as it is, and where the model it means is. */
function suffixedFilter(models: readonly string[], suffix: string): ModelFilter {
  const fits = modelFilter(models);
  return suffix === '' ? fits : (model) => fits(model) || fits(plainModel(model, suffix));
}

/** Equal on all replicas; tells nothing of the key. */
function tenantOfKey(form: string, secret: string): string {
  return `key:${createHmac('sha256', secret).update(form).digest('base64url')}`;
}
