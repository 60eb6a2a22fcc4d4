import { readFileSync, writeFileSync } from 'node:fs';

/** Begins a new reckoning of how much memory the process has held at most. Where the system has no `/proc`: nothing. */
export function forgetPeak(pid: number): void {
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, '5');
  } catch {
    // Then the peak is that since its start.
  }
}

/** Resident memory at its highest, in MB; NaN where the system has no `/proc`. */
export function peakMb(pid: number): number {
  try {
    const kb = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kb ?? Number.NaN) / 1024;
  } catch {
    return Number.NaN;
  }
}
