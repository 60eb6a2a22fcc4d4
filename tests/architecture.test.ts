import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

type Source = { readonly path: string; readonly text: string; readonly imports: readonly string[] };

function sources(pattern: string): readonly Source[] {
  return globSync(pattern, { cwd: ROOT })
    .filter((path) => !path.endsWith('.test.ts') && !path.includes('node_modules'))
    .map((path) => {
      const text = readFileSync(`${ROOT}${path}`, 'utf8');
      const imports = [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1] ?? '');
      return { path, text, imports };
    });
}

/** Imports that leave the package, other than Node's own pure modules. */
function foreign(source: Source, allowed: readonly string[]): readonly string[] {
  return source.imports
    .filter(
      (name) =>
        !name.startsWith('.') && !allowed.some((prefix) => name === prefix || name.startsWith(`${prefix}/`)),
    )
    .map((name) => `${source.path} imports ${name}`);
}

describe('the layers: services -> adapters, judge -> core', () => {
  test('core imports nothing but what computes', () => {
    expect(
      sources('packages/core/src/**/*.ts').flatMap((source) => foreign(source, ['node:crypto', 'node:zlib'])),
    ).toEqual([]);
  });

  test('core has no dependencies, so that an import of one does not even resolve', () => {
    const manifest = JSON.parse(readFileSync(`${ROOT}packages/core/package.json`, 'utf8')) as object;
    expect(manifest).not.toHaveProperty('dependencies');
    expect(manifest).not.toHaveProperty('devDependencies');
  });

  test('core and judge know no clock, no chance and no process of their own', () => {
    const impure =
      /\b(?:process\.|Date\.now|new Date\(|performance\.|Math\.random|setTimeout|setInterval|console\.)/;
    const found = sources('packages/{core,judge}/src/**/*.ts').filter(({ text }) =>
      impure.test(withoutComments(text)),
    );
    expect(found.map(({ path }) => path)).toEqual([]);
  });

  test('adapters know core and their engines, and neither judge nor services', () => {
    const found = sources('packages/{adapters,judge}/src/**/*.ts').flatMap(({ path, imports }) =>
      imports
        .filter((name) => /^@strata\/(?!core(\/|$))/.test(name))
        .map((name) => `${path} imports ${name}`),
    );
    expect(found.filter((line) => !isTestHelper(line))).toEqual([]);
  });

  test('nothing but tests imports the contracts', () => {
    const found = sources('{packages,services}/*/src/**/*.ts').filter(
      ({ path, imports }) =>
        !path.startsWith('packages/contracts/') &&
        imports.some((name) => name.startsWith('@strata/contracts')),
    );
    expect(found.map(({ path }) => path).filter((path) => !isTestHelper(path))).toEqual([]);
  });

  test('only a main reads the environment of the process', () => {
    const found = sources('{packages,services}/*/src/**/*.ts').filter(
      ({ path, text }) =>
        !path.startsWith('packages/contracts/') && /(?<!#)\bprocess\.env\b/.test(withoutComments(text)),
    );
    expect(found.map(({ path }) => path)).toEqual([]);
  });

  test('no file imports itself through others, not for a type either', () => {
    const imported = new Map(
      sources('{packages,services}/*/src/**/*.ts').map(({ path, imports }) => [
        path,
        imports.filter((name) => name.startsWith('.')).map((name) => join(dirname(path), name)),
      ]),
    );
    expect(imported.size).toBeGreaterThan(500);
    expect([...imported.keys()].filter((path) => reached(path, imported).has(path))).toEqual([]);
  });
});

/** What a file imports, and what that imports, and so on. */
function reached(path: string, imported: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const found = new Set<string>();
  const next = [...(imported.get(path) ?? [])];
  for (let file = next.pop(); file !== undefined; file = next.pop()) {
    if (found.has(file)) continue;
    found.add(file);
    next.push(...(imported.get(file) ?? []));
  }
  return found;
}

/** Helpers of tests that live beside them. */
function isTestHelper(path: string): boolean {
  return /\b(?:test|fake|child|start-test)-/.test(path);
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
}
