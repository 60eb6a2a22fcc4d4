import { PLAIN_POLICY, type CachePolicy, type PolicyQuestion } from '@strata/core';
import { derived, type Live } from '../config-file/live.ts';
import { modelFilter, type ModelFilter } from '../keys/model-patterns.ts';
import type { CachePolicyRule, CachePolicySettings } from './cache-policy-settings.ts';
import { textPattern } from './text-pattern.ts';

type Rule = { readonly fits: (asked: PolicyQuestion) => boolean; readonly policy: CachePolicy };

/** The rules of the configuration, in their order. */
export class CachePolicies {
  readonly #rules: readonly Rule[];
  readonly #revision: number;
  readonly #byKey: boolean;

  constructor(settings: CachePolicySettings, revision: number) {
    this.#rules = settings.cache_policies.map((rule) => ({ fits: fitting(rule), policy: policyFrom(rule) }));
    this.#byKey = settings.cache_policies.some(({ keys }) => keys !== undefined);
    this.#revision = revision;
  }

  of(asked: PolicyQuestion): CachePolicy {
    return this.#rules.find(({ fits }) => fits(asked))?.policy ?? PLAIN_POLICY;
  }

  /** Requests of two scopes may be under two policies, though they are equal byte by byte. */
  scope(key: string | undefined): string {
    if (this.#revision === 0 && this.#rules.length === 0) return '';
    return this.#byKey ? `${this.#revision} ${key ?? ''}` : String(this.#revision);
  }
}

/** Made anew with each reload, and counted: what was prepared under the rules of before is void. */
export function livePolicies(settings: Live<CachePolicySettings>): Live<CachePolicies> {
  let revision = 0;
  return derived(settings, (current) => {
    const policies = new CachePolicies(current, revision);
    revision += 1;
    return policies;
  });
}

function fitting({ models, keys, paths }: CachePolicyRule): (asked: PolicyQuestion) => boolean {
  const model = models && modelFilter(models);
  const key = keys && modelFilter(keys);
  const path: ModelFilter | undefined =
    paths && modelFilter(paths.map((pattern) => pattern.replace(/^\/v1(?=\/)/, '')));
  return (asked) =>
    (model?.(asked.model) ?? true) &&
    (path?.(asked.path) ?? true) &&
    (key === undefined || (asked.key !== undefined && key(asked.key)));
}

function policyFrom(rule: CachePolicyRule): CachePolicy {
  return {
    mode: rule.mode,
    ttlMs: rule.ttl,
    maxTtlMs: rule.max_ttl,
    judge: rule.judge,
    ignoredFields: rule.ignore_fields.map((path) => path.split('.')),
    volatile: rule.drop_patterns.map(textPattern),
    noStore: rule.no_store.map(textPattern),
    staleWhileRevalidateMs: rule.stale_while_revalidate,
    staleIfErrorMs: rule.stale_if_error,
  };
}
