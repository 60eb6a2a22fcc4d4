import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import express, { Router } from 'express';
import { compressedFiles } from './compressed-files.ts';
import { pageHeaders } from './page-headers.ts';

const { resolve } = createRequire(import.meta.url);

/** The charts' library, as its package ships it for browsers. */
const VENDOR: ReadonlyMap<string, string> = new Map([
  ['/vendor/uplot.js', resolve('uplot/dist/uPlot.iife.min.js')],
  ['/vendor/uplot.css', resolve('uplot/dist/uPlot.min.css')],
]);

/** The static dashboard under `/dashboard/`; the root leads there. */
export function dashboardRoutes(folder: string): Router {
  const router = Router();
  router.get('/', (_request, response) => {
    response.redirect(302, '/dashboard/');
  });
  router.use('/dashboard', pageHeaders);
  router.use('/dashboard', compressedFiles(filesOf(folder)));
  for (const [path, file] of VENDOR) {
    router.get(`/dashboard${path}`, (_request, response) => {
      // The package manager keeps packages in a folder whose name begins with a dot.
      response.sendFile(file, { dotfiles: 'allow', maxAge: 0 });
    });
  }
  router.use('/dashboard', express.static(folder, { index: 'index.html', maxAge: 0 }));
  return router;
}

/** The page's texts by their path below `/dashboard`, and the charts' library among them. */
function filesOf(folder: string): ReadonlyMap<string, string> {
  const own = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:html|css|js|svg)$/.test(name))
    .map((name) => [`/${name.replaceAll('\\', '/')}`, join(folder, name)] as const);
  return new Map([...own, ...VENDOR]);
}
