import { join } from 'node:path';
import { SqliteSumStore } from '@strata/adapters/limits/sqlite';
import type { BucketStore, Clock, Observer, SumStore } from '@strata/core';
import type { Logger } from '@strata/service-kit';
import type { Registry } from 'prom-client';
import type { ProxyConfig } from '../config.ts';
import { derived, type Live } from '../config-file/live.ts';
import type { TenantOf } from '../tenant.ts';
import { KeyGate } from './key-gate.ts';
import { LimitsByKey, type LimitParts } from './key-limits.ts';
import { KeyRing } from './key-ring.ts';
import type { KeySettings } from './key-settings.ts';
import { KeysMetrics } from './keys-metrics.ts';
import { passOf, type CostOf } from './pass.ts';
import { SharedLimits } from './shared-limits.ts';
import { SpendingBook } from './spending-book.ts';

export type KeysContext = {
  readonly config: ProxyConfig;
  readonly settings: Live<KeySettings & { readonly provider_suffix: string }>;
  readonly costOf: CostOf;
  readonly clock: Clock;
  readonly observer: Observer;
  readonly logger: Logger;
  readonly registry: Registry;
  /** Everything that holds a resource is put on it, to be disposed of in reverse. */
  readonly resources: AsyncDisposableStack;
};

/** The clients' keys at work: the gate in front of the API, and whose answers a request may share. */
export type ComposedKeys = { readonly gate: KeyGate; readonly ring: Live<KeyRing> };

export async function composeKeys(context: KeysContext): Promise<ComposedKeys> {
  const { config, settings, costOf } = context;
  const ring = derived(settings, (current) => {
    const { MASTER_KEYS: plainKeys, TENANT_SECRET: secret } = config;
    return new KeyRing({ settings: current, plainKeys, secret });
  });
  ring.onPrepare((next) => staysClosed(ring.current, next));
  const metrics = new KeysMetrics(context.registry);
  const limits = new LimitsByKey(await limitParts(context));
  return { gate: new KeyGate({ ring, limits, costOf, metrics }), ring };
}

/**
 * A file that is seen empty, or cut off before its keys, reads like one that means to have none: nobody is to find the API
 * open because a file was written in two steps, or did not fit on its disk.
 */
function staysClosed(ring: KeyRing, next: KeyRing): () => void {
  if (next.isOpen && !ring.isOpen)
    throw new Error(
      'Without any key the API would be open from now on: that needs a restart. To take the last key out of use, set enabled: false.',
    );
  return () => {};
}

/** Within a key's tenant where there are keys; a credential that goes on to the upstream still parts those who show it. */
export function tenantWithinKey(
  ring: Live<KeyRing>,
  { others, forwardAuthorization }: { readonly others: TenantOf; readonly forwardAuthorization: boolean },
): TenantOf {
  return (headers) => {
    if (ring.current.isOpen) return others(headers);
    const tenant = passOf(headers)?.tenant ?? 'no key';
    return forwardAuthorization ? `${tenant} ${others(headers)}` : tenant;
  };
}

type Stores = { readonly buckets: BucketStore | undefined; readonly sums: SumStore };

/** Opened when the first key with limits needs them: without keys there is not even a connection. */
async function limitParts(context: KeysContext): Promise<() => LimitParts> {
  const { config, clock, observer } = context;
  // A place of its own: whenever they are opened, they are disposed of after what was composed behind them.
  const resources = context.resources.use(new AsyncDisposableStack());
  const open = await storeOpener({ ...context, resources });
  let parts: LimitParts | undefined;
  return () => {
    if (parts !== undefined) return parts;
    const { buckets, sums } = open();
    const common = { clock, observer, deadlineMs: config.EXACT_TIMEOUT };
    const shared = buckets && resources.use(new SharedLimits({ ...common, store: buckets }));
    parts = { clock, shared, book: resources.use(new SpendingBook({ ...common, store: sums })) };
    return parts;
  };
}

async function storeOpener({ config, clock, logger, resources }: KeysContext): Promise<() => Stores> {
  const { REDIS_URL: url, DATA_DIR: folder } = config;
  const onProblem = (message: string): void => logger.warn(message, { part: 'limits' });
  if (url === undefined) {
    return () => {
      const path = join(folder, 'limits.sqlite');
      const sums = resources.use(new SqliteSumStore({ path, clock, onProblem }));
      return { buckets: undefined, sums };
    };
  }
  const { RedisLimits } = await import('@strata/adapters/limits/redis');
  return () => {
    const redis = resources.use(new RedisLimits({ url, clock, onProblem }));
    return { buckets: redis, sums: redis };
  };
}
