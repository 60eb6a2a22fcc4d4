/**
 * What the dashboard costs the proxy: `node_modules/.bin/node tests/dashboard/polling-cost.ts [seconds a view]`. The proxy
 * is idle but for the page; its history is full. What comes out is kept in `bench/results/dashboard.json`.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { launchChromium } from './chromium.ts';
import { openPage } from './opened-page.ts';
import { RunningProxy } from './running-proxy.ts';
import { seedHistory } from './seeded-history.ts';

const SECONDS = Number(process.argv[2] ?? 30);
const LOADS = 9;
const VIEWS = ['', 'history', 'live', 'near-misses'];
const RESULTS = fileURLToPath(new URL('../../bench/results/dashboard.json', import.meta.url));

const folder = await mkdtemp(join(tmpdir(), 'strata-polling-'));
seedHistory(join(folder, 'history.sqlite'), { now: Date.now(), hours: 3 });
try {
  await using proxy = await RunningProxy.start({ DATA_DIR: folder });
  await using browser = await launchChromium();
  await proxy.ask('What is the capital of France?');
  await proxy.ask('What is the capital of France?');
  // What starting leaves to do.
  await delay(5_000);
  const busyBefore = loadavg()[0] ?? 0;
  const shares: Record<string, number> = {
    'without the page': report('without the page', await cpuShare(proxy.url)),
  };
  const load = await loadMs(browser, proxy.url);
  process.stdout.write(
    `Loaded in ${load.median} ms (median of ${LOADS}, nothing cached; the fastest ${load.fastest} ms)\n`,
  );
  for (const view of VIEWS) {
    const opened = await openPage(browser);
    await opened.page.goto(`${proxy.url}/dashboard/#/${view}`, { waitUntil: 'networkidle' });
    await delay(3_000);
    shares[`#/${view}`] = report(`#/${view}`, await cpuShare(proxy.url));
    await opened.close();
  }
  const results = {
    measured_at: new Date().toISOString(),
    node: process.version,
    cpu: `${cpus().length} x ${cpus()[0]?.model.trim() ?? ''}`,
    load_average: { before: round(busyBefore), after: round(loadavg()[0] ?? 0) },
    seconds_a_view: SECONDS,
    page_load_ms: load,
    cpu_percent_of_a_core: shares,
  };
  await writeFile(RESULTS, `${JSON.stringify(results, undefined, 2)}\n`);
} finally {
  await rm(folder, { recursive: true, force: true });
}

/**
 * Until the page and all that its first view needs are loaded. The fastest is what it takes where nothing else wants the
 * processor.
 */
async function loadMs(
  browser: Browser,
  url: string,
): Promise<{ readonly median: number; readonly fastest: number }> {
  const times: number[] = [];
  for (let load = 0; load < LOADS; load += 1) {
    const opened = await openPage(browser);
    await opened.page.goto(`${url}/dashboard/`);
    times.push(
      await opened.page.evaluate<number>(`performance.getEntriesByType('navigation')[0].loadEventEnd`),
    );
    await opened.close();
  }
  const [fastest = 0, ...others] = times.toSorted((a, b) => a - b);
  return { median: Math.round(others[Math.floor(LOADS / 2) - 1] ?? fastest), fastest: Math.round(fastest) };
}

/** Of one core, over the time of the measurement. */
async function cpuShare(url: string): Promise<number> {
  const [before, from] = [await cpuSeconds(url), performance.now()];
  await delay(SECONDS * 1_000);
  return ((await cpuSeconds(url)) - before) / ((performance.now() - from) / 1_000);
}

async function cpuSeconds(url: string): Promise<number> {
  const text = await fetch(`${url}/metrics`).then((response) => response.text());
  return Number(/^process_cpu_seconds_total (\S+)$/m.exec(text)?.[1]);
}

/** In per cent of a core. */
function report(what: string, share: number): number {
  process.stdout.write(`${(share * 100).toFixed(2).padStart(6)} % of a core  ${what}\n`);
  return round(share * 100);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
