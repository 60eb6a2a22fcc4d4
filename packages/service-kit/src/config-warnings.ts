import type { ConfigSource } from './config-sources.ts';
import { closest } from './closest.ts';

const PREFIX = 'STRATA_';

/**
 * Sentences about variables that nobody reads. The environment holds those of every other program, so only
 * names that start with `STRATA_` count there; of a file of ours, also those that look like a known one.
 */
export function unknownVariableWarnings(options: {
  readonly known: readonly string[];
  readonly sources: readonly ConfigSource[];
}): readonly string[] {
  return options.sources.flatMap(({ name: source, values }) =>
    Object.keys(values).flatMap((name) => warningFor(name, { source, known: options.known })),
  );
}

function warningFor(name: string, context: { source: string; known: readonly string[] }): readonly string[] {
  if (context.known.includes(name)) return [];
  const suggestion = closest(name, context.known);
  const ours = name.startsWith(PREFIX) || (context.source !== 'environment' && suggestion !== undefined);
  if (!ours) return [];
  const hint = suggestion === undefined ? '' : ` Did you mean ${suggestion}?`;
  return [`${name} (${context.source}) is not a known variable and has no effect.${hint}`];
}
