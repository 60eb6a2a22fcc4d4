import type { z } from 'zod';
import { ConfigError, type ConfigProblem } from './config-error.ts';
import { fieldNotes } from './config-notes.ts';
import type { ConfigSource } from './config-sources.ts';
import { unknownVariableWarnings } from './config-warnings.ts';
import { redact } from './redact.ts';
import { toText } from './to-text.ts';

export { ConfigError, type ConfigProblem } from './config-error.ts';
export { dotenvSource, standardSources, type ConfigSource, type Environment } from './config-sources.ts';

/** A flat object of fields named like environment variables: see `config-fields.ts`. */
export type ConfigSchema = z.ZodObject;

export type LoadedConfig<T> = {
  readonly values: T;
  /** Sentences for the log: variables nobody reads, most likely misspelt. */
  readonly warnings: readonly string[];
  /** Every variable with its value and layer, safe to print: secrets and passwords in URLs are masked. */
  describe(): readonly ConfigLine[];
};

export type ConfigLine = { readonly name: string; readonly value: string; readonly source: string };

export type LoadOptions<S extends ConfigSchema> = {
  readonly schema: S;
  /** Highest precedence first. */
  readonly sources: readonly ConfigSource[];
  /** Variables that another program of the project reads: no warning about them. */
  readonly alsoKnown?: readonly string[];
};

/**
 * Reads the configuration. Values are trimmed; an empty one counts as not given, so that the next layer or the
 * default holds (Compose passes `${NAME:-}` that way).
 *
 * @throws ConfigError with all problems at once
 */
export function loadConfig<S extends ConfigSchema>(options: LoadOptions<S>): LoadedConfig<z.output<S>> {
  const { schema, sources } = options;
  const names = Object.keys(schema.shape);
  const given = pick(names, sources);
  const parsed = schema.safeParse(Object.fromEntries([...given].map(([name, { value }]) => [name, value])));
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((issue) => toProblem(issue, { schema, given })));
  }
  return {
    values: parsed.data,
    warnings: unknownVariableWarnings({ known: [...names, ...(options.alsoKnown ?? [])], sources }),
    describe: () => names.map((name) => describeLine(name, { schema, given, values: parsed.data })),
  };
}

type Given = ReadonlyMap<string, { readonly value: unknown; readonly source: string }>;

function pick(names: readonly string[], sources: readonly ConfigSource[]): Given {
  const given = new Map<string, { value: unknown; source: string }>();
  for (const { name: source, values } of sources.toReversed()) {
    for (const name of names) {
      const value = clean(Object.hasOwn(values, name) ? values[name] : undefined);
      if (value !== undefined) given.set(name, { value, source });
    }
  }
  return given;
}

function clean(value: unknown): unknown {
  if (value === null) return undefined;
  if (typeof value !== 'string') return value;
  const trimmed = value.trim();
  return trimmed === '' ? undefined : trimmed;
}

type Context = { readonly schema: ConfigSchema; readonly given: Given };

function toProblem(issue: z.core.$ZodIssue, { schema, given }: Context): ConfigProblem {
  const path = issue.path.map(String).join('.');
  const origin = given.get(path);
  const message = wording(issue);
  if (origin === undefined) return { path, message, source: 'default' };
  const shown = redact(toText(origin.value), fieldNotes(schema.shape[path]));
  return { path, message: `${message}, but is "${shown}"`, source: origin.source };
}

/** Our own fields word their problems to follow the name; zod's choices are brought into the same form. */
function wording(issue: z.core.$ZodIssue): string {
  return issue.code === 'invalid_value' ? `must be one of ${issue.values.join(', ')}` : issue.message;
}

function describeLine(
  name: string,
  context: Context & { values: Readonly<Record<string, unknown>> },
): ConfigLine {
  const notes = fieldNotes(context.schema.shape[name]);
  const value = context.values[name];
  const shown = value === undefined ? '' : redact(notes.format(value), notes);
  return { name, value: shown, source: context.given.get(name)?.source ?? 'default' };
}
