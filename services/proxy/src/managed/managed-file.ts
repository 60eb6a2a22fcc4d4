import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '@strata/adapters/private-files';
import { messageOf } from '@strata/core';
import { ConfigError } from '@strata/service-kit';
import { z } from 'zod';

const entrySchema = z.strictObject({
  /** As it was given, without its secrets. */
  settings: z.record(z.string(), z.unknown()),
  /** The secrets of it, as a `SecretBox` keeps them. */
  sealed: z.string().optional(),
  /** What people know a key by: its first and last letters. */
  preview: z.string().optional(),
});

const entriesSchema = z.record(z.string(), entrySchema.nullable());

const managedSchema = z.strictObject({
  version: z.int().min(0),
  changed_at: z.int().min(0),
  providers: entriesSchema,
  master_keys: entriesSchema,
});

/** A provider or a key that came over the admin API. */
export type ManagedEntry = Readonly<z.output<typeof entrySchema>>;

/** By name; null: the configuration file's entry of that name is taken out. */
export type ManagedEntries = Readonly<Record<string, ManagedEntry | null>>;

/** What the admin API put on top of the configuration file. Each write raises the version by one. */
export type Managed = {
  readonly version: number;
  /** ms since the epoch; 0 before the first write. */
  readonly changed_at: number;
  readonly providers: ManagedEntries;
  readonly master_keys: ManagedEntries;
};

const NOTHING: Managed = { version: 0, changed_at: 0, providers: {}, master_keys: {} };

/** A small file in the data folder. */
export class ManagedFile {
  readonly path: string;
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
    this.path = join(folder, 'managed.json');
  }

  /** @throws ConfigError for a file that cannot be used: keys in it may be all that closes the API */
  read(): Managed {
    try {
      return managedSchema.parse(JSON.parse(readFileSync(this.path, 'utf8')));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return NOTHING;
      const message =
        error instanceof z.ZodError ? 'does not hold what it should' : `cannot be read: ${messageOf(error)}`;
      throw new ConfigError([{ path: '', message, source: this.path }], error);
    }
  }

  /** In one step: whoever reads finds the old content or the new. */
  write(managed: Managed): void {
    makeFolder(this.#folder);
    const draft = `${this.path}.new`;
    writeFileSync(draft, `${JSON.stringify(managed, undefined, 2)}\n`, { mode: 0o600, flush: true });
    renameSync(draft, this.path);
  }
}
