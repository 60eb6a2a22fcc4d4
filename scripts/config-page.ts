import { FILE_GROUPS, FILE_VARIABLES, fileSectionsSchema } from '@strata/proxy-service/config-file/sections';
import { fileInputSchema, fileKeyOf } from '@strata/service-kit';

type JsonSchema = {
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
};

/** What a variable is called in the file; empty for the one that names the file. */
export function keyInFile(variable: string): string {
  const known = FILE_VARIABLES.some((name) => name === variable);
  return known ? `\`${fileKeyOf(variable, FILE_GROUPS).join('.')}\`` : '';
}

/** The sections that only the file has, a row for each of their settings. */
export function sectionsTable(): string {
  const schema = fileInputSchema(fileSectionsSchema) as JsonSchema;
  return ['| setting | default | meaning |', '|---|---|---|', ...rowsOf(schema, '')].join('\n');
}

function rowsOf(schema: JsonSchema, prefix: string): readonly string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, member]) => {
    const path = `${prefix}${name}`;
    const isRequired = schema.required?.includes(name) === true;
    const row = `| \`${path}\` | ${isRequired ? 'required' : defaultOf(member)} | ${cell(member.description ?? '')} |`;
    const inner =
      member.items === undefined ? rowsOf(member, `${path}.`) : rowsOf(member.items, `${path}[].`);
    return [row, ...inner];
  });
}

function defaultOf({ default: value }: JsonSchema): string {
  const isEmpty =
    value === undefined || value === '' || JSON.stringify(value) === '{}' || JSON.stringify(value) === '[]';
  return isEmpty ? '' : `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ').trim();
}
