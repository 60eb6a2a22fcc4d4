import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { messageOf } from '@strata/core';
import { ConfigError } from './config-error.ts';

/** One layer of configuration: flat, named like environment variables. Earlier layers win over later ones. */
export type ConfigSource = {
  /** What a problem is blamed on: `environment`, `.env`. */
  readonly name: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** Of a file with keys of its own: what a variable is called in it, and where it stands. */
  readonly origin?: (variable: string) => { readonly path: string; readonly source: string };
};

export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment first, then the `.env` file where there is one. */
export function standardSources(options: {
  readonly env: Environment;
  readonly dotenvPath?: string;
}): readonly ConfigSource[] {
  const environment = { name: 'environment', values: options.env };
  return options.dotenvPath === undefined ? [environment] : [environment, dotenvSource(options.dotenvPath)];
}

/** The variables of a `.env` file; a file that is not there is an empty one. Throws `ConfigError` when unreadable. */
export function dotenvSource(path: string): ConfigSource {
  try {
    // Some editors begin a file with a byte order mark, which would be a letter of the first name.
    return { name: '.env', values: parseEnv(readFileSync(path, 'utf8').replace(/^\uFEFF/, '')) };
  } catch (error) {
    if (isMissing(error)) return { name: '.env', values: {} };
    throw new ConfigError([{ path, message: `cannot be read: ${messageOf(error)}`, source: '.env' }], error);
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
