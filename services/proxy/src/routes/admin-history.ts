import { InvalidRequestError, type Clock } from '@strata/core';
import { parseDuration } from '@strata/service-kit/duration';
import { Router } from 'express';
import type { History } from '../telemetry/history.ts';

export type AdminHistoryOptions = { readonly history: History; readonly clock: Clock };

const HOUR_MS = 3_600_000;

/**
 * `GET /admin/history?since=&step=`: what the dashboard draws over time. `since`: an age (`15m`, `7d`), ms since the epoch
 * or an ISO 8601 instant, an hour ago if absent; `step`: seconds, as fine as it is kept if absent.
 */
export function adminHistoryRoutes({ history, clock }: AdminHistoryOptions): Router {
  const router = Router();
  router.get('/admin/history', async (request, response) => {
    const { since, step } = request.query;
    const from = since === undefined ? clock.now() - HOUR_MS : instant(since, clock.now());
    const stepMs = step === undefined ? undefined : stepOf(step);
    response.json(await history.view({ since: from, stepMs }));
  });
  return router;
}

function instant(value: unknown, now: number): number {
  const text = typeof value === 'string' ? value : '';
  // Without a unit it is an instant. An age needs no clock on the other side that goes like ours.
  const age = /^\d+$/.test(text) ? undefined : parseDuration(text, 'ms');
  if (age !== undefined) return Math.max(0, now - age);
  const at = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
  if (Number.isSafeInteger(at) && at >= 0) return at;
  throw new InvalidRequestError(
    'since must be an age (15m, 12h, 7d), or an instant: ms since the epoch, or ISO 8601.',
    { param: 'since' },
  );
}

function stepOf(value: unknown): number {
  const seconds = typeof value === 'string' && /^\d{1,8}$/.test(value) ? Number(value) : 0;
  if (seconds > 0) return seconds * 1_000;
  throw new InvalidRequestError('step must be a number of seconds above 0.', { param: 'step' });
}
