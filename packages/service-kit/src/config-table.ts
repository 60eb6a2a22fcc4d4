import type { ConfigSchema } from './config.ts';
import { fieldNotes, type FieldNotes } from './config-notes.ts';

/** The schema as a Markdown table for the documentation: variable, default, meaning. */
export function configTable(schema: ConfigSchema): string {
  const rows = Object.entries(schema.shape).map(([name, field]) => {
    const notes = fieldNotes(field);
    return `| \`${name}\` | ${defaultCell(notes)} | ${cell(notes.description)} |`;
  });
  return ['| variable | default | meaning |', '|---|---|---|', ...rows].join('\n');
}

function defaultCell({ required, defaultText }: FieldNotes): string {
  if (required) return 'required';
  return defaultText === '' ? '' : `\`${cell(defaultText)}\``;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ').trim();
}
