import { join } from 'node:path';
import { ServiceProcess, type ServiceOptions } from './service-process.ts';

export type StrataOptions = {
  readonly upstreamPort: number;
  /** Its working directory; `DATA_DIR` unless `env` says otherwise. */
  readonly directory: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly nodeOptions?: ServiceOptions['nodeOptions'];
  readonly root?: ServiceOptions['root'];
};

/** The proxy, in front of the fake upstream. */
export function startStrata(options: StrataOptions): Promise<ServiceProcess> {
  const { directory, upstreamPort, env = {}, nodeOptions = [], root } = options;
  return ServiceProcess.start({
    script: 'services/proxy/src/main.ts',
    cwd: directory,
    root,
    nodeOptions,
    env: {
      DATA_DIR: join(directory, 'data'),
      OPENAI_API_KEY: 'sk-bench',
      OPENAI_BASE_URL: `http://127.0.0.1:${upstreamPort}/v1`,
      ...env,
    },
  });
}

/** The embedding service. */
export function startEmbeddingService(directory: string): Promise<ServiceProcess> {
  return ServiceProcess.start({ script: 'services/embedding/src/main.ts', cwd: directory, env: {} });
}
