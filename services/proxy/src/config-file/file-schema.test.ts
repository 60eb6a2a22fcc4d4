import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { configJsonSchema } from './file-schema.ts';
import { loadProxyConfig } from './load.ts';
import { FILE_GROUPS, FILE_VARIABLES } from './sections.ts';

const EXAMPLE = fileURLToPath(new URL('../../../../deploy/config.example.yaml', import.meta.url));
const NO_ENV = '/nowhere/.env';
/** Whatever lies in the folder of who runs this. */
const NO_DATA = { DATA_DIR: '/nowhere/data' };

// As its parser sees it: an editor checks the text with the variables in it.
const editor = z.fromJSONSchema(configJsonSchema() as Parameters<typeof z.fromJSONSchema>[0]);

const acceptable = (value: unknown): boolean => editor.safeParse(value).success;

describe('the example of a configuration file', () => {
  it('passes the check, says all it says, and needs no variable but the keys it names', () => {
    const { values, live, warnings } = loadProxyConfig({ CONFIG_PATH: EXAMPLE, ...NO_DATA }, NO_ENV);
    expect(values).toMatchObject({ HOST: '127.0.0.1', PORT: 3000, SEMANTIC_POLICY: 'strict' });
    expect(live.providers.map(({ name }) => name)).toEqual(['openai', 'openrouter', 'local']);
    expect(live.master_keys[0]?.rate_limit).toMatchObject({ requests_per_second: 10, burst: 20 });
    expect(warnings.map((warning) => warning.split(' ')[0])).toEqual([
      'OPENAI_API_KEY',
      'OPENROUTER_API_KEY',
    ]);
  });

  it('takes its variables from the environment, which also wins over it', () => {
    const env = { ...NO_DATA, CONFIG_PATH: EXAMPLE, PORT: '4000', OPENAI_API_KEY: 'sk-1', CACHE_TTL: '1h' };
    const { values, live } = loadProxyConfig(env, NO_ENV);
    expect(values).toMatchObject({ PORT: 4000, CACHE_TTL: 3_600_000 });
    expect(live.providers[0]?.api_key).toBe('sk-1');
  });

  it('names the schema that editors check it with', () => {
    expect(readFileSync(EXAMPLE, 'utf8')).toContain('$schema=../docs/reference/config.schema.json');
  });
});

describe('a cache policy for keys', () => {
  it('is warned about where no key has the name: a slip would put it out of force', () => {
    const folder = mkdtempSync(join(tmpdir(), 'strata-policy-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const path = join(folder, 'strata.yaml');
    const rules = 'cache_policies: [{mode: exact}, {keys: [support-*, suport-1, key-1, key-2], mode: "off"}]';
    writeFileSync(path, `${rules}\nmaster_keys: [{name: support-1, key: sk-1}]\n`);
    const { warnings } = loadProxyConfig({ CONFIG_PATH: path, MASTER_KEYS: 'sk-2', ...NO_DATA }, NO_ENV);
    expect(warnings).toEqual([
      'No key has the name "suport-1", which cache_policies.1.keys is for.',
      'No key has the name "key-2", which cache_policies.1.keys is for.',
    ]);
  });
});

describe('the first example of a guide', () => {
  it.each(['cache-policy', 'configuration', 'keys-and-limits', 'providers'])(
    'passes the check as it is copied, without any variable: %s',
    (guide) => {
      const folder = mkdtempSync(join(tmpdir(), 'strata-guide-'));
      onTestFinished(() => rmSync(folder, { recursive: true }));
      const page = new URL(`../../../../docs/guides/${guide}.md`, import.meta.url);
      const [, example = ''] = /^```yaml\n(.*?)^```/ms.exec(readFileSync(page, 'utf8')) ?? [];
      const path = join(folder, 'strata.yaml');
      writeFileSync(path, example);
      expect(example).not.toBe('');
      expect(() => loadProxyConfig({ CONFIG_PATH: path, ...NO_DATA }, NO_ENV)).not.toThrow();
    },
  );
});

describe('the schema for editors', () => {
  it.each([
    {},
    { port: 80, cache: { ttl: '24h' }, semantic: { enabled: false, policy: 'eager' } },
    { port: '${PORT:-80}', semantic: { enabled: '${ON}', threshold: '${T}', policy: '${P}' } },
    { cors: { origins: ['https://a.example'] }, openai: { base_url: 'https://h/v1' } },
    { providers: [{ name: 'groq', preset: 'groq', weight: '${W}', timeouts: { total: '1m' } }] },
  ])('accepts %j', (value) => {
    expect(acceptable(value)).toBe(true);
  });

  it.each([
    { prot: 80 },
    { port: 'eighty' },
    { port: 70_000 },
    { semantic: { policy: 'lax' } },
    { semantic: { polcy: 'strict' } },
    { openai: { base_url: 'h/v1' } },
    { providers: [{ preset: 'groq' }] },
    { providers: [{ name: 'groq', preset: 'groq', weight: 'much' }] },
  ])('objects to %j', (value) => {
    expect(acceptable(value)).toBe(false);
  });
});

it('gives every variable but CONFIG_PATH one place in the file', () => {
  const schema = configJsonSchema() as { properties: Record<string, { properties?: object }> };
  const groups: readonly string[] = FILE_GROUPS;
  const keys = Object.entries(schema.properties).flatMap(([name, { properties }]) =>
    groups.includes(name) ? Object.keys(properties ?? {}).map((key) => `${name}_${key}`) : [name],
  );
  expect(keys).toEqual(expect.arrayContaining(FILE_VARIABLES.map((name) => name.toLowerCase())));
});
