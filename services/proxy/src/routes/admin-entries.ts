import { InvalidRequestError, type Clock, type EntryAdmin, type InvalidationOrder } from '@strata/core';
import { untilClosed } from '@strata/service-kit';
import { Router, type Response } from 'express';
import { noteForAudit } from '../audit/audit-trail.ts';
import {
  optionalFlag,
  readEntryId,
  readInvalidation,
  readListInput,
  refuseOthers,
} from './admin-entries-input.ts';
import { detailView, entryView, listView, type ViewContext } from './admin-entries-view.ts';
import type {
  EntryDeletedView,
  EntryDetailView,
  EntryListView,
  EntryView,
  InvalidatedView,
  ScannedView,
} from './admin-entries.types.ts';
import { commandObject, textBody } from './read-json.ts';

export type AdminEntryOptions = {
  readonly entries: EntryAdmin;
  readonly clock: Clock;
  readonly hitsOf: ViewContext['hitsOf'];
};

/** `/admin/cache/entries` and what is done to many of them. To be mounted behind the guard. */
export function adminEntryRoutes({ entries, clock, hitsOf }: AdminEntryOptions): Router {
  const context = (): ViewContext => ({ now: clock.now(), hitsOf });
  const router = Router();
  router.get('/admin/cache/entries', async (request, response: Response<EntryListView>) => {
    const { query, mode, ...input } = readListInput(request.query);
    const signal = untilClosed(response);
    const page =
      mode === 'words'
        ? await entries.search.byWords({ ...input, words: query }, signal)
        : await entries.search.byMeaning({ ...input, text: query }, signal);
    response.json(listView(page, context()));
  });
  router.get('/admin/cache/entries/:id', async (request, response: Response<EntryDetailView>) => {
    const id = readEntryId(request.params.id);
    const signal = untilClosed(response);
    const stored = await entries.search.find(id, signal);
    if (stored?.entry === undefined) throw noEntry();
    const aliases = await entries.search.aliasesOf(id, signal);
    response.json(detailView({ ...stored, entry: stored.entry }, aliases, context()));
  });
  router.delete('/admin/cache/entries/:id', async (request, response: Response<EntryDeletedView>) => {
    const given = readEntryId(request.params.id);
    const { id, tiers } = await entries.removal.remove(given);
    noteForAudit(response, { entry: id, tiers });
    if (tiers.length === 0) throw noEntry();
    response.json({ deleted: true, id, tiers });
  });
  for (const change of ['pin', 'unpin'] as const) {
    router.post(`/admin/cache/entries/:id/${change}`, async (request, response: Response<EntryView>) => {
      const id = readEntryId(request.params['id']);
      noteForAudit(response, { entry: id });
      const entry = await entries.pins[change](id);
      if (entry === undefined) throw noEntry();
      const stored = await entries.search.find(entry.fingerprint);
      // Unpinned after its time it is gone already: then it is shown as it was.
      response.json(entryView({ id: entry.fingerprint, tiers: stored?.tiers ?? [], entry }, context()));
    });
  }
  router.post('/admin/cache/invalidate', textBody, async (request, response: Response<InvalidatedView>) => {
    const order = readInvalidation(commandObject(request.body), clock.now());
    noteForAudit(response, { selector: selectorForAudit(order), dryRun: order.dryRun });
    const counts = await entries.removal.invalidate(order, untilClosed(response));
    noteForAudit(response, { ...counts });
    response.json({ dryRun: order.dryRun, ...counts });
  });
  router.post('/admin/cache/scan', textBody, async (request, response: Response<ScannedView>) => {
    const body = commandObject(request.body);
    refuseOthers(body, ['purge']);
    const purge = optionalFlag(body, 'purge');
    const report = await entries.scanForPoison({ purge }, untilClosed(response));
    const { examples: _examples, ...counts } = report;
    noteForAudit(response, { purge, ...counts });
    response.json(report);
  });
  return router;
}

/** The text of `similarTo` is a prompt, or may be: it is left out. */
function selectorForAudit({ selector, similarTo }: InvalidationOrder): object {
  return {
    ...selector,
    ...(similarTo === undefined ? {} : { similarTo: { threshold: similarTo.threshold } }),
  };
}

function noEntry(): InvalidRequestError {
  return new InvalidRequestError('There is no such entry.', {
    param: 'id',
    status: 404,
    code: 'no_such_entry',
  });
}
