import {
  integerField,
  loadConfig,
  secretField,
  standardSources,
  urlField,
  type Environment,
} from '@strata/service-kit';
import { z } from 'zod';
import type { ServerAddress } from './cli-io.ts';

const schema = z.object({
  STRATA_URL: urlField().optional(),
  ADMIN_KEY: secretField().optional(),
  PORT: integerField({ min: 0, max: 65_535 }).default(3000),
});

/** Where Strata runs, from the environment or `.env`; where neither says it, on this machine. Throws `ConfigError`. */
export function serverAddress(env: Environment, dotenvPath = '.env'): ServerAddress {
  const { values } = loadConfig({ schema, sources: standardSources({ env, dotenvPath }) });
  const { STRATA_URL: url, ADMIN_KEY: adminKey, PORT: port } = values;
  return { url: url ?? `http://127.0.0.1:${port}`, adminKey };
}
