import { z } from 'zod';
import { ConfigError, type ConfigProblem } from './config-error.ts';
import { fieldNotes } from './config-notes.ts';
import type { ConfigSource } from './config-sources.ts';
import { unknownVariableWarnings } from './config-warnings.ts';
import { issueWording } from './issue-problems.ts';
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
  /** What was found wrong before, in reading a file: told together with the rest. */
  readonly problems?: readonly ConfigProblem[];
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
  const problems = [...(options.problems ?? []), ...overruledProblems(options, given)];
  if (!parsed.success)
    problems.push(...parsed.error.issues.map((issue) => toProblem(issue, { schema, given })));
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  return {
    values: parsed.data,
    warnings: unknownVariableWarnings({ known: [...names, ...(options.alsoKnown ?? [])], sources }),
    describe: () => names.map((name) => describeLine(name, { schema, given, values: parsed.data })),
  };
}

type GivenValue = { readonly value: unknown; readonly source: ConfigSource };
type Given = ReadonlyMap<string, GivenValue>;

function pick(names: readonly string[], sources: readonly ConfigSource[]): Given {
  const given = new Map<string, GivenValue>();
  for (const source of sources.toReversed()) {
    for (const name of names) {
      const value = clean(Object.hasOwn(source.values, name) ? source.values[name] : undefined);
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

/** A file is checked whole: also what another layer says over it. */
function overruledProblems(
  { schema, sources }: LoadOptions<ConfigSchema>,
  given: Given,
): readonly ConfigProblem[] {
  return sources.flatMap((source) =>
    Object.entries(source.origin === undefined ? {} : source.values).flatMap(([name, value]) => {
      const field = schema.shape[name];
      if (!(field instanceof z.ZodType) || given.get(name)?.source === source) return [];
      const issues = field.safeParse(clean(value)).error?.issues ?? [];
      const own = new Map([[name, { value, source }]]);
      return issues.map((issue) => toProblem({ ...issue, path: [name] }, { schema, given: own }));
    }),
  );
}

type Context = { readonly schema: ConfigSchema; readonly given: Given };

function toProblem(issue: z.core.$ZodIssue, { schema, given }: Context): ConfigProblem {
  const path = issue.path.map(String).join('.');
  const origin = given.get(path);
  const message = issueWording(issue);
  if (origin === undefined) return { path, message, source: 'default' };
  const shown = redact(toText(origin.value), fieldNotes(schema.shape[path]));
  const place = origin.source.origin?.(path) ?? { path, source: origin.source.name };
  return { ...place, message: `${message}, but is "${shown}"` };
}

function describeLine(
  name: string,
  context: Context & { values: Readonly<Record<string, unknown>> },
): ConfigLine {
  const notes = fieldNotes(context.schema.shape[name]);
  const value = context.values[name];
  const shown = value === undefined ? '' : redact(notes.format(value), notes);
  return { name, value: shown, source: context.given.get(name)?.source.name ?? 'default' };
}
