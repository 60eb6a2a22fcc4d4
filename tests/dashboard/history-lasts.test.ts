import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchChromium } from './chromium.ts';
import { describeInBrowser } from './dashboard-test.ts';
import { chartLegend } from './numbers-on-page.ts';
import { openPage } from './opened-page.ts';
import { RunningProxy } from './running-proxy.ts';

const QUESTION = 'What is the capital of France?';

/** Two proxies start one after the other. */
const LONGER = { timeout: 240_000 };

describeInBrowser('the history on the dashboard', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'strata-history-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('survives a reload, and a restart of the proxy, while the counters begin anew', LONGER, async () => {
    const DATA_DIR = await mkdtemp(join(folder, 'data-'));
    await using browser = await launchChromium();
    const { page } = await openPage(browser);
    await using before = await RunningProxy.start({ DATA_DIR });
    expect(await before.ask(QUESTION)).toBe('miss');
    expect(await before.ask(QUESTION)).toBe('exact-hit');
    await page.goto(`${before.url}/dashboard/#/history`);
    const seen = { miss: '1', 'exact-hit': '1' };
    expect(await chartLegend(page, 'requests')).toEqual(seen);
    await page.reload();
    expect(await chartLegend(page, 'requests')).toEqual(seen);
    expect(await before.ask(QUESTION)).toBe('exact-hit');
    await before.stop();

    await using after = await RunningProxy.start({ DATA_DIR });
    await page.goto(`${after.url}/dashboard/`);
    await page.getByText('Waiting for the first request').waitFor();
    await page.goto(`${after.url}/dashboard/#/history`);
    expect(await chartLegend(page, 'requests')).toEqual({ miss: '1', 'exact-hit': '2' });
    expect(await after.ask(QUESTION)).toBe('exact-hit');
    await page.reload();
    expect(await chartLegend(page, 'requests')).toEqual({ miss: '1', 'exact-hit': '3' });
  });
});
