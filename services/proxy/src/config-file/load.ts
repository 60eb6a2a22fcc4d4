import {
  loadConfig,
  readConfigFile,
  standardSources,
  type ConfigFile,
  type Environment,
  type LoadedConfig,
} from '@strata/service-kit';
import { proxyConfigSchema, type ProxyConfig } from '../config.ts';
import { plainKeyNames } from '../keys/key-ring.ts';
import { withManaged } from '../managed/with-managed.ts';
import { unknownKeyWarnings } from '../policy/unknown-keys.ts';
import { noProxyWarnings, withProxyVariables } from '../providers/outgoing-proxy.ts';
import { fileSignatureSync, type FileSignature } from './file-signature.ts';
import type { LiveSettings } from './live-settings.ts';
import { FILE_GROUPS, FILE_VARIABLES, fileSectionsSchema, type FileSettings } from './sections.ts';

/** Variables of the embedding service and of Compose that look like ours: no warning about them in a shared `.env`. */
const SHARED_VARIABLES = ['EMBEDDING_PORT', 'EMBEDDING_HOST', 'EMBEDDING_MEMORY'];

export type ProxySettings = LoadedConfig<ProxyConfig> & {
  /** What a reload may change: the file's own sections with it, their defaults where there is no file. */
  readonly live: LiveSettings;
  /** The file's own sections without what the admin API changed in them. */
  readonly file: FileSettings;
  /** As of just before the file was read: whatever changed in it since then was not seen. */
  readonly signature: FileSignature;
};

/**
 * Environment, `.env`, the file that CONFIG_PATH names, defaults; over the file's providers and keys what the admin API
 * changed in them. That lies in DATA_DIR, or in `dataDir`: a change of the variable waits for a restart.
 *
 * @throws ConfigError with all problems of all of them
 */
export function loadProxyConfig(env: Environment, dotenvPath = '.env', dataDir?: string): ProxySettings {
  const sources = standardSources({ env: withProxyVariables(env), dotenvPath });
  const variable = (name: string): string | undefined => {
    const values = sources.map(({ values: layer }) => (Object.hasOwn(layer, name) ? layer[name] : undefined));
    return values
      .map((value) => (typeof value === 'string' ? value.trim() : ''))
      .find((value) => value !== '');
  };
  const path = variable('CONFIG_PATH');
  const signature = path === undefined ? '' : fileSignatureSync(path);
  const file = path === undefined ? undefined : configFile(path, variable);
  const loaded = loadConfig({
    schema: proxyConfigSchema,
    sources: file === undefined ? sources : [...sources, file.source],
    problems: file?.problems ?? [],
    alsoKnown: SHARED_VARIABLES,
  });
  const { values } = loaded;
  const sections = file?.sections ?? fileSectionsSchema.parse({});
  const live = liveSettings(values, withManaged(sections, dataDir ?? values.DATA_DIR));
  const keys = [
    ...plainKeyNames(values.MASTER_KEYS.length, live),
    ...live.master_keys.map(({ name }) => name),
  ];
  return {
    ...loaded,
    warnings: [
      ...loaded.warnings,
      ...(file?.warnings ?? []),
      ...noProxyWarnings(values),
      ...unknownKeyWarnings(live, keys),
    ],
    live,
    file: sections,
    signature,
  };
}

function liveSettings(config: ProxyConfig, sections: FileSettings): LiveSettings {
  const { LOG_LEVEL, PROVIDER_SUFFIX } = config;
  return { ...sections, provider_suffix: PROVIDER_SUFFIX ?? '', variables: { LOG_LEVEL, PROVIDER_SUFFIX } };
}

function configFile(path: string, variable: (name: string) => string | undefined): ConfigFile<FileSettings> {
  return readConfigFile({
    path,
    variables: FILE_VARIABLES,
    groups: FILE_GROUPS,
    sections: fileSectionsSchema,
    variable,
  });
}
