/** A configuration value as the text a person would have written. */
export function toText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(toText).join(',');
  return value === undefined || value === null ? '' : JSON.stringify(value);
}
