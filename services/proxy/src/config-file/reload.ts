import { isDeepStrictEqual } from 'node:util';
import { messageOf } from '@strata/core';
import type { Logger } from '@strata/service-kit';
import { RELOADABLE, type LiveSettings } from './live-settings.ts';
import { Reloadable, type Live } from './live.ts';
import type { ProxySettings } from './load.ts';

/** `refused`: the configuration cannot be used, and what was in force stays so. */
export type ReloadResult = 'applied' | 'unchanged' | 'refused';

export type ConfigReloadOptions = {
  /** Throws when the configuration cannot be used. Gets the folder that the proxy has its data in. */
  readonly load: (dataDir: string) => ProxySettings;
  readonly loaded: ProxySettings;
};

/** The configuration in force, and how it is read again while the proxy runs. */
export class ConfigReload {
  readonly #load: (dataDir: string) => ProxySettings;
  readonly #settings: Reloadable<LiveSettings>;
  readonly #listeners: ((result: ReloadResult) => void)[] = [];
  /** As of the start: what waits for a restart is told against it. */
  readonly #started: ProxySettings;
  #accepted: ProxySettings;
  #problem: string | undefined;

  constructor({ load, loaded }: ConfigReloadOptions) {
    this.#load = load;
    this.#started = loaded;
    this.#accepted = loaded;
    this.#settings = new Reloadable(loaded.live);
  }

  get settings(): Live<LiveSettings> {
    return this.#settings;
  }

  /** What was read last and could be used. */
  get accepted(): ProxySettings {
    return this.#accepted;
  }

  /** Why the last configuration that was read cannot be used; absent where it can. No secret is in it. */
  get problem(): string | undefined {
    return this.#problem;
  }

  onResult(listener: (result: ReloadResult) => void): void {
    this.#listeners.push(listener);
  }

  /** Never throws: why a configuration was refused is in the log, without its secrets. */
  run(logger: Logger): ReloadResult {
    const result = this.#apply(logger);
    for (const listener of this.#listeners) listener(result);
    return result;
  }

  #apply(logger: Logger): ReloadResult {
    try {
      const loaded = this.#load(this.#started.values.DATA_DIR);
      const { live, values, warnings } = loaded;
      for (const warning of warnings) logger.warn(warning);
      const waiting = changedNames(this.#started.values, values).filter((name) => !isReloadable(name));
      if (waiting.length > 0) logger.warn('Changed, and needs a restart', { variables: waiting });
      const changed = changedNames(flat(this.#settings.current), flat(live));
      if (changed.length > 0) this.#settings.set(live);
      this.#accepted = loaded;
      this.#problem = undefined;
      if (changed.length === 0) {
        logger.info('The configuration was read again: nothing to change while it runs');
        return 'unchanged';
      }
      logger.info('The configuration was read again and is in force', { changed });
      return 'applied';
    } catch (error) {
      const reason = messageOf(error);
      this.#problem = reason;
      logger.error('The configuration was read again and cannot be used; the old one stays', { reason });
      return 'refused';
    }
  }
}

function isReloadable(name: string): boolean {
  return RELOADABLE.some((reloadable) => reloadable === name);
}

/** Sections and variables side by side, as the log names them. */
function flat({ variables, ...sections }: LiveSettings): object {
  return { ...sections, ...variables };
}

function changedNames(before: object, after: object): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => !isDeepStrictEqual(Reflect.get(before, name), Reflect.get(after, name)));
}
