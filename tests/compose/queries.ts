import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

export const deployPath = (name: string): string =>
  fileURLToPath(new URL(`../../deploy/${name}`, import.meta.url));
export const readDeployed = (name: string): string => readFileSync(deployPath(name), 'utf8');

type Rules = { groups: { rules: { alert: string; expr: string; annotations: { summary: string } }[] }[] };
type Source = { readonly type: string; readonly uid: string };
type Panel = {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly datasource?: Source;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly {
    readonly refId: string;
    readonly expr: string;
    readonly datasource?: Source;
  }[];
};
type Dashboard = {
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly name: string; readonly datasource: Source }[] };
};

export const alerts = (parse(readDeployed('prometheus/alerts.yml')) as Rules).groups.flatMap(
  ({ rules }) => rules,
);
export const dashboard = JSON.parse(readDeployed('grafana/dashboards/strata.json')) as Dashboard;
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
