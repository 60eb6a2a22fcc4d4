import { InvalidRequestError, type Clock, type JsonObject } from '@strata/core';
import { issueProblems } from '@strata/service-kit/issue-problems';
import { schemaKeys } from '@strata/service-kit/schema-keys';
import type { z } from 'zod';
import type { ManagedEntry, ManagedFile } from './managed-file.ts';

type Named = { readonly name: string };

export type NamedEntriesOptions<T extends Named> = {
  readonly section: 'providers' | 'master_keys';
  /** For messages: `provider`. */
  readonly noun: string;
  readonly schema: z.ZodType<T>;
  readonly file: ManagedFile;
  readonly clock: Clock;
  /** As the next reload would find them. */
  readonly stored: () => readonly T[];
  /** As the configuration file alone has them. */
  readonly inFile: () => readonly T[];
  /** How the file keeps what was given. */
  readonly pack: (input: JsonObject, before: ManagedEntry | undefined) => ManagedEntry;
};

/**
 * The providers, or the keys, as the admin API changes them: by name, in a file over the configuration file. Nothing is in
 * force before the configuration is read again.
 */
export class NamedEntries<T extends Named> {
  readonly #options: NamedEntriesOptions<T>;

  constructor(options: NamedEntriesOptions<T>) {
    this.#options = options;
  }

  list(): readonly T[] {
    return this.#options.stored();
  }

  /** Throws `InvalidRequestError` 404. */
  get(name: string): T {
    const { noun } = this.#options;
    const found = this.list().find((entry) => entry.name === name);
    if (found !== undefined) return found;
    const message = `There is no ${noun} ${JSON.stringify(name)}.`;
    throw new InvalidRequestError(message, { status: 404, code: `${noun}_not_found` });
  }

  /** What is kept of an entry that came over the API. */
  managed(name: string): ManagedEntry | undefined {
    const entries = this.#options.file.read()[this.#options.section];
    return Object.hasOwn(entries, name) ? (entries[name] ?? undefined) : undefined;
  }

  /** Throws `InvalidRequestError` with all that is wrong. */
  check(input: JsonObject): T {
    const { schema } = this.#options;
    const parsed = schema.safeParse(input);
    if (parsed.success && parsed.data.name !== '__proto__') return parsed.data;
    if (parsed.success) throw new InvalidRequestError('name cannot be that.', { param: 'name' });
    const place = { at: () => '', known: (path: readonly PropertyKey[]) => schemaKeys(schema, path) };
    const problems = parsed.error.issues.flatMap((issue) => issueProblems(issue, place));
    const [first] = problems;
    throw new InvalidRequestError(problems.map(({ path, message }) => `${path} ${message}`).join('; '), {
      ...(first !== undefined && { param: first.path }),
    });
  }

  /** Throws `InvalidRequestError` for settings that cannot be used, and for a name that is taken. */
  create(input: JsonObject): T {
    const settings = this.check(input);
    if (this.list().some(({ name }) => name === settings.name)) {
      const message = `There is a ${this.#options.noun} ${JSON.stringify(settings.name)} already.`;
      throw new InvalidRequestError(message, { param: 'name', code: 'duplicate_name' });
    }
    this.#write(settings.name, this.#options.pack(input, undefined));
    return settings;
  }

  /** Takes the place of what is there, under the same name. */
  replace(name: string, input: JsonObject): T {
    const settings = this.check(input);
    if (settings.name !== name)
      throw new InvalidRequestError('name cannot be changed: delete the entry and create another.', {
        param: 'name',
      });
    this.#write(name, this.#options.pack(input, this.managed(name)));
    return settings;
  }

  remove(name: string): void {
    this.get(name);
    const inFile = this.#options.inFile().some((entry) => entry.name === name);
    this.#write(name, inFile ? null : undefined);
  }

  /** `undefined`: nothing is kept under the name. */
  #write(name: string, entry: ManagedEntry | null | undefined): void {
    const { file, section, clock } = this.#options;
    const before = file.read();
    const entries = new Map(Object.entries(before[section]));
    if (entry === undefined) entries.delete(name);
    else entries.set(name, entry);
    file.write({
      ...before,
      version: before.version + 1,
      changed_at: clock.now(),
      [section]: Object.fromEntries(entries),
    });
  }
}
