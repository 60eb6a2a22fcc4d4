import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { referencePages } from '../../scripts/reference.ts';

const path = (name: string): string => fileURLToPath(new URL(`../../deploy/${name}`, import.meta.url));
const read = (name: string): string => readFileSync(path(name), 'utf8');

type Rules = { groups: { rules: { alert: string; expr: string; annotations: { summary: string } }[] }[] };
type Dashboard = { panels: { title: string; targets?: { expr: string }[] }[] };

const alerts = (parse(read('prometheus/alerts.yml')) as Rules).groups.flatMap(({ rules }) => rules);
const dashboard = JSON.parse(read('grafana/dashboards/strata.json')) as Dashboard;
const panels = dashboard.panels.flatMap(({ title, targets = [] }) =>
  targets.map(({ expr }) => [`panel "${title}"`, expr] as const),
);
const queries = [...alerts.map(({ alert, expr }) => [`alert ${alert}`, expr] as const), ...panels];

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

const promtool = spawnSync('promtool', ['--version']).error === undefined;
if (!promtool) process.stderr.write('promtool is not installed: the rule file is not checked by it.\n');

it.skipIf(!promtool).each([
  ['check', 'alerts.yml'],
  ['test', 'alerts.test.yml'],
])('promtool %s rules %s', (command, file) => {
  const args = [command, 'rules', path(`prometheus/${file}`)];
  const { status, stderr, stdout } = spawnSync('promtool', args, { encoding: 'utf8' });
  expect(`${stdout}${stderr}`).toContain('SUCCESS');
  expect(status).toBe(0);
});
