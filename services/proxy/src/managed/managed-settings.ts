import { InvalidRequestError, type Clock, type JsonObject } from '@strata/core';
import type { ConfigReload } from '../config-file/reload.ts';
import type { FileSettings } from '../config-file/sections.ts';
import { masterKeySchema, type MasterKeySettings } from '../keys/key-settings.ts';
import { digestForm, newKey } from '../keys/new-key.ts';
import { providerSettingsSchema, type ProviderSettings } from '../providers/provider-settings.ts';
import { hashedKey, keyInput, previewOf } from './key-input.ts';
import { ManagedFile } from './managed-file.ts';
import { NamedEntries } from './named-entries.ts';
import { carriedSecrets, providerInput, refuseMovedSecrets, withoutSecrets } from './provider-input.ts';
import { SecretBox } from './secret-box.ts';
import { withManaged } from './with-managed.ts';

export type ManagedSettingsOptions = {
  readonly dataDir: string;
  readonly reload: Pick<ConfigReload, 'accepted'>;
  readonly clock: Clock;
};

/** The providers and keys as people change them over the admin API. Nothing is in force before the next reload. */
export class ManagedSettings {
  readonly providers: NamedEntries<ProviderSettings>;
  readonly keys: NamedEntries<MasterKeySettings>;
  readonly #file: ManagedFile;

  constructor({ dataDir, reload, clock }: ManagedSettingsOptions) {
    const file = new ManagedFile(dataDir);
    this.#file = file;
    const box = new SecretBox(dataDir);
    const inFile = (): FileSettings => reload.accepted.file;
    const stored = (): FileSettings => withManaged(inFile(), dataDir);
    this.providers = new NamedEntries({
      section: 'providers',
      noun: 'provider',
      schema: providerSettingsSchema,
      file,
      clock,
      stored: () => stored().providers,
      inFile: () => inFile().providers,
      pack: (input) => {
        const { settings, secrets } = withoutSecrets(input);
        return { settings, ...(secrets !== undefined && { sealed: box.seal(secrets) }) };
      },
    });
    this.keys = new NamedEntries({
      section: 'master_keys',
      noun: 'key',
      schema: masterKeySchema,
      file,
      clock,
      stored: () => stored().master_keys,
      inFile: () => inFile().master_keys,
      pack: (input, before) => {
        const { key } = input;
        const preview = typeof key === 'string' && isPlain(key) ? previewOf(key) : before?.preview;
        return { settings: hashedKey(input), ...(preview !== undefined && { preview }) };
      },
    });
  }

  get version(): { readonly version: number; readonly changedAt: number } {
    const { version, changed_at: changedAt } = this.#file.read();
    return { version, changedAt };
  }

  createProvider(body: JsonObject): ProviderSettings {
    return this.providers.create(providerInput(body, undefined));
  }

  replaceProvider(name: string, body: JsonObject): ProviderSettings {
    const former = this.providers.get(name);
    const input = { ...providerInput(body, name), ...carriedSecrets(body, former) };
    refuseMovedSecrets(body, former, this.providers.check(input));
    return this.providers.replace(name, input);
  }

  /** With the key itself where it was made here: it is shown this once. */
  createKey(body: JsonObject): { readonly settings: MasterKeySettings; readonly made: string | undefined } {
    const made = body['key'] === undefined || body['key'] === null ? newKey().key : undefined;
    const input = keyInput({ ...body, ...(made !== undefined && { key: made }) }, undefined);
    this.#refuseTwin(input);
    return { settings: this.keys.create(input), made };
  }

  replaceKey(name: string, body: JsonObject): MasterKeySettings {
    const input = { key: this.keys.get(name).key, ...keyInput(body, name) };
    this.#refuseTwin(input);
    return this.keys.replace(name, input);
  }

  /** What people know a key by. */
  previewOf({ name, key }: MasterKeySettings): string {
    return this.keys.managed(name)?.preview ?? previewOf(key);
  }

  #refuseTwin({ key, name }: JsonObject): void {
    if (typeof key !== 'string') return;
    const twin = this.keys
      .list()
      .find((other) => other.name !== name && digestForm(other.key) === digestForm(key));
    if (twin === undefined) return;
    const message = `The key is there already, as ${JSON.stringify(twin.name)}.`;
    throw new InvalidRequestError(message, { param: 'key', code: 'duplicate_key' });
  }
}

function isPlain(key: string): boolean {
  return digestForm(key) !== key.toLowerCase();
}
