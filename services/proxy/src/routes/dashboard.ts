import { createRequire } from 'node:module';
import express, { Router } from 'express';

/** Nothing but our own files: a prompt shown on the page must never become code. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The charts' library, as its package ships it for browsers. */
const VENDOR: Readonly<Record<string, string>> = {
  'uplot.js': 'uplot/dist/uPlot.iife.min.js',
  'uplot.css': 'uplot/dist/uPlot.min.css',
};

/** The static dashboard under `/dashboard/`; the root leads there. */
export function dashboardRoutes(folder: string): Router {
  const router = Router();
  router.get('/', (_request, response) => {
    response.redirect(302, '/dashboard/');
  });
  router.use('/dashboard', (_request, response, next) => {
    response.set({
      'content-security-policy': CONTENT_SECURITY_POLICY,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
    next();
  });
  const { resolve } = createRequire(import.meta.url);
  for (const [name, file] of Object.entries(VENDOR)) {
    // The package manager keeps packages in a folder whose name begins with a dot.
    const path = resolve(file);
    router.get(`/dashboard/vendor/${name}`, (_request, response) => {
      response.sendFile(path, { dotfiles: 'allow', maxAge: 0 });
    });
  }
  router.use('/dashboard', express.static(folder, { index: 'index.html', maxAge: 0 }));
  return router;
}
