import { messageOf, type Clock } from '@strata/core';
import type { Logger } from '@strata/service-kit';
import { HistoryFile } from './history-file.ts';
import type { HistoryReading } from './history-reading.ts';
import { growth } from './history-sample.ts';
import { historySpan, historyView, type HistoryView } from './history-view.ts';

export type HistoryOptions = {
  /** The database file; made with its directory. */
  readonly path: string;
  readonly read: () => Promise<HistoryReading>;
  /** Brings gauges up to date that nobody pushes. */
  readonly refresh: () => Promise<void>;
  readonly clock: Clock;
  readonly logger: Logger;
};

const SAMPLE_EVERY_MS = 10_000;
/** To count entries makes a store work. */
const REFRESH_EVERY_MS = 60_000;

/**
 * What the dashboard draws over time, kept beside the process so that it outlives a restart. It never costs a request: a
 * disk that cannot be written is said once, and what was counted meanwhile goes with the first sample that can.
 */
export class History implements AsyncDisposable {
  readonly #options: HistoryOptions;
  #file: HistoryFile | undefined;
  #counted: ReadonlyMap<string, number> = new Map();
  #refreshedAt = Number.NEGATIVE_INFINITY;
  #failing = false;
  #sampling: Promise<void> | undefined;
  #cancel: () => void = () => undefined;
  #closed = false;

  constructor(options: HistoryOptions) {
    this.#options = options;
    this.#schedule();
  }

  /** What happened since an instant, up to now; `stepMs` absent: as finely as it is kept for so long. */
  async view(asked: { readonly since: number; readonly stepMs: number | undefined }): Promise<HistoryView> {
    await this.#sample();
    const now = this.#options.clock.now();
    const span = historySpan({ ...asked, now });
    return historyView(this.#rows(span.keptStepMs, span.since), { ...span, until: now });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#cancel();
    await this.#sample();
    this.#closed = true;
    this.#file?.[Symbol.dispose]();
  }

  #schedule(): void {
    this.#cancel = this.#options.clock.after(SAMPLE_EVERY_MS, () => {
      this.#schedule();
      void this.#sample();
    });
  }

  /** One at a time; never rejects. */
  #sample(): Promise<void> {
    this.#sampling ??= this.#takeSample()
      .catch((error: unknown) => this.#failed(error))
      .finally(() => {
        this.#sampling = undefined;
      });
    return this.#sampling;
  }

  async #takeSample(): Promise<void> {
    if (this.#closed) return;
    const { read, clock } = this.#options;
    await this.#refresh();
    const { counters, gauges } = await read();
    const counts = growth(this.#counted, counters);
    this.#opened().add(clock.now(), { counts, gauges: Object.fromEntries(gauges) });
    this.#counted = counters;
    this.#failing = false;
  }

  async #refresh(): Promise<void> {
    const now = this.#options.clock.elapsed();
    if (now - this.#refreshedAt < REFRESH_EVERY_MS) return;
    this.#refreshedAt = now;
    await this.#options.refresh();
  }

  #opened(): HistoryFile {
    const { path, logger } = this.#options;
    this.#file ??= new HistoryFile(path, (problem) => logger.warn(problem, { part: 'history' }));
    return this.#file;
  }

  #rows(stepMs: number, since: number): ReturnType<HistoryFile['rows']> {
    try {
      return this.#file?.rows(stepMs, since) ?? [];
    } catch (error) {
      this.#failed(error);
      return [];
    }
  }

  #failed(error: unknown): void {
    // Opened anew the next time: somebody may have removed the folder, or made room.
    this.#close();
    if (this.#failing) return;
    this.#failing = true;
    const { logger, path } = this.#options;
    logger.warn('The dashboard’s history cannot be written; requests go on without', {
      path,
      cause: messageOf(error),
    });
  }

  #close(): void {
    try {
      this.#file?.[Symbol.dispose]();
    } catch {
      // It is given up all the same.
    }
    this.#file = undefined;
  }
}
