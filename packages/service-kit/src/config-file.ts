import { readFileSync } from 'node:fs';
import { messageOf } from '@strata/core';
import type { z } from 'zod';
import type { ConfigProblem } from './config-error.ts';
import { fileKeyOf } from './config-file-keys.ts';
import type { ConfigSource } from './config-sources.ts';
import type { ConfigSchema } from './config.ts';
import { issueProblems, unknownKey } from './issue-problems.ts';
import { schemaKeys } from './schema-keys.ts';
import { readYamlTree, type KeyPath, type YamlTree } from './yaml-tree.ts';

export type ConfigFileOptions<S extends ConfigSchema> = {
  readonly path: string;
  /** The variables that the file can say by their keys; see `fileKeyOf`. */
  readonly variables: readonly string[];
  readonly groups: readonly string[];
  /** What only a file can say: providers, keys and the like. */
  readonly sections: S;
  readonly variable: (name: string) => string | undefined;
};

export type ConfigFile<T> = {
  /** The variables that the file says, as one more layer for `loadConfig`. */
  readonly source: ConfigSource;
  /** Absent when the file has problems in them. */
  readonly sections: T | undefined;
  readonly problems: readonly ConfigProblem[];
  readonly warnings: readonly string[];
};

/** Reads a configuration file. Never throws: what is wrong with it is in `problems`, all at once. */
export function readConfigFile<S extends ConfigSchema>(
  options: ConfigFileOptions<S>,
): ConfigFile<z.output<S>> {
  const { path: name, variable } = options;
  let text: string;
  try {
    text = readFileSync(name, 'utf8');
  } catch (error) {
    const problem = { path: name, message: `cannot be read: ${messageOf(error)}`, source: 'CONFIG_PATH' };
    return { source: { name, values: {} }, sections: undefined, problems: [problem], warnings: [] };
  }
  const tree = readYamlTree({ text, name, variable });
  const root = isMapping(tree.value) ? tree.value : {};
  const problems = [...tree.problems];
  if (root !== tree.value) problems.push({ path: '', message: 'must hold a mapping', source: name });
  const flat = flatValues(root, options, tree);
  const sections = sectionValues(root, options.sections, tree);
  return {
    source: flat.source,
    sections: sections.values,
    problems: [...problems, ...flat.problems, ...sections.problems],
    warnings: tree.warnings,
  };
}

type Mapping = Readonly<Record<string, unknown>>;

function flatValues(
  root: Mapping,
  { path: name, variables, groups, sections }: ConfigFileOptions<ConfigSchema>,
  tree: YamlTree,
): { readonly source: ConfigSource; readonly problems: readonly ConfigProblem[] } {
  const keys = new Map(variables.map((variable) => [fileKeyOf(variable, groups).join('.'), variable]));
  const values: Record<string, unknown> = {};
  const problems: ConfigProblem[] = [];
  const refuse = (path: KeyPath, message: string): void => {
    problems.push({ path: path.map(String).join('.'), message, source: tree.at(path) });
  };
  const take = (path: readonly string[], value: unknown): void => {
    const variable = keys.get(path.join('.'));
    if (variable === undefined)
      refuse(path, unknownKey(path.join('.'), [...keys.keys(), ...Object.keys(sections.shape)]));
    else if (isMapping(value)) refuse(path, 'must be a value, not a mapping');
    else values[variable] = value;
  };
  for (const [key, value] of Object.entries(root)) {
    if (Object.hasOwn(sections.shape, key)) continue;
    if (!groups.includes(key)) take([key], value);
    else if (isMapping(value))
      for (const [inner, innerValue] of Object.entries(value)) take([key, inner], innerValue);
    else refuse([key], 'must be a mapping');
  }
  const origin = (variable: string) => {
    const path = fileKeyOf(variable, groups);
    return { path: path.join('.'), source: tree.at(path) };
  };
  return { source: { name, values, origin }, problems };
}

function sectionValues<S extends ConfigSchema>(root: Mapping, schema: S, tree: YamlTree) {
  const given = Object.fromEntries(Object.entries(root).filter(([key]) => Object.hasOwn(schema.shape, key)));
  const place = { at: tree.at, known: (path: KeyPath) => schemaKeys(schema, path) };
  const first = schema.safeParse(given);
  const parsed = first.success ? first : schema.safeParse(retyped(given, first.error.issues, tree));
  return parsed.success
    ? { values: parsed.data, problems: [] }
    : { values: undefined, problems: parsed.error.issues.flatMap((issue) => issueProblems(issue, place)) };
}

/** A variable is text; where the schema wants a number or a boolean, the text that came from one is read as such. */
function retyped(given: Mapping, issues: readonly z.core.$ZodIssue[], tree: YamlTree): Mapping {
  const copy = structuredClone(given) as Record<PropertyKey, unknown>;
  for (const issue of issues) {
    if (issue.code !== 'invalid_type' || !tree.expanded(issue.path)) continue;
    const last = issue.path.at(-1);
    const holder = issue.path
      .slice(0, -1)
      .reduce<unknown>((node, key) => (node as Mapping)[String(key)], copy);
    if (last === undefined || typeof holder !== 'object' || holder === null) continue;
    Reflect.set(holder, last, plainValue(Reflect.get(holder, last)));
  }
  return copy;
}

function plainValue(value: unknown): unknown {
  if (value === 'true' || value === 'false') return value === 'true';
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
  return Number.isFinite(number) ? number : value;
}

function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
