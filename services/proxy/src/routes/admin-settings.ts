import type { Clock } from '@strata/core';
import { errorBody, type Logger } from '@strata/service-kit';
import { Router } from 'express';
import { noteForAudit } from '../audit/audit-trail.ts';
import type { ConfigReload } from '../config-file/reload.ts';
import type { ManagedSettings } from '../managed/managed-settings.ts';
import { keyView, providerView } from '../managed/views.ts';
import { jsonObject, textBody } from './read-json.ts';

export type AdminSettingsOptions = {
  readonly managed: ManagedSettings;
  readonly reload: ConfigReload;
  /** Must have come to its end before a first provider can be taken into use. */
  readonly prepareProviders: () => Promise<void>;
  readonly clock: Clock;
  readonly logger: Logger;
};

/** `/admin/v1`: providers, clients' keys and the configuration. What is written is in force after a reload. */
export function adminSettingsRoutes(options: AdminSettingsOptions): Router {
  const router = Router();
  providerRoutes(router, options);
  keyRoutes(router, options);
  configRoutes(router, options);
  return router;
}

function providerRoutes(router: Router, { managed, prepareProviders }: AdminSettingsOptions): void {
  const { providers } = managed;
  const view = (settings: Parameters<typeof providerView>[0]): object =>
    providerView(settings, providers.managed(settings.name) === undefined ? 'file' : 'api');
  router.get('/admin/v1/providers', (_request, response) => {
    response.json({ version: managed.version.version, providers: providers.list().map(view) });
  });
  router.post('/admin/v1/providers', textBody, async (request, response) => {
    await prepareProviders();
    const made = managed.createProvider(jsonObject(request.body));
    // Its path does not say it, as those of all later changes do.
    noteForAudit(response, { name: made.name, version: managed.version.version });
    response.status(201).json(view(made));
  });
  router.get('/admin/v1/providers/:id', (request, response) => {
    response.json(view(providers.get(request.params.id)));
  });
  router.put<{ id: string }>('/admin/v1/providers/:id', textBody, (request, response) => {
    response.json(view(managed.replaceProvider(request.params.id, jsonObject(request.body))));
    noteForAudit(response, { version: managed.version.version });
  });
  router.delete('/admin/v1/providers/:id', (request, response) => {
    providers.remove(request.params.id);
    noteForAudit(response, { version: managed.version.version });
    response.status(204).end();
  });
}

function keyRoutes(router: Router, { managed }: AdminSettingsOptions): void {
  const { keys } = managed;
  const view = (settings: Parameters<typeof keyView>[0]): object =>
    keyView(settings, {
      source: keys.managed(settings.name) === undefined ? 'file' : 'api',
      preview: managed.previewOf(settings),
    });
  router.get('/admin/v1/master-keys', (_request, response) => {
    response.json({ version: managed.version.version, master_keys: keys.list().map(view) });
  });
  router.post('/admin/v1/master-keys', textBody, (request, response) => {
    const { settings, made } = managed.createKey(jsonObject(request.body));
    noteForAudit(response, { name: settings.name, version: managed.version.version });
    response.status(201).json({ ...view(settings), ...(made !== undefined && { key: made }) });
  });
  router.get('/admin/v1/master-keys/:id', (request, response) => {
    response.json(view(keys.get(request.params.id)));
  });
  router.put<{ id: string }>('/admin/v1/master-keys/:id', textBody, (request, response) => {
    response.json(view(managed.replaceKey(request.params.id, jsonObject(request.body))));
    noteForAudit(response, { version: managed.version.version });
  });
  router.delete('/admin/v1/master-keys/:id', (request, response) => {
    keys.remove(request.params.id);
    noteForAudit(response, { version: managed.version.version });
    response.status(204).end();
  });
}

function configRoutes(router: Router, options: AdminSettingsOptions): void {
  const { managed, reload, prepareProviders, clock, logger } = options;
  router.get('/admin/v1/config/version', (_request, response) => {
    const { version, changedAt } = managed.version;
    response.json({ version, timestamp: new Date(changedAt).toISOString() });
  });
  router.post('/admin/v1/config/reload', async (_request, response) => {
    await prepareProviders();
    const result = reload.run(logger);
    const { version } = managed.version;
    noteForAudit(response, { version, result });
    if (result === 'refused') {
      const message = reload.problem ?? 'The configuration cannot be used.';
      response.status(400).json(errorBody({ status: 400, message, code: 'invalid_config' }));
    } else response.json({ version, result, timestamp: new Date(clock.now()).toISOString() });
  });
}
