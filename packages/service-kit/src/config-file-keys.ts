/**
 * What a variable is called in the configuration file: `SEMANTIC_POLICY` is `policy` under `semantic`. The first word is
 * the section where it is one of the sections, else the whole name stands at the top: `PORT` is `port`.
 */
export function fileKeyOf(
  variable: string,
  sections: readonly string[],
): readonly [string] | readonly [string, string] {
  const name = variable.toLowerCase();
  const end = name.indexOf('_');
  const section = name.slice(0, end);
  return end > 0 && sections.includes(section) ? [section, name.slice(end + 1)] : [name];
}
