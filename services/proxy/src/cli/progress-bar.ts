import type { CliIo } from './cli-io.ts';

const WIDTH = 24;
const REDRAW_MS = 100;
/** Where lines stay: in a log file, say. */
const LINE_MS = 5_000;

/** How far long work is, on standard error: one line drawn over itself on a terminal, a line now and then elsewhere. */
export class ProgressBar {
  readonly #io: Pick<CliIo, 'tell' | 'isTerminal' | 'elapsed'>;
  readonly #what: string;
  readonly #startedAt: number;
  #saidAt: number;

  constructor(io: Pick<CliIo, 'tell' | 'isTerminal' | 'elapsed'>, what: string) {
    this.#io = io;
    this.#what = what;
    this.#startedAt = io.elapsed();
    this.#saidAt = io.isTerminal ? Number.NEGATIVE_INFINITY : this.#startedAt;
  }

  /** `total`: unknown where it is absent. */
  update(done: number, total?: number): void {
    const now = this.#io.elapsed();
    if (now - this.#saidAt < (this.#io.isTerminal ? REDRAW_MS : LINE_MS)) return;
    this.#saidAt = now;
    this.#draw(done, total);
  }

  /** Leaves the last state standing, and begins a new line. */
  end(done: number, total?: number): void {
    if (!this.#io.isTerminal) return;
    this.#draw(done, total);
    this.#io.tell('\n');
  }

  #draw(done: number, total: number | undefined): void {
    const seconds = (this.#io.elapsed() - this.#startedAt) / 1000;
    const rate = seconds > 0 ? `, ${count(Math.round(done / seconds))}/s` : '';
    const of = total === undefined ? '' : ` of ${count(total)}`;
    const line = `${bar(done, total)}${count(done)}${of} ${this.#what}${rate}`;
    this.#io.tell(this.#io.isTerminal ? `\r\u001B[K${line}` : `${line}\n`);
  }
}

function bar(done: number, total: number | undefined): string {
  if (total === undefined || total <= 0) return '';
  const share = Math.min(1, done / total);
  const full = Math.floor(share * WIDTH);
  return `[${'#'.repeat(full)}${'-'.repeat(WIDTH - full)}] ${String(Math.floor(share * 100)).padStart(3)} %  `;
}

export function count(value: number): string {
  return value.toLocaleString('en-US');
}
