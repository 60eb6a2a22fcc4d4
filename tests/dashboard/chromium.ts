import { existsSync } from 'node:fs';
import process from 'node:process';
import { chromium, type Browser } from 'playwright-core';

const EXECUTABLE = process.env['STRATA_CHROMIUM'] ?? '/usr/bin/chromium';

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * A browser starts many processes: on a busy machine a test may take long without being stuck. And Chromium drops what it
 * loads, even from this machine, whenever a network interface comes or goes, as with every container that starts:
 * `ERR_NETWORK_CHANGED` says nothing about the page, so a test may begin anew.
 */
export const PATIENT = { timeout: 60_000, retry: 3 };

/** Why the browser tests cannot run on this machine; `undefined` where they can. */
export function missingChromium(): string | undefined {
  if (existsSync(EXECUTABLE)) return undefined;
  const reason = `no Chromium at ${EXECUTABLE} (STRATA_CHROMIUM names another place)`;
  if (process.env['STRATA_REQUIRE_CHROMIUM'] === '1') throw new Error(`Chromium is required here: ${reason}`);
  process.stderr.write(`Dashboard tests skipped: ${reason}\n`);
  return reason;
}

export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: EXECUTABLE, args: FLAGS });
}
