const DAY_MS = 86_400_000;
const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: DAY_MS };

/** Milliseconds of `250ms`, `1.5s`, `5m`, `24h`, `7d`; a bare number counts in `bare` units. `undefined`: not one. */
export function parseDuration(text: string, bare: 'ms' | 's'): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)?$/i.exec(text.trim());
  if (match === null) return undefined;
  const value = Number(match[1]) * (UNIT_MS[(match[2] ?? bare).toLowerCase()] ?? Number.NaN);
  return Number.isFinite(value) ? Math.round(value) : undefined;
}

/** The shortest exact way to write it: 86400000 is `24h`, 2592000000 `30d`, 1500 `1500ms`. */
export function formatDuration(ms: number): string {
  if (ms === 0) return '0';
  const units = ms > DAY_MS ? ['d', 'h', 'm', 's'] : ['h', 'm', 's'];
  const unit = units.find((name) => ms % (UNIT_MS[name] ?? 1) === 0) ?? 'ms';
  return `${ms / (UNIT_MS[unit] ?? 1)}${unit}`;
}
