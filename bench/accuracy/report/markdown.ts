import type { Interval } from '../statistics.ts';

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [line(head), line(head.map((_, index) => (index === 0 ? '---' : '---:'))), ...rows.map(line)].join(
    '\n',
  );
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

export function percent(share: number, digits = 1): string {
  return !Number.isFinite(share) ? '–' : `${(share * 100).toFixed(digits)} %`;
}

export function interval(range: Interval, digits = 1): string {
  return `${(range.low * 100).toFixed(digits)}–${(range.high * 100).toFixed(digits)}`;
}

/** `4.0 % (2.1–6.9)` */
export function rateWithInterval(share: number, range: Interval): string {
  return `${percent(share)} (${interval(range)})`;
}
