import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

export const deployPath = (name: string): string =>
  fileURLToPath(new URL(`../../deploy/${name}`, import.meta.url));
export const readDeployed = (name: string): string => readFileSync(deployPath(name), 'utf8');

type Rules = { groups: { rules: { alert: string; expr: string; annotations: { summary: string } }[] }[] };
type Dashboard = { panels: { title: string; targets?: { expr: string }[] }[] };

export const alerts = (parse(readDeployed('prometheus/alerts.yml')) as Rules).groups.flatMap(
  ({ rules }) => rules,
);
const dashboard = JSON.parse(readDeployed('grafana/dashboards/strata.json')) as Dashboard;
export const panels = dashboard.panels.flatMap(({ title, targets = [] }) =>
  targets.map(({ expr }) => [`panel "${title}"`, expr] as const),
);

/** All that is asked of Prometheus, by who asks. */
export const queries: readonly (readonly [string, string])[] = [
  ...alerts.map(({ alert, expr }) => [`alert ${alert}`, expr] as const),
  ...panels,
];

/** Our own, Node's, and `up`. */
export function familiesIn(query: string): readonly string[] {
  return query.match(/\b(?:strata|llm_proxy|process|nodejs)_\w+|\bup\b/g) ?? [];
}
