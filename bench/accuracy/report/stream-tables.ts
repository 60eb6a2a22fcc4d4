import type { PairsReport } from '../labelled-pairs.ts';
import type { EqualHits } from '../stream/compare.ts';
import type { RuleReport, StreamReport } from '../stream/run-stream.ts';
import { interval, percent, rateWithInterval, table } from './markdown.ts';

const CURVE_STEPS = [0.8, 0.86, 0.89, 0.92, 0.95, 0.97, 0.98, 0.99];

/** The static line: what plain thresholds do on this stream. */
export function curveTable(report: StreamReport): string {
  const points = report.curve.filter(({ threshold }) =>
    CURVE_STEPS.some((step) => Math.abs(step - threshold) < 1e-6),
  );
  return table(
    [
      'threshold',
      'hits',
      'across classes',
      'wrong, audited',
      'across classes, of hits',
      'wrong of hits, audited',
    ],
    points.map((point) => [
      point.threshold.toFixed(2),
      percent(point.hitRate, 2),
      percent(point.errorRate, 2),
      percent(point.auditedWrong / report.requests, 2),
      percent(point.wrongOfHits),
      percent(point.auditedWrong / point.hits),
    ]),
  );
}

export function streamRuleTable(report: StreamReport): string {
  return table(
    [
      'rule',
      'hits',
      'across classes',
      'across classes, of hits',
      'wrong of labelled hits',
      'wrong of hits, audited',
      'fewer wrong than a plain threshold with as many hits, labelled pairs',
      'the same, what is unlabelled counted as different',
      'the same, audited',
      'sampled hits not read',
    ],
    report.rules.map((rule) => ruleRow(rule, report.requests)),
  );
}

function ruleRow(rule: RuleReport, requests: number): readonly string[] {
  return [
    rule.note,
    `${rule.hits} (${percent(rule.hits / requests, 2)})`,
    `${rule.wrong} (${percent(rule.wrong / requests, 2)})`,
    rateWithInterval(rule.wrongOfHits, rule.wrongOfHitsInterval),
    `${rule.labelledWrong} of ${rule.labelledHits}`,
    percent(rule.auditedWrong / rule.hits),
    fewer(rule.labelled),
    fewer(rule.raw),
    fewer(rule.audited),
    String(rule.unread),
  ];
}

function fewer(equal: EqualHits | undefined): string {
  if (!equal) return '–';
  return `${percent(equal.fewer)} (${interval(equal.fewerInterval)}); plain ${equal.threshold.toFixed(3)}`;
}

export function pairsTable(reports: readonly PairsReport[]): string {
  return table(
    ['rule', 'accepted', 'wrong', 'precision', 'recall'],
    reports.map((one) => [
      one.name,
      String(one.accepted),
      String(one.wrong),
      rateWithInterval(one.precision, one.precisionInterval),
      rateWithInterval(one.recall, one.recallInterval),
    ]),
  );
}
