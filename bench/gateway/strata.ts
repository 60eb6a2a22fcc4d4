import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ServiceProcess } from '../load/servers/service-process.ts';

/** The proxy as a user starts it, with this configuration file. The semantic tier is off: it has no part in these. */
export function startGateway(
  directory: string,
  file: object,
  env: Readonly<Record<string, string>> = {},
): Promise<ServiceProcess> {
  const path = join(directory, 'strata.yaml');
  // JSON is YAML.
  writeFileSync(path, JSON.stringify({ semantic: { enabled: false }, log: { level: 'warn' }, ...file }));
  return ServiceProcess.start({
    script: 'services/proxy/src/main.ts',
    cwd: directory,
    env: { CONFIG_PATH: path, DATA_DIR: join(directory, 'data'), ...env },
  });
}
