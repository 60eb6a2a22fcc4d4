const KB = 1024;
const UNIT_BYTES: Readonly<Record<string, number>> = { b: 1, kb: KB, mb: KB ** 2, gb: KB ** 3 };

/** Bytes of `65536`, `64kb`, `5mb`, `2gb` (powers of 1024; `k` and `KiB` are the same). `undefined`: not a size. */
export function parseBytes(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*(?:([kmg])i?)?b?$/i.exec(text);
  if (match === null) return undefined;
  const bytes = Math.round(Number(match[1]) * (UNIT_BYTES[`${match[2] ?? ''}b`.toLowerCase()] ?? Number.NaN));
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}

/** The shortest exact way to write it: 5242880 is `5mb`, 1500 is `1500`. */
export function formatBytes(bytes: number): string {
  const unit =
    bytes === 0 ? undefined : ['gb', 'mb', 'kb'].find((name) => bytes % (UNIT_BYTES[name] ?? 1) === 0);
  return unit === undefined ? String(bytes) : `${bytes / (UNIT_BYTES[unit] ?? 1)}${unit}`;
}
