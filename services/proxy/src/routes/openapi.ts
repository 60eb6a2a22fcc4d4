import { fileURLToPath } from 'node:url';
import express, { Router } from 'express';
import { openApiDocument } from './openapi-document.ts';
import { pageHeaders } from './page-headers.ts';

const PAGE = fileURLToPath(new URL('../../docs-page', import.meta.url));

/** `/api-docs/openapi.json`, and `/docs`: a page of our own that shows it, without a script from elsewhere. */
export function openApiRoutes(version: string): Router {
  const router = Router();
  let text: string | undefined;
  router.get('/api-docs/openapi.json', (_request, response) => {
    text ??= JSON.stringify(openApiDocument(version));
    response.type('application/json').send(text);
  });
  router.use('/docs', pageHeaders);
  router.get('/docs', (_request, response) => {
    response.sendFile('index.html', { root: PAGE, maxAge: 0 });
  });
  router.use('/docs', express.static(PAGE, { index: false, maxAge: 0 }));
  return router;
}
