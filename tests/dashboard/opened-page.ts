import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** A page in a browser profile of its own, and everything it complained about. */
export type OpenedPage = {
  readonly page: Page;
  /** Console errors, uncaught exceptions and violations of the content security policy. */
  readonly complaints: readonly string[];
  /** Every address the page asked for. */
  readonly requested: readonly string[];
  close(): Promise<void>;
};

export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<OpenedPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  const requested: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => requested.push(request.url()));
  return { page, complaints, requested, close: () => context.close() };
}
