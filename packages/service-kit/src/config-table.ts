import type { ConfigSchema } from './config.ts';
import { fieldNotes, type FieldNotes } from './config-notes.ts';

/** The schema as a Markdown table for the documentation: variable, its key in a file where it has one, default, meaning. */
export function configTable(schema: ConfigSchema, keyInFile?: (variable: string) => string): string {
  const rows = Object.entries(schema.shape).map(([name, field]) => {
    const notes = fieldNotes(field);
    const key = keyInFile === undefined ? '' : ` ${keyInFile(name)} |`;
    return `| \`${name}\` |${key} ${defaultCell(notes)} | ${cell(notes.description)} |`;
  });
  const [key, rule] = keyInFile === undefined ? ['', ''] : [' in the file |', '---|'];
  return [`| variable |${key} default | meaning |`, `|---|${rule}---|---|`, ...rows].join('\n');
}

function defaultCell({ required, defaultText }: FieldNotes): string {
  if (required) return 'required';
  return defaultText === '' ? '' : `\`${cell(defaultText)}\``;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ').trim();
}
