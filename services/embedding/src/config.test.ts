import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BUNDLED_MODEL } from '@strata/adapters/embedder/embedding-model';
import { ConfigError, type Environment } from '@strata/service-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadEmbeddingConfig, modelOf, type EmbeddingConfig } from './config.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strata-config-'));
});

afterAll(() => rm(folder, { recursive: true }));

async function load(env: Environment, dotenv = ''): Promise<EmbeddingConfig> {
  await writeFile(join(folder, '.env'), dotenv);
  return loadEmbeddingConfig(env, join(folder, '.env')).values;
}

describe('the address', () => {
  test('is port 8001 of this machine alone, unless said otherwise', async () => {
    expect(await load({})).toMatchObject({ EMBEDDING_PORT: 8001, EMBEDDING_HOST: '127.0.0.1' });
    expect(await load({ EMBEDDING_PORT: '9000' })).toMatchObject({ EMBEDDING_PORT: 9000 });
  });

  test('may come from PORT and HOST of the environment, as containers set them', async () => {
    const env = { PORT: '9000', HOST: '0.0.0.0' };
    expect(await load(env)).toMatchObject({ EMBEDDING_PORT: 9000, EMBEDDING_HOST: '0.0.0.0' });
    expect(await load({ ...env, EMBEDDING_PORT: '9001' })).toMatchObject({ EMBEDDING_PORT: 9001 });
  });

  test('is not taken from PORT of the .env file, which is the proxy’s', async () => {
    expect(await load({}, 'PORT=3000\nEMBEDDING_HOST=::1')).toMatchObject({
      EMBEDDING_PORT: 8001,
      EMBEDDING_HOST: '::1',
    });
  });
});

describe('the model', () => {
  test('is the one that ships with Strata', async () => {
    expect(modelOf(await load({}))).toEqual(BUNDLED_MODEL);
  });

  test('must be there: a folder without it, or weights it does not have, are problems', async () => {
    for (const env of [{ MODEL_DIR: folder }, { MODEL_WEIGHTS: 'fp32' }]) {
      const problem = { path: 'MODEL_DIR', message: expect.stringContaining('missing') as string };
      // oxlint-disable-next-line no-await-in-loop -- one environment, one load
      const error: unknown = await load(env).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(ConfigError);
      expect(error).toMatchObject({ problems: [problem] });
    }
  });
});

test('the proxy’s variables in a shared .env are no reason for a warning', async () => {
  await writeFile(join(folder, '.env'), 'EMBEDDING_URL=http://127.0.0.1:8001\nEMBEDDING_TIMEOUT=500');
  expect(loadEmbeddingConfig({}, join(folder, '.env')).warnings).toEqual([]);
});
