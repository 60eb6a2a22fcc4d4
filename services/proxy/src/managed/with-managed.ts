import { messageOf } from '@strata/core';
import { ConfigError, type ConfigProblem } from '@strata/service-kit';
import { issueProblems } from '@strata/service-kit/issue-problems';
import { z } from 'zod';
import type { FileSettings } from '../config-file/sections.ts';
import { masterKeySchema } from '../keys/key-settings.ts';
import { providerSettingsSchema } from '../providers/provider-settings.ts';
import { ManagedFile, type ManagedEntries, type ManagedEntry } from './managed-file.ts';
import { SecretBox } from './secret-box.ts';

/**
 * The settings with what the admin API changed: its entries in the place of the file's of the same name, else after them.
 *
 * @throws ConfigError for a file of it that cannot be used
 */
export function withManaged(settings: FileSettings, dataDir: string): FileSettings {
  const file = new ManagedFile(dataDir);
  const { providers, master_keys } = file.read();
  const box = new SecretBox(dataDir);
  const read = <T>(schema: z.ZodType<T>, section: string) => ({
    parse: (entry: ManagedEntry, name: string): T => {
      const place = { path: `${section}.${name}`, source: file.path };
      return parsed(schema, inputOf(entry, box, place), place);
    },
  });
  return {
    ...settings,
    providers: merged(settings.providers, providers, read(providerSettingsSchema, 'providers').parse),
    master_keys: merged(settings.master_keys, master_keys, read(masterKeySchema, 'master_keys').parse),
  };
}

type Named = { readonly name: string };

function merged<T extends Named>(
  listed: readonly T[],
  entries: ManagedEntries,
  parse: (entry: ManagedEntry, name: string) => T,
): T[] {
  const names = new Set(listed.map(({ name }) => name));
  const kept = listed.flatMap((own) => {
    const entry = Object.hasOwn(entries, own.name) ? entries[own.name] : undefined;
    if (entry === undefined) return [own];
    return entry === null ? [] : [parse(entry, own.name)];
  });
  const added = Object.entries(entries).flatMap(([name, entry]) =>
    names.has(name) || entry === null ? [] : [parse(entry, name)],
  );
  return [...kept, ...added];
}

type Place = Pick<ConfigProblem, 'path' | 'source'>;

function inputOf({ settings, sealed }: ManagedEntry, box: SecretBox, place: Place): object {
  try {
    return sealed === undefined ? settings : { ...settings, ...box.open(sealed) };
  } catch (error) {
    const message = `has secrets that cannot be opened with managed.key beside it: ${messageOf(error)}`;
    throw new ConfigError([{ ...place, message }], error);
  }
}

function parsed<T>(schema: z.ZodType<T>, input: object, { path, source }: Place): T {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const own = { at: () => source, known: () => [] };
  throw new ConfigError(
    result.error.issues.flatMap((issue) => issueProblems({ ...issue, path: [path, ...issue.path] }, own)),
  );
}
