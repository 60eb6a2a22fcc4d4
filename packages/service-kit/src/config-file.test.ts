import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { booleanField, integerField, listField, secretField, textField } from './config-fields.ts';
import { readConfigFile } from './config-file.ts';
import { ConfigError, loadConfig, standardSources, type Environment } from './config.ts';
import { noTwins } from './no-twins.ts';

const schema = z.object({
  PORT: integerField({ min: 0, max: 65_535 }).default(3000),
  CACHE_MAX_TTL: integerField().default(10),
  CACHE_MODE: z.enum(['on', 'off']).default('on'),
  CORS_ORIGINS: listField().default([]),
  ADMIN_KEY: secretField().optional(),
  VERBOSE: booleanField().default(false),
  NAME: textField().optional(),
});
const sections = z.object({
  providers: z
    .array(
      z.strictObject({
        name: z.string(),
        key: z.string().min(8).optional(),
        weight: z.number().min(0).default(1),
        limits: z.strictObject({ rate: z.int().optional(), hard: z.boolean().optional() }).optional(),
        models: z.union([z.literal('*'), z.array(z.string())]).optional(),
      }),
    )
    .superRefine(...noTwins('name'))
    .default([]),
});

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'config-file-'));
  path = join(folder, 'strata.yaml');
});
afterEach(() => rmSync(folder, { recursive: true }));

function load(text: string, env: Environment = {}) {
  writeFileSync(path, text);
  const file = readConfigFile({
    path,
    variables: Object.keys(schema.shape),
    groups: ['cache', 'cors'],
    sections,
    variable: (name) => env[name],
  });
  const sources = [...standardSources({ env }), file.source];
  return { file, loaded: loadConfig({ schema, sources, problems: file.problems }) };
}

function problemsOf(text: string, env?: Environment): readonly string[] {
  try {
    load(text, env);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const line = (source: string): string => source.replace(`${path}:`, '');
    return error.problems.map((problem) => `${line(problem.source)} ${problem.path} ${problem.message}`);
  }
}

describe('a configuration file', () => {
  it('says what the environment can say, grouped by first words', () => {
    const text = [
      'port: 81',
      'verbose: yes',
      'cache:',
      '  max_ttl: "20"',
      '  mode: off',
      'cors: {origins: [https://a.example, https://b.example]}',
    ].join('\n');
    expect(load(text).loaded.values).toEqual({
      PORT: 81,
      VERBOSE: true,
      CACHE_MAX_TTL: 20,
      CACHE_MODE: 'off',
      CORS_ORIGINS: ['https://a.example', 'https://b.example'],
    });
  });

  it('is overruled by the environment, and overrules the defaults', () => {
    const { loaded } = load('port: 81\nname: file\n', { NAME: 'env' });
    expect(loaded.values).toMatchObject({ PORT: 81, NAME: 'env', CACHE_MAX_TTL: 10 });
    expect(loaded.describe()).toContainEqual({ name: 'PORT', value: '81', source: path });
  });

  it('may be empty, hold only comments, or be JSON', () => {
    expect(load('').loaded.values.PORT).toBe(3000);
    expect(load('# nothing yet\n').loaded.values.PORT).toBe(3000);
    expect(load('{"port": 82, "cache": {"mode": "off"}}').loaded.values).toMatchObject({
      PORT: 82,
      CACHE_MODE: 'off',
    });
  });

  it('takes an empty value as not given', () => {
    expect(load('port:\nname: ""\ncache:\n').loaded.values).toMatchObject({ PORT: 3000, CACHE_MAX_TTL: 10 });
  });

  it('holds sections of its own', () => {
    expect(load('providers: [{name: a, weight: 2}]').file.sections).toEqual({
      providers: [{ name: 'a', weight: 2 }],
    });
  });

  it('may say one thing at several places with anchors', () => {
    const text =
      'providers:\n  - {name: a, limits: &l {rate: 3}}\n  - {name: b, limits: *l}\n  - {name: c, limits: *l}\n';
    expect(load(text).file.sections?.providers.map(({ limits }) => limits?.rate)).toEqual([3, 3, 3]);
  });
});

describe('variables in it', () => {
  it.each([
    ['${A}', 'x', 'x'],
    ['${A:-y}', 'x', 'x'],
    ['${A:-y}', undefined, 'y'],
    ['${A:-y}', '', 'y'],
    ['${A:y}', undefined, 'y'],
    ['a${A}b${A}', 'x', 'axbx'],
    ['$${A}', 'x', '${A}'],
    ['$A {A}', 'x', '$A {A}'],
    ['${A:-http://h:80/}', undefined, 'http://h:80/'],
  ])('make %s with %j into %s', (text, A, name) => {
    expect(load(`name: '${text}'`, { A }).loaded.values.NAME).toBe(name);
  });

  it('are nothing without a value, and are warned about by name and line', () => {
    const { loaded, file } = load('port: 81\nname: ${ABSENT}\n');
    expect(loaded.values.NAME).toBeUndefined();
    expect(file.warnings).toEqual([`ABSENT is not set, and stands for nothing in ${path}:2:1.`]);
  });

  it('stand for numbers and booleans where the schema wants them, and for text where it wants that', () => {
    const text =
      'port: ${PORT_NUMBER}\nproviders: [{name: "${N}", weight: "${N}", limits: {rate: "${N}", hard: "${B}"}}]';
    const { loaded, file } = load(text, { PORT_NUMBER: '90', N: '7', B: 'true' });
    expect(loaded.values.PORT).toBe(90);
    expect(file.sections?.providers).toEqual([{ name: '7', weight: 7, limits: { rate: 7, hard: true } }]);
  });

  it('cannot bring structure with them', () => {
    const evil = 'x\nport: 1';
    expect(load('name: ${EVIL}', { EVIL: evil }).loaded.values).toMatchObject({ NAME: evil, PORT: 3000 });
  });
});

