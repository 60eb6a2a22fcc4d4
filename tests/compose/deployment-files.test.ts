import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { embeddingConfigSchema, loadEmbeddingConfig } from '../../services/embedding/src/config.ts';
import { loadProxyConfig } from '../../services/proxy/src/config-file/load.ts';
import { proxyConfigSchema } from '../../services/proxy/src/config.ts';
import { startCommand } from '../../scripts/start-command.ts';
import { envExample } from './env-example.ts';

const ROOT = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8');

describe('.env.example', () => {
  it('says what the configuration says (node tests/compose/env-example.ts > .env.example)', () => {
    expect(read('.env.example')).toBe(envExample());
  });

  it('sets nothing as it is', () => {
    expect(parseEnv(read('.env.example'))).toEqual({});
  });

  it('holds defaults that are valid once they are uncommented', () => {
    const uncommented = parseEnv(read('.env.example').replaceAll(/^# ([A-Z_]+=)/gm, '$1'));
    const { values } = loadProxyConfig({}, '/nowhere/.env');
    expect(loadProxyConfig(uncommented, '/nowhere/.env').values).toEqual(values);
  });

  it('holds no name that either service takes for a slip of the pen', () => {
    const folder = mkdtempSync(join(tmpdir(), 'strata-env-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const path = join(folder, '.env');
    writeFileSync(path, read('.env.example').replaceAll(/^# ([A-Z_]+=)/gm, '$1'));
    expect(loadProxyConfig({}, path).warnings).toEqual([]);
    expect(loadEmbeddingConfig({}, path).warnings).toEqual([]);
  });
});

describe('docker-compose.yml', () => {
  it('sets only variables that somebody reads', () => {
    const known = new Set([
      ...Object.keys(proxyConfigSchema.shape),
      ...Object.keys(embeddingConfigSchema.shape),
    ]);
    const engines = /^(QDRANT_|QDRANT__)/;
    const set = [...read('docker-compose.yml').matchAll(/^ {6}([A-Z][A-Z_]+):/gm)].map(
      ([, name]) => name ?? '',
    );
    expect(set.length).toBeGreaterThan(10);
    expect(set.filter((name) => !known.has(name) && !engines.test(name))).toEqual([]);
  });

  it('explains in .env.example every value it takes from there', () => {
    const taken = [...read('docker-compose.yml').matchAll(/\$\{([A-Z_]+)/g)].map(([, name]) => name ?? '');
    const explained = read('.env.example');
    expect(taken.filter((name) => !explained.includes(`# ${name}=`))).toEqual([]);
  });

  it('pins the images it does not build', () => {
    const images = [...read('docker-compose.yml').matchAll(/image: (\S+)/g)].map(([, image]) => image ?? '');
    const foreign = images.filter((image) => !image.startsWith('strata-'));
    expect(foreign.length).toBeGreaterThan(0);
    for (const image of foreign) expect(image).toMatch(/:v?\d+\.\d+\.\d+/);
  });
});

describe.each([
  ['services/proxy', '@strata/proxy-service'],
  ['services/embedding', '@strata/embedding-service'],
])('%s/Dockerfile', (service, name) => {
  const dockerfile = read(`${service}/Dockerfile`);

  it('installs with the pnpm that a checkout uses', () => {
    const version = /pnpm@([\d.]+)/.exec(read('scripts/ensure-installed.mjs'))?.[1];
    expect(dockerfile).toContain(`ARG PNPM_VERSION=${version}\n`);
    expect(dockerfile).toContain(`--filter-prod '${name}...'`);
  });

  it('keeps the store of pnpm on a cache mount, so that the next build need not load it again', () => {
    const cache = /--mount=type=cache,target=(\S+)/.exec(dockerfile)?.[1];
    expect(dockerfile).toContain(` --store-dir=${cache}/`);
  });

  it('holds every workspace package that the service needs, and no other', () => {
    const copied = [...dockerfile.matchAll(/^COPY packages\/([a-z-]+) /gm)].map(
      ([, folder]) => `@strata/${folder}`,
    );
    const manifests = [...dockerfile.matchAll(/^COPY packages\/([a-z-]+)\/package.json/gm)].map(
      ([, folder]) => `@strata/${folder}`,
    );
    const needed = [...workspaceDependencies(service)].toSorted();
    expect(copied.toSorted()).toEqual(needed);
    expect(manifests.toSorted()).toEqual(needed);
  });

  it('starts the service with the memory options of package.json', () => {
    const entry = `${service}/src/main.ts`;
    const { env, nodeOptions } = startCommand(entry, fileURLToPath(ROOT));
    const asked = Object.entries(env).map(([key, value]) => `${key}=${value}`);
    const set = [...dockerfile.matchAll(/^(?:ENV| {3}) (\w+=\S+)/gm)].map(([, pair]) => pair ?? '');
    const ofMemory = (pairs: readonly string[]) => pairs.filter((pair) => pair.startsWith('MALLOC_'));
    expect(ofMemory(set)).not.toEqual([]);
    expect(ofMemory(set)).toEqual(ofMemory(asked));
    const command: unknown = JSON.parse(/^CMD (.*)$/m.exec(dockerfile)?.[1] ?? '[]');
    expect(command).toEqual(['node', ...nodeOptions, entry]);
  });
});

/** The workspace packages that a folder's package depends on, directly or through another. */
function workspaceDependencies(folder: string): Set<string> {
  const manifest: { dependencies?: Record<string, string> } = JSON.parse(read(`${folder}/package.json`));
  const direct = Object.keys(manifest.dependencies ?? {}).filter((name) => name.startsWith('@strata/'));
  return new Set(
    direct.flatMap((name) => [name, ...workspaceDependencies(name.replace('@strata', 'packages'))]),
  );
}
