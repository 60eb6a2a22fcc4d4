import { closeSync, openSync, unwatchFile, watchFile } from 'node:fs';
import type { Clock } from '@strata/core';
import type { Logger } from '@strata/service-kit';
import type { ConfigReload } from './reload.ts';

const POLL_MS = 1_000;
/** Editors and deployments write in several steps: the last one is waited for. */
const SETTLE_MS = 250;

/** The part of `process` that signals need. */
export interface SignalledProcess {
  readonly pid: number;
  readonly stdin: { readonly isTTY?: boolean };
  on(event: 'SIGHUP', listener: () => void): unknown;
  off(event: 'SIGHUP', listener: () => void): unknown;
  kill(pid: number, signal: 'SIGTERM'): unknown;
}

export type OnChangeOptions = {
  /** The configuration file; without one there is only the signal. */
  readonly path: string | undefined;
  readonly process: SignalledProcess;
  readonly reload: ConfigReload;
  readonly clock: Clock;
  readonly logger: Logger;
};

/**
 * Reads the configuration again at SIGHUP and when its file changes. The file is polled by name: watches by inode miss
 * editors that replace it, mounted configuration whose links are switched, and network file systems.
 */
export function reloadOnSignalAndChange(options: OnChangeOptions): Disposable {
  const { path, process, reload, clock, logger } = options;
  const inTerminal = process.stdin.isTTY === true;
  const onSignal = (): void => {
    // The same signal says that the terminal is gone, and a proxy that was started in it ends with it.
    if (inTerminal && !hasTerminal()) process.kill(process.pid, 'SIGTERM');
    else reload.run(logger);
  };
  let cancel: (() => void) | undefined;
  const onChange = (): void => {
    cancel?.();
    cancel = clock.after(SETTLE_MS, () => reload.run(logger));
  };
  process.on('SIGHUP', onSignal);
  if (path !== undefined) watchFile(path, { interval: POLL_MS, persistent: false }, onChange);
  return {
    [Symbol.dispose]: () => {
      process.off('SIGHUP', onSignal);
      cancel?.();
      if (path !== undefined) unwatchFile(path, onChange);
    },
  };
}

function hasTerminal(): boolean {
  try {
    closeSync(openSync('/dev/tty', 'r'));
    return true;
  } catch {
    return false;
  }
}
