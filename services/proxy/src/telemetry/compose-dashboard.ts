import { join } from 'node:path';
import type { Clock } from '@strata/core';
import type { Logger } from '@strata/service-kit';
import type { Router } from 'express';
import type { Registry } from 'prom-client';
import type { ModelPrices } from '../providers/model-prices.ts';
import { adminHistoryRoutes } from '../routes/admin-history.ts';
import { adminNearMissRoutes } from '../routes/admin-near-misses.ts';
import { adminRecentRoutes } from '../routes/admin-recent.ts';
import { readHistory } from './history-reading.ts';
import { History } from './history.ts';
import { NearMisses } from './near-misses.ts';
import { RecentRequests } from './recent-requests.ts';

export type DashboardContext = {
  readonly config: { readonly DATA_DIR: string };
  readonly clock: Clock;
  readonly logger: Logger;
  readonly resources: AsyncDisposableStack;
  readonly registry: Registry;
  readonly prices: ModelPrices;
};

/** What the dashboard shows beyond the counters: it listens from the start, and answers when the rest stands. */
export type DashboardParts = {
  readonly recent: RecentRequests;
  readonly nearMisses: NearMisses;
  /** `refresh` brings gauges up to date that nobody pushes. To be mounted behind the guard of `/admin`. */
  routes(refresh: () => Promise<void>): readonly Router[];
};

export function composeDashboard(context: DashboardContext): DashboardParts {
  const { clock, prices } = context;
  const recent = new RecentRequests({ clock, prices });
  const nearMisses = new NearMisses({ clock });
  return {
    recent,
    nearMisses,
    routes: (refresh) => [
      adminRecentRoutes(recent),
      adminNearMissRoutes(nearMisses),
      adminHistoryRoutes({ history: historyOf(context, refresh), clock }),
    ],
  };
}

function historyOf(context: DashboardContext, refresh: () => Promise<void>): History {
  const { config, clock, logger, registry, resources } = context;
  const path = join(config.DATA_DIR, 'history.sqlite');
  return resources.use(new History({ path, read: () => readHistory(registry), refresh, clock, logger }));
}
