import { closeSync, openSync } from 'node:fs';
import type { Clock } from '@strata/core';
import type { Logger } from '@strata/service-kit';
import { fileSignature } from './file-signature.ts';
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
  const { path, process, reload, logger } = options;
  const inTerminal = process.stdin.isTTY === true;
  const onSignal = (): void => {
    // The same signal says that the terminal is gone, and a proxy that was started in it ends with it.
    if (inTerminal && !hasTerminal()) process.kill(process.pid, 'SIGTERM');
    else reload.run(logger);
  };
  process.on('SIGHUP', onSignal);
  const stopWatching = path === undefined ? () => {} : watchFile(path, options);
  return {
    [Symbol.dispose]: () => {
      process.off('SIGHUP', onSignal);
      stopWatching();
    },
  };
}

/** Begins with what was read at the start: a change while everything was put together is one, too. */
function watchFile(path: string, { reload, clock, logger }: OnChangeOptions): () => void {
  let seen = reload.accepted.signature;
  let cancelLook = (): void => {};
  let cancelReload = (): void => {};
  let over = false;
  const look = async (): Promise<void> => {
    const signature = await fileSignature(path);
    if (over) return;
    if (signature !== seen) {
      seen = signature;
      cancelReload();
      cancelReload = clock.after(SETTLE_MS, () => reload.run(logger));
    }
    cancelLook = clock.after(POLL_MS, () => void look());
  };
  void look();
  return () => {
    over = true;
    cancelLook();
    cancelReload();
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
