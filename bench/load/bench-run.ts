import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Findings } from './figures.ts';
import { HelperProcess } from './servers/helper-process.ts';
import type { UpstreamOptions } from './servers/upstream-server.ts';

/** What a section is given. */
export type BenchRun = {
  readonly findings: Findings;
  /** Shorter, with less data: to see that it works, not for numbers. */
  readonly quick: boolean;
  /** The root of another checkout to measure exact hits of, too. */
  readonly beside?: string | undefined;
  /** A fresh directory; removed at the end. */
  directory(): string;
  /** For people, on stderr. */
  say(text: string): void;
};

/** Directories of one run, removed with it. */
export class Scratch implements Disposable {
  readonly #root = mkdtempSync(join(tmpdir(), 'strata-bench-'));

  directory(): string {
    return mkdtempSync(join(this.#root, 'run-'));
  }

  [Symbol.dispose](): void {
    rmSync(this.#root, { recursive: true, force: true });
  }
}

export function startUpstream(options: UpstreamOptions): Promise<HelperProcess> {
  return HelperProcess.start('./upstream-server.ts', options);
}

/** How many chat requests the fake upstream has had. */
export async function upstreamCalls(upstream: HelperProcess): Promise<number> {
  return Number(await (await fetch(`http://127.0.0.1:${upstream.port}/`)).text());
}
