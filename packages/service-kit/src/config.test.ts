import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { booleanField, integerField, secretField, textField, urlField } from './config-fields.ts';
import { ConfigError, loadConfig, standardSources, type Environment } from './config.ts';

const schema = z.object({
  PORT: integerField({ min: 0, max: 65_535 }).default(3000),
  NAME: textField().optional(),
  API_KEY: secretField().optional(),
  REDIS_URL: urlField(['redis', 'rediss']).optional(),
  STRATA_DEBUG: booleanField().default(false),
  MODE: z.enum(['fast', 'safe']).default('safe'),
});

let folder: string;
let dotenvPath: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'config-'));
  dotenvPath = join(folder, '.env');
});
afterEach(() => rmSync(folder, { recursive: true }));

function load(env: Environment) {
  return loadConfig({ schema, sources: standardSources({ env, dotenvPath }) });
}

function problemsOf(env: Environment) {
  try {
    load(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('precedence', () => {
  it('takes the environment before .env, and .env before the default', () => {
    writeFileSync(dotenvPath, 'PORT=4000\nNAME="from the file" # a comment\nMODE=fast\n');
    expect(load({ PORT: '5000' }).values).toMatchObject({ PORT: 5000, NAME: 'from the file', MODE: 'fast' });
  });

  it('reads past the byte order mark that some editors put before the first name', () => {
    writeFileSync(dotenvPath, '\uFEFFPORT=4000\n');
    expect(load({})).toMatchObject({ values: { PORT: 4000 }, warnings: [] });
  });

  it('reads no file where none is', () => {
    expect(load({}).values).toEqual({ PORT: 3000, STRATA_DEBUG: false, MODE: 'safe' });
  });

  it('trims values and takes an empty one as not given', () => {
    writeFileSync(dotenvPath, 'NAME=file\n');
    expect(load({ PORT: ' 81 ', NAME: '  ', MODE: '' }).values).toMatchObject({
      PORT: 81,
      NAME: 'file',
      MODE: 'safe',
    });
  });

  it('takes any further layer in its place', () => {
    const sources = [
      { name: 'environment', values: { NAME: 'env' } },
      { name: 'strata.yaml', values: { NAME: 'yaml', PORT: 1234, STRATA_DEBUG: true } },
    ];
    const config = loadConfig({ schema, sources });
    expect(config.values).toMatchObject({ NAME: 'env', PORT: 1234, STRATA_DEBUG: true });
    expect(config.describe()).toContainEqual({ name: 'PORT', value: '1234', source: 'strata.yaml' });
  });

  it('does not take what an object inherits for a variable', () => {
    const schemaWithOddName = z.object({ toString: textField().optional() });
    expect(loadConfig({ schema: schemaWithOddName, sources: standardSources({ env: {} }) }).values).toEqual(
      {},
    );
  });
});

describe('problems', () => {
  it('are all reported at once, with variable and layer', () => {
    writeFileSync(dotenvPath, 'MODE=slow\n');
    expect(problemsOf({ PORT: 'eighty', STRATA_DEBUG: 'maybe' })).toEqual([
      {
        path: 'PORT',
        message: 'must be a whole number from 0 to 65535, but is "eighty"',
        source: 'environment',
      },
      {
        path: 'STRATA_DEBUG',
        message: 'must be true, 1, yes or on, or false, 0, no or off, but is "maybe"',
        source: 'environment',
      },
      { path: 'MODE', message: 'must be one of fast, safe, but is "slow"', source: '.env' },
    ]);
  });

  it('read as a list of sentences', () => {
    expect(() => load({ PORT: 'x', MODE: 'y' })).toThrow(
      'The configuration has 2 problems:\n  - PORT must be a whole number from 0 to 65535, but is "x" (environment)\n',
    );
  });

  it('name a required value that is missing', () => {
    const required = z.object({ API_KEY: secretField() });
    expect(() => loadConfig({ schema: required, sources: [] })).toThrow('API_KEY must be set');
  });

  it('come from checks across fields too', () => {
    const pair = schema.refine((values) => values.API_KEY !== undefined, {
      error: 'API_KEY or NAME must be set',
    });
    expect(() => loadConfig({ schema: pair, sources: [] })).toThrow('  - API_KEY or NAME must be set');
  });

  it('never show a secret or the password in a URL', () => {
    const picky = z.object({
      API_KEY: secretField().refine((key) => key.startsWith('sk-'), { error: 'must start with sk-' }),
      REDIS_URL: urlField(['redis']),
    });
    const env = { API_KEY: 'hunter2', REDIS_URL: 'http://me:hunter2@host' };
    const attempt = () => loadConfig({ schema: picky, sources: standardSources({ env }) });
    expect(attempt).toThrow('API_KEY must start with sk-, but is "***"');
    expect(attempt).toThrow('"http://***@host"');
    expect(attempt).not.toThrow('hunter2');
  });

  it('include a .env that cannot be read', () => {
    dotenvPath = folder;
    expect(problemsOf({})).toMatchObject([
      { path: folder, message: expect.stringContaining('cannot be read') },
    ]);
  });
});

describe('warnings', () => {
  it('suggest the variable that was meant', () => {
    expect(load({ STRATA_DEGUB: '1' }).warnings).toEqual([
      'STRATA_DEGUB (environment) is not a known variable and has no effect. Did you mean STRATA_DEBUG?',
    ]);
  });

  it('come without a suggestion when nothing is near', () => {
    expect(load({ STRATA_COLOUR: 'red' }).warnings).toEqual([
      'STRATA_COLOUR (environment) is not a known variable and has no effect.',
    ]);
  });

  it('leave the variables of other programs alone, but not misspelt ones in our own file', () => {
    writeFileSync(dotenvPath, 'REDIS_ULR=redis://h\nSOMETHING_ELSE=1\n');
    expect(load({ POTR: '1', PATH: '/bin' }).warnings).toEqual([
      'REDIS_ULR (.env) is not a known variable and has no effect. Did you mean REDIS_URL?',
    ]);
  });

  it('are silent about what another part of the project reads', () => {
    const sources = standardSources({ env: { STRATA_OTHER: '1' } });
    expect(loadConfig({ schema, sources, alsoKnown: ['STRATA_OTHER'] }).warnings).toEqual([]);
  });
});

describe('describe', () => {
  it('lists every variable with its layer and masks what is secret', () => {
    const env = { API_KEY: 'hunter2', REDIS_URL: 'redis://me:p@ss@host:6379' };
    expect(load(env).describe()).toEqual([
      { name: 'PORT', value: '3000', source: 'default' },
      { name: 'NAME', value: '', source: 'default' },
      { name: 'API_KEY', value: '***', source: 'environment' },
      { name: 'REDIS_URL', value: 'redis://***@host:6379', source: 'environment' },
      { name: 'STRATA_DEBUG', value: 'false', source: 'default' },
      { name: 'MODE', value: 'safe', source: 'default' },
    ]);
  });
});
