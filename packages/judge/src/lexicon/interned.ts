/** Bounded: only so much is remembered, and nothing that is no word. */
const MOST = 20_000;
const LONGEST_CHARS = 40;
const known = new Map<string, string>();

/**
 * The same text as the engine keeps the names of properties, once each. A verdict compares words some thousand times; two of
 * these are told apart by where they stand in memory, without a look at their letters.
 */
export function interned(text: string): string {
  const found = known.get(text);
  if (found !== undefined) return found;
  if (text.length > LONGEST_CHARS) return text;
  const [name = text] = Object.keys({ [text]: 0 });
  if (known.size >= MOST) known.clear();
  known.set(name, name);
  return name;
}
