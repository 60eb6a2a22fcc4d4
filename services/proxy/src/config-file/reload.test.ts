import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeClock } from '@strata/contracts/fake-clock';
import { createLogger, createMetrics, type Logger } from '@strata/service-kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManagedFile } from '../managed/managed-file.ts';
import { derived } from './live.ts';
import { loadProxyConfig } from './load.ts';
import { reloadOnSignalAndChange } from './on-change.ts';
import { countReloads } from './reload-metrics.ts';
import { ConfigReload } from './reload.ts';

let folder: string;
let path: string;
let lines: string[];
let logger: Logger;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reload-'));
  path = join(folder, 'strata.yaml');
  lines = [];
  logger = createLogger({
    level: 'debug',
    service: 'proxy',
    destination: { write: (line) => lines.push(line) },
  });
});
afterEach(() => rmSync(folder, { recursive: true }));

function started(text: string): ConfigReload {
  writeFileSync(path, text);
  const load = (dataDir = folder) => loadProxyConfig({ CONFIG_PATH: path }, join(folder, '.env'), dataDir);
  return new ConfigReload({ load, loaded: load() });
}

const provider = (name: string): string => `providers: [{name: ${name}, base_url: http://${name}:1}]\n`;

describe('reading the configuration again', () => {
  it('brings sections, what was made of them, and the log level into force', () => {
    const reload = started(`${provider('first')}log: {level: warn}\n`);
    const names = derived(reload.settings, ({ providers }) => providers.map(({ name }) => name));
    const heard: string[][] = [];
    names.onChange((value) => heard.push(value));
    writeFileSync(path, `${provider('second')}log: {level: debug}\n`);
    expect(reload.run(logger)).toBe('applied');
    expect(names.current).toEqual(['second']);
    expect(heard).toEqual([['second']]);
    expect(reload.settings.current.variables.LOG_LEVEL).toBe('debug');
    expect(lines.join()).toContain('"changed":["providers","LOG_LEVEL"]');
  });

  it('keeps the old one when the new one is bad, and says where without its secrets', () => {
    const reload = started(provider('first'));
    writeFileSync(path, `${provider('second')}prot: 1\nmaster_keys: [{name: a, key: "sk hunter2"}]\n`);
    expect(reload.run(logger)).toBe('refused');
    expect(reload.settings.current.providers[0]?.name).toBe('first');
    expect(lines.join()).toContain(`prot is not a known setting; did you mean port? (${path}:2:1)`);
    expect(lines.join()).toContain('master_keys.0.key');
    expect(lines.join()).not.toContain('hunter2');
  });

  it('keeps the old one everywhere when a part cannot be made of the new one', () => {
    const reload = started(provider('first'));
    const names = derived(reload.settings, ({ providers }) => providers.map(({ name }) => name));
    derived(reload.settings, ({ providers }) => {
      if (providers.some(({ name }) => name === 'second')) throw new Error('no room for it');
      return providers;
    });
    writeFileSync(path, provider('second'));
    expect(reload.run(logger)).toBe('refused');
    expect(names.current).toEqual(['first']);
    expect(reload.settings.current.providers[0]?.name).toBe('first');
    expect(lines.join()).toContain('no room for it');
  });

  it('says what waits for a restart, each time until the restart', () => {
    const reload = started('port: 81\n');
    writeFileSync(path, 'port: 82\ndata_dir: elsewhere\n');
    expect(reload.run(logger)).toBe('unchanged');
    expect(reload.run(logger)).toBe('unchanged');
    expect(lines.filter((line) => line.includes('"variables":["PORT","DATA_DIR"]'))).toHaveLength(2);
  });

  it('finds what the admin API wrote where the proxy has its data, whatever the file says now', () => {
    const managed = new ManagedFile(folder);
    const key = { settings: { name: 'app', key: 'sk-app' } };
    managed.write({ version: 1, changed_at: 0, providers: {}, master_keys: { app: key } });
    const reload = started(`data_dir: ${folder}\n`);
    writeFileSync(path, `data_dir: elsewhere\n${provider('first')}`);
    expect(reload.run(logger)).toBe('applied');
    // Without it the API would be open from now on.
    expect(reload.settings.current.master_keys.map(({ name }) => name)).toEqual(['app']);
  });

  it('takes a file that changed while everything was put together', async () => {
    const reload = started(provider('first'));
    writeFileSync(path, `${provider('second')}# longer than before\n`);
    const clock = new FakeClock();
    const process = Object.assign(new EventEmitter(), { pid: 1, stdin: {}, kill: () => true });
    using _watching = reloadOnSignalAndChange({ path, process, reload, clock, logger });
    await expect
      .poll(
        () => {
          clock.advance(1_000);
          return reload.settings.current.providers[0]?.name;
        },
        { timeout: 30_000 },
      )
      .toBe('second');
  }, 60_000);

  it('is counted by its result', async () => {
    const registry = createMetrics({ service: 'proxy', version: '0' });
    const reload = started(provider('first'));
    countReloads(registry, reload);
    reload.run(logger);
    rmSync(path);
    reload.run(logger);
    const text = await registry.metrics();
    expect(text).toContain('strata_config_reload_total{result="applied"} 0');
    expect(text).toContain('strata_config_reload_total{result="unchanged"} 1');
    expect(text).toContain('strata_config_reload_total{result="refused"} 1');
  });
});
