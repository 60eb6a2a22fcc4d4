import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium, missingChromium, PATIENT } from './chromium.ts';
import { openPage } from './opened-page.ts';
import { RunningProxy } from './running-proxy.ts';

const missing = missingChromium();
const QUESTION = 'What is the capital of France?';

/** Two proxies start one after the other. */
const LONGER = { ...PATIENT, timeout: 240_000 };

describe.skipIf(missing !== undefined)(`the history on the dashboard${note()}`, LONGER, () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'strata-history-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const counts = async (page: Page): Promise<unknown> => {
    await page.locator('[data-chart="requests"] canvas').waitFor();
    return await page.evaluate(
      `Object.fromEntries([...document.querySelectorAll('[data-chart="requests"] [data-line]')]
        .map((line) => [line.dataset.line, line.querySelector('b').textContent]))`,
    );
  };

  it('survives a reload, and a restart of the proxy, while the counters begin anew', async () => {
    const DATA_DIR = await mkdtemp(join(folder, 'data-'));
    await using browser = await launchChromium();
    const { page } = await openPage(browser);
    await using before = await RunningProxy.start({ DATA_DIR });
    expect(await before.ask(QUESTION)).toBe('miss');
    expect(await before.ask(QUESTION)).toBe('exact-hit');
    await page.goto(`${before.url}/dashboard/#/history`);
    const seen = { miss: '1', 'exact-hit': '1' };
    expect(await counts(page)).toEqual(seen);
    await page.reload();
    expect(await counts(page)).toEqual(seen);
    expect(await before.ask(QUESTION)).toBe('exact-hit');
    await before.stop();

    await using after = await RunningProxy.start({ DATA_DIR });
    await page.goto(`${after.url}/dashboard/`);
    await page.getByText('Waiting for the first request').waitFor();
    await page.goto(`${after.url}/dashboard/#/history`);
    expect(await counts(page)).toEqual({ miss: '1', 'exact-hit': '2' });
    expect(await after.ask(QUESTION)).toBe('exact-hit');
    await page.reload();
    expect(await counts(page)).toEqual({ miss: '1', 'exact-hit': '3' });
  });
});

function note(): string {
  return missing === undefined ? '' : ` (skipped: ${missing})`;
}
