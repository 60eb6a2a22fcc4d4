/**
 * Reads the configuration as the proxy would, and says what is wrong with it.
 *
 *   npm run config:check [-- strata.yaml]
 */
import process from 'node:process';
import { loadProxyConfig } from '@strata/proxy-service/config-file/load';
import { ConfigError } from '@strata/service-kit';

const [path] = process.argv.slice(2);
try {
  const env = path === undefined ? process.env : { ...process.env, CONFIG_PATH: path };
  const { values, warnings } = loadProxyConfig(env);
  for (const warning of warnings) console.warn(warning);
  const read = values.CONFIG_PATH === undefined ? 'no file, as CONFIG_PATH is not set' : values.CONFIG_PATH;
  console.log(`OK (${read})`);
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
