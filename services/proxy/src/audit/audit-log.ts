import { appendFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeFolder } from '@strata/adapters/private-files';
import { messageOf, type Clock } from '@strata/core';
import type { Logger } from '@strata/service-kit';

/** What somebody did to the cache. Never a prompt, an answer or a key. */
export type AuditRecord = {
  /** `POST /admin/cache/invalidate`, with `{id}` for the entry's. */
  readonly action: string;
  readonly status: number;
  readonly requestId: string;
  /** The address the request came from. */
  readonly source: string;
  /** What it was done to, and how much of it there was. */
  readonly details: Readonly<Record<string, unknown>>;
};

/**
 * A file that is only ever appended to, a JSON object a line. A line that cannot be written is said in the log, and the
 * action stands: nobody should be unable to take an answer back because a disk is full.
 */
export class AuditLog implements AsyncDisposable {
  readonly #path: string;
  readonly #clock: Clock;
  readonly #logger: Logger;
  #writing: Promise<void> = Promise.resolve();

  constructor(options: { readonly path: string; readonly clock: Clock; readonly logger: Logger }) {
    this.#path = options.path;
    this.#clock = options.clock;
    this.#logger = options.logger;
  }

  /** Returns at once; lines are written in the order of the calls. */
  write({ action, status, requestId, source, details }: AuditRecord): void {
    const time = new Date(this.#clock.now()).toISOString();
    const who = { time, action, status, requestId, source };
    // Who and what it was comes first, and no detail of that name stands in its place.
    const line = `${JSON.stringify({ ...who, ...details, ...who })}\n`;
    this.#writing = this.#writing.then(() => this.#append(line));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#writing;
  }

  async #append(line: string): Promise<void> {
    try {
      // Each line opens the file: one that was moved away by a rotation is made anew.
      makeFolder(dirname(this.#path));
      await appendFile(this.#path, line, { mode: 0o600 });
    } catch (error) {
      this.#logger.error('An audit line could not be written', { error: messageOf(error), line });
    }
  }
}