describe('problems', () => {
  it('say each shape that a value may have, where it has none of them', () => {
    expect(problemsOf('providers: [{name: a, models: gpt-4o}]')).toEqual([
      '1:23 providers.0.models must be *, or must be a list',
    ]);
  });

  it('are told all at once, with key, line and column, and those of the environment with them', () => {
    const text = [
      'port: eighty',
      'cache:',
      '  mode: of',
      '  max_tll: 3',
      'providers:',
      '  - name: a',
      '    weight: -1',
      '    limits: {rate: 1.5}',
      '    wieght: 2',
      '  - models: [1]',
      'portt: 1',
    ].join('\n');
    expect(problemsOf(text, { VERBOSE: 'perhaps' })).toEqual([
      '4:3 cache.max_tll is not a known setting; did you mean cache.max_ttl?',
      '11:1 portt is not a known setting; did you mean port?',
      '7:5 providers.0.weight must be at least 0',
      '8:14 providers.0.limits.rate must be a whole number',
      '9:5 providers.0.wieght is not a known setting; did you mean weight?',
      '10:5 providers.1.name must be set',
      '10:14 providers.1.models.0 must be text',
      '1:1 port must be a whole number from 0 to 65535, but is "eighty"',
      '3:3 cache.mode must be one of on, off, but is "of"',
      'environment VERBOSE must be true, 1, yes or on, or false, 0, no or off, but is "perhaps"',
    ]);
  });

  it('are told of values that the environment overrules', () => {
    expect(problemsOf('port: eighty', { PORT: '80' })).toEqual([
      '1:1 port must be a whole number from 0 to 65535, but is "eighty"',
    ]);
  });

  it('are told of the wrong shape', () => {
    expect(problemsOf('- port')).toEqual([`${path}  must hold a mapping`]);
    expect(problemsOf('cache: on')).toEqual(['1:1 cache must be a mapping']);
    expect(problemsOf('port: {a: 1}')).toEqual(['1:1 port must be a value, not a mapping']);
    expect(problemsOf('providers: many')).toEqual(['1:1 providers must be a list']);
    expect(problemsOf('port: [80]')).toEqual(['1:1 port must be a value, not a list, but is "80"']);
    expect(problemsOf('admin_key: [hunter2]')).toEqual([
      '1:1 admin_key must be a value, not a list, but is "***"',
    ]);
  });

  it('are told of a file that is no YAML, with the line and without its text', () => {
    const problems = problemsOf('port: 1\nadmin_key: "sk-hunter2\nname: x: y sk-hunter2\n');
    expect(problems[0]).toMatch(/^\d+:\d+  cannot be read as YAML: /);
    expect(problems.join()).not.toContain('hunter2');
  });

  it('are told of keys that are there twice and of aliases without end', () => {
    expect(problemsOf('port: 1\nport: 2')).toEqual(['2:1  cannot be read as YAML: Map keys must be unique']);
    expect(problemsOf('providers: &all [*all]').length).toBeGreaterThan(0);
  });

  it('are told of an alias of nothing, which must not pass for a setting that is left out', () => {
    expect(problemsOf('port: 1\nadmin_key: *hunter2\nproviders: *all')).toEqual([
      '2:1 admin_key is an alias of nothing that stands before it; write a text that begins with * in quotes',
      '3:1 providers is an alias of nothing that stands before it; write a text that begins with * in quotes',
    ]);
  });

  it('are told of the first slip in the syntax, not of all that the parser stumbles over behind it', () => {
    expect(
      problemsOf('providers:\n  - {name: a, key: ${KEY_VALUE}}\n  - {name: b, weight: 2}\nport: 1\n'),
    ).toEqual([
      '2:21  cannot be read as YAML: Unexpected flow-map-start at node end; write "${…}", in quotes, within { } and [ ]',
      '2:15 providers.0.key must be at least 8 characters long',
    ]);
  });

  it('are told of names that are there twice, beside whatever else is wrong', () => {
    expect(problemsOf('providers: [{name: a}, {name: b, weight: much}, {name: a}]')).toEqual([
      '1:34 providers.1.weight must be a number',
      '1:50 providers.2.name is there twice',
    ]);
  });

  it('never show a secret', () => {
    const text = 'admin_key: {sk-hunter2: sk-hunter2}\nproviders: [{name: a, key: hunter2}, {nam: hunter2}]';
    expect(problemsOf(text).join('\n')).not.toContain('hunter2');
    expect(problemsOf(text)).toContain('2:23 providers.0.key must be at least 8 characters long');
  });

  it('are told of a file that cannot be read', () => {
    const missing = join(folder, 'none.yaml');
    const file = readConfigFile({
      path: missing,
      variables: [],
      groups: [],
      sections,
      variable: () => undefined,
    });
    expect(file.problems).toMatchObject([{ path: missing, source: 'CONFIG_PATH' }]);
  });
});
