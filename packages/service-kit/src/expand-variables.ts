/** `${NAME}`, `${NAME:-default}` and, as some files have it, `${NAME:default}`; `$${` stands for `${` itself. */
const REFERENCE = /\$?\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-?([^}]*))?\}/g;

export type Expanded = {
  readonly text: string;
  /** Named without a default and not set: each stands for nothing. */
  readonly missing: readonly string[];
};

/** Puts variables in their places. An empty variable counts as not set, as everywhere in the configuration. */
export function expandVariables(text: string, valueOf: (name: string) => string | undefined): Expanded {
  const missing: string[] = [];
  const expanded = text.replaceAll(REFERENCE, (whole: string, name: string, fallback?: string) => {
    if (whole.startsWith('$$')) return whole.slice(1);
    const value = valueOf(name) ?? '';
    if (value === '' && fallback === undefined) missing.push(name);
    return value === '' ? (fallback ?? '') : value;
  });
  return { text: expanded, missing };
}
