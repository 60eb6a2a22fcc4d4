import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { referencePages } from '../../scripts/reference.ts';
import { alerts, dashboard, deployPath, panels, queries, readDeployed } from './queries.ts';

describe('the Grafana dashboard', () => {
  const provisioned = parse(readDeployed('grafana/provisioning/datasources/prometheus.yml')) as {
    datasources: { type: string; uid: string }[];
  };

  it('asks the data source that is provisioned, by variables that it has', () => {
    const [{ type, uid } = { type: '', uid: '' }] = provisioned.datasources;
    const names = dashboard.templating.list.map(({ name }) => name);
    const sources = [
      ...dashboard.templating.list.map(({ datasource }) => datasource),
      ...dashboard.panels.flatMap(({ datasource, targets = [] }) =>
        targets.map((target) => target.datasource ?? datasource),
      ),
    ];
    for (const source of sources) expect(source).toEqual({ type, uid });
    for (const [, query] of panels)
      for (const [, name = ''] of query.matchAll(/\$(\w+)/g))
        expect([...names, '__range', '__rate_interval']).toContain(name);
  });

  it('lays its panels beside each other, each with an id and queries of its own', () => {
    const ids = dashboard.panels.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) => {
      expect(x + w).toBeLessThanOrEqual(24);
      return Array.from({ length: w * h }, (_, at) => `${x + (at % w)},${y + Math.floor(at / w)}`);
    });
    expect(new Set(cells).size).toBe(cells.length);
    for (const { title, type, targets = [] } of dashboard.panels) {
      expect([title, targets.length > 0]).toEqual([title, type !== 'row']);
      expect(new Set(targets.map(({ refId }) => refId)).size).toBe(targets.length);
    }
  });
});

type AlertTests = {
  tests: { alert_rule_test: { alertname: string; exp_alerts: unknown[] }[] }[];
};

/** Label names by family, of both services, as the code registers them. */
const families = new Map<string, readonly string[]>();
for (const [, name = '', type = '', list = ''] of metricRows()) {
  const labels = [...list.matchAll(/`(\w+)`/g)].map(([, label = '']) => label);
  if (type !== 'histogram') families.set(name, labels);
  else for (const end of ['_bucket', '_sum', '_count']) families.set(name + end, [...labels, 'le']);
}

function metricRows(): readonly RegExpExecArray[] {
  const page = referencePages()['metrics.md'] ?? '';
  return [...page.matchAll(/^\| `(\w+)` \| (\w+) \| ([^|]*) \|/gm)];
}

const OURS = /\b(?:strata|llm_proxy)_\w+/g;
/** Given by the scrape. */
const TARGET = ['job', 'instance'];

describe.each(queries)('%s', (_name, query) => {
  it('asks for metrics that the code has, by labels that they have', () => {
    for (const [name] of query.matchAll(OURS)) expect([...families.keys()]).toContain(name);
    for (const [, name = '', matchers = ''] of query.matchAll(/\b(\w+)\{([^}]*)\}/g)) {
      const labels = [...matchers.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)].map(([, label = '']) => label);
      expect([...TARGET, ...(families.get(name) ?? [])]).toEqual(expect.arrayContaining(labels));
    }
  });

  it('groups by labels that its metrics have', () => {
    const known = [...query.matchAll(OURS)].flatMap(([name]) => families.get(name) ?? []);
    for (const [, list = ''] of query.matchAll(/\bby \(([^)]*)\)/g))
      expect([...TARGET, ...known]).toEqual(expect.arrayContaining(list.split(/,\s*/)));
  });
});

it('has an alert and a panel for everything that matters, by different names', () => {
  expect(new Set(alerts.map(({ alert }) => alert)).size).toBe(alerts.length);
  expect(alerts.length).toBeGreaterThan(8);
  expect(panels.length).toBeGreaterThan(20);
});

it('shows for every alert a case in which it is told, and the guide says what it is about', () => {
  const { tests } = parse(readDeployed('prometheus/alerts.test.yml')) as AlertTests;
  const told = tests.flatMap(({ alert_rule_test: cases }) =>
    cases.filter(({ exp_alerts: expected }) => expected.length > 0).map(({ alertname }) => alertname),
  );
  const guide = readFileSync(new URL('../../docs/guides/observability.md', import.meta.url), 'utf8');
  for (const { alert } of alerts) {
    expect(told).toContain(alert);
    expect(guide).toContain(`\`${alert}\``);
  }
});

const promtool = spawnSync('promtool', ['--version']).error === undefined;
if (!promtool) process.stderr.write('promtool is not installed: the rule file is not checked by it.\n');

it.skipIf(!promtool).each([
  ['check', 'alerts.yml'],
  ['test', 'alerts.test.yml'],
])('promtool %s rules %s', (command, file) => {
  const args = [command, 'rules', deployPath(`prometheus/${file}`)];
  const { status, stderr, stdout } = spawnSync('promtool', args, { encoding: 'utf8' });
  expect(`${stdout}${stderr}`).toContain('SUCCESS');
  expect(status).toBe(0);
});

it.skipIf(!promtool)('promtool understands every query of the dashboard', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'strata-queries-'));
  const rules = panels.map(([, query], index) => ({
    record: `panel:${index}`,
    expr: query.replaceAll(/\$__\w+/g, '5m').replaceAll('$instance', '.*'),
  }));
  const file = join(folder.path, 'rules.yml');
  await writeFile(file, stringify({ groups: [{ name: 'panels', rules }] }));
  const { stdout, stderr, status } = spawnSync('promtool', ['check', 'rules', file], { encoding: 'utf8' });
  expect(`${stdout}${stderr}`).toContain(`SUCCESS: ${rules.length} rules found`);
  expect(status).toBe(0);
});
