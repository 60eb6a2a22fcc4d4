import type { IncomingHttpHeaders } from 'node:http';
import {
  InvalidRequestError,
  messageOf,
  type Clock,
  type Correction,
  type CorrectionResult,
  type ErrorEstimate,
  type RequestExplanation,
} from '@strata/core';
import { Health, type HealthCheck, type Logger } from '@strata/service-kit';
import { Router } from 'express';
import { noteForAudit } from '../audit/audit-trail.ts';
import type { Ledger } from '../telemetry/ledger.ts';
import { jsonObject, jsonText, textBody } from './read-json.ts';

export type AdminRouteOptions = {
  readonly ledger: Ledger;
  readonly checks: readonly HealthCheck[];
  readonly clock: Clock;
  readonly logger: Logger;
  /** Empties every tier; rejects when one could not be emptied. */
  readonly clear: () => Promise<void>;
  /** The request as it would come to that target; of chat where none is given. */
  readonly explain: (
    body: string,
    headers: IncomingHttpHeaders,
    target: unknown,
  ) => Promise<RequestExplanation>;
  /** What shadow checks found; absent without a semantic tier. */
  readonly wrongHits: () => ErrorEstimate | undefined;
  readonly correct: (correction: Correction) => Promise<CorrectionResult>;
};

/** `/admin`: what people do to a running cache. To be mounted behind the guard. */
export function adminRoutes(options: AdminRouteOptions): Router {
  const { ledger, clear, logger } = options;
  const health = new Health(options);
  const router = Router();
  router.post('/admin/cache/clear', async (_request, response) => {
    try {
      await clear();
      logger.info('The cache was cleared');
      response.json({ status: 'success', message: 'All tiers of the cache were cleared' });
    } catch (error) {
      logger.error('The cache could not be cleared', { error });
      response.status(500).json({ error: `The cache could not be cleared: ${messageOf(error)}` });
    }
  });
  router.get('/admin/stats', async (_request, response) => {
    const { checks } = await health.report();
    const services = Object.entries(checks).map(([name, { status }]) => [name, status]);
    response.json({
      cache_stats: ledger.cacheStats(),
      services: Object.fromEntries(services) as object,
      wrong_hits: options.wrongHits() ?? null,
    });
  });
  router.post('/admin/cache/explain', textBody, async (request, response) => {
    const { endpoint } = request.query;
    response.json(await options.explain(jsonText(request.body), request.headers, endpoint));
  });
  router.post('/admin/cache/feedback', textBody, async (request, response) => {
    const correction = readCorrection(request.body);
    const { entry, verdict } = correction;
    noteForAudit(response, { entry, verdict });
    const result = await options.correct(correction);
    const { action: effect, ...counts } = result;
    noteForAudit(response, { effect, ...counts });
    logger.info('An answer was corrected', {
      entry,
      verdict,
      ...result,
    });
    response.json({ status: 'success', ...result });
  });
  return router;
}

function readCorrection(body: unknown): Correction {
  const { entry, query, verdict, ...others } = jsonObject(body);
  // A question under another name would not be heard, and the whole entry would go.
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) {
    throw new InvalidRequestError(`${unknown} is not known here; send entry, query and verdict.`, {
      param: unknown,
    });
  }
  if (typeof entry !== 'string' || !/^[0-9a-f]{64}$/.test(entry)) {
    throw new InvalidRequestError('entry must be the id from an answer’s x-cache-entry header.', {
      param: 'entry',
    });
  }
  const isText = typeof query === 'string' && query.trim() !== '';
  if (query !== undefined && query !== null && !isText) {
    throw new InvalidRequestError('query must be the text of the question.', { param: 'query' });
  }
  if (verdict !== 'wrong' && verdict !== 'outdated') {
    throw new InvalidRequestError('verdict must be "wrong" or "outdated".', { param: 'verdict' });
  }
  return { entry, query: query ?? undefined, verdict };
}
