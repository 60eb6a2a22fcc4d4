import { InvalidRequestError, type CrossEncoder } from '@strata/core';
import { untilClosed } from '@strata/service-kit';
import { Router } from 'express';
import { readObject, readText, type TextLimits } from './text-limits.ts';

export type CompareRouteOptions = { readonly crossEncoder: CrossEncoder; readonly limits: TextLimits };

type Pair = readonly [string, string];

const UNPROCESSABLE = 422;

/**
 * `POST /compare {"pairs": [["…", "…"], …]}` gives `{"logOdds": [3.2, …]}`: how sure the cross-encoder is that one answer
 * serves both texts, null for a pair that is too long for it.
 */
export function compareRoutes({ crossEncoder, limits }: CompareRouteOptions): Router {
  const router = Router();
  router.post('/compare', async (request, response) => {
    const pairs = readPairs(request.body, limits);
    const signal = untilClosed(response);
    const logOdds: (number | null)[] = [];
    for (const [one, other] of pairs) {
      // oxlint-disable-next-line no-await-in-loop -- one at a time: a long list must not fill the queue
      logOdds.push((await crossEncoder.compare(one, other, signal)) ?? null);
    }
    response.json({ logOdds });
  });
  return router;
}

function readPairs(body: unknown, limits: TextLimits): readonly Pair[] {
  const { pairs } = readObject(body, UNPROCESSABLE);
  const param = 'pairs';
  if (!Array.isArray(pairs)) throw invalid('"pairs" must be a list of pairs of strings.', param);
  if (pairs.length > limits.maxTexts) {
    throw invalid(`"pairs" holds ${pairs.length}; ${limits.maxTexts} are the most in one call.`, param);
  }
  return pairs.map((pair: unknown, index): Pair => {
    const at = `${param}[${index}]`;
    if (!Array.isArray(pair) || pair.length !== 2) throw invalid(`"${at}" must be two strings.`, at);
    const check = { limits, status: UNPROCESSABLE };
    return [
      readText(pair[0], { ...check, param: `${at}[0]` }),
      readText(pair[1], { ...check, param: `${at}[1]` }),
    ];
  });
}

function invalid(message: string, param: string): InvalidRequestError {
  return new InvalidRequestError(message, { param, status: UNPROCESSABLE });
}
