import type { Rule } from '../rules/rule.ts';
import { PLAIN_ACCEPTS, type FamilyReport, type SuiteReport } from '../suite-run/run-suite.ts';
import { percent, rateWithInterval, table } from './markdown.ts';

/** Rules as rows: what each serves wrongly, and what it keeps. */
export function ruleTable(report: SuiteReport, rules: readonly Rule[]): string {
  const [lookalikes, paraphrases] = ['lookalikes', 'paraphrases'].map((kind) =>
    report.totals.find((total) => total.kind === kind),
  );
  const near = PLAIN_ACCEPTS.toFixed(2);
  const head = [
    'rule',
    `look-alikes served (of ${lookalikes?.pairs ?? 0})`,
    `of those with cosine >= ${near} (${lookalikes?.near ?? 0})`,
    `paraphrases served (of ${paraphrases?.pairs ?? 0})`,
    `of those with cosine >= ${near} (${paraphrases?.near ?? 0})`,
  ];
  return table(
    head,
    rules.map((rule) => [
      rule.note,
      cell(lookalikes, rule.name, 'served'),
      cell(lookalikes, rule.name, 'servedNear'),
      cell(paraphrases, rule.name, 'served'),
      cell(paraphrases, rule.name, 'servedNear'),
    ]),
  );
}

function cell(total: FamilyReport | undefined, name: string, of: 'served' | 'servedNear'): string {
  const rate = total?.[of][name];
  return rate ? rateWithInterval(rate.rate, rate) : '–';
}

/** Families as rows, for the rules named. */
export function familyTable(families: readonly FamilyReport[], shown: readonly string[]): string {
  const kind = families[0]?.kind;
  const head = ['family', 'pairs', 'cosine p10 / p50 / p90', ...shown.map((name) => `${name} serves`)];
  if (kind === 'paraphrases')
    head.push(`${shown.at(-1) ?? ''} keeps of cosine >= ${PLAIN_ACCEPTS.toFixed(2)}`);
  return table(
    head,
    families.map((family) => {
      const cosine = [family.cosine.p10, family.cosine.p50, family.cosine.p90].map((value) =>
        value.toFixed(2),
      );
      const row = [
        family.family,
        String(family.pairs),
        cosine.join(' / '),
        ...shown.map((name) => cell(family, name, 'served')),
      ];
      if (kind === 'paraphrases') row.push(kept(family, shown.at(-1) ?? ''));
      return row;
    }),
  );
}

function kept(family: FamilyReport, name: string): string {
  const rate = family.servedNear[name];
  return rate ? `${rate.served} of ${rate.of} (${percent(rate.rate, 0)})` : '–';
}
