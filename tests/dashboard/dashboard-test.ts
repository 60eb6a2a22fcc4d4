import type { BrowserContextOptions } from 'playwright-core';
import { describe, test } from 'vitest';
import { FakeOpenAiServer } from '../../packages/contracts/src/fake-openai-server.ts';
import { launchChromium, missingChromium, PATIENT } from './chromium.ts';
import { openPage, type OpenedPage } from './opened-page.ts';
import { RunningProxy } from './running-proxy.ts';

type Variables = Readonly<Record<string, string>>;

export const ADMIN_KEY = 'the-admin-key';

const missing = missingChromium();

/** Tests that need a browser; where there is none they are skipped, and their name says why. */
export function describeInBrowser(name: string, tests: () => void): void {
  const note = missing === undefined ? '' : ` (skipped: ${missing})`;
  describe.skipIf(missing !== undefined)(`${name}${note}`, PATIENT, tests);
}

/** The variables of a proxy before this upstream. */
export function variablesFor(upstream: FakeOpenAiServer): Variables {
  return { OPENAI_BASE_URL: upstream.baseUrl, OPENAI_API_KEY: 'sk-test' };
}

/** A test with a page of its own; the browser and the proxy, configured by these variables, are one for the file. */
export function dashboardTest(
  variables: (upstream: FakeOpenAiServer) => Variables,
  options: BrowserContextOptions = { reducedMotion: 'reduce' },
) {
  return (
    test
      // oxlint-disable-next-line no-empty-pattern -- this is how Vitest reads that a fixture needs no other
      .extend('upstream', { scope: 'file' }, async ({}, { onCleanup }) => {
        const upstream = await FakeOpenAiServer.start();
        onCleanup(() => upstream.stop());
        return upstream;
      })
      .extend('proxy', { scope: 'file' }, async ({ upstream }, { onCleanup }) => {
        const proxy = await RunningProxy.start(variables(upstream));
        onCleanup(() => proxy.stop());
        return proxy;
      })
      // oxlint-disable-next-line no-empty-pattern -- as above
      .extend('browser', { scope: 'file' }, async ({}, { onCleanup }) => {
        const browser = await launchChromium();
        onCleanup(() => browser.close());
        return browser;
      })
      .extend(
        'openWith',
        ({ browser, onTestFinished }) =>
          async (asked: BrowserContextOptions): Promise<OpenedPage> => {
            const opened = await openPage(browser, asked);
            onTestFinished(() => opened.close());
            return opened;
          },
      )
      .extend('opened', ({ openWith }) => openWith(options))
      .extend('page', ({ opened }) => opened.page)
      .extend('show', ({ page, proxy }) => async (view: string): Promise<void> => {
        await page.goto(`${proxy.url}/dashboard/#/${view}`);
        await page.locator('h1').waitFor();
      })
      .extend('signIn', ({ page }) => async (): Promise<void> => {
        await page.getByLabel('Admin key').fill(ADMIN_KEY);
        await page.getByRole('button', { name: 'Sign in' }).click();
      })
  );
}
