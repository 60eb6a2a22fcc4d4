/** Whether a name fits one of the patterns: a name as it is, or with `*` for any run of characters. */
export type ModelFilter = (model: string) => boolean;

export function modelFilter(patterns: readonly string[]): ModelFilter {
  const exact = new Set(patterns.filter((pattern) => !pattern.includes('*')));
  const wild = patterns.filter((pattern) => pattern.includes('*')).map((pattern) => pattern.split('*'));
  return (model) => exact.has(model) || wild.some((parts) => fits(model, parts));
}

/** No regular expression: a name comes from the client, and this takes one pass whatever the pattern. */
function fits(model: string, parts: readonly string[]): boolean {
  const first = parts[0] ?? '';
  const last = parts.at(-1) ?? '';
  if (model.length < first.length + last.length || !model.startsWith(first) || !model.endsWith(last))
    return false;
  let from = first.length;
  const end = model.length - last.length;
  for (const part of parts.slice(1, -1)) {
    const at = model.indexOf(part, from);
    if (at === -1 || at + part.length > end) return false;
    from = at + part.length;
  }
  return true;
}
