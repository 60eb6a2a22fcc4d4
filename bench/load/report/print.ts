import { table } from '../../accuracy/report/markdown.ts';
import { isMet, type Figure, type FigureDetails, type FigureUnit, type Skipped } from '../figures.ts';

const UNIT_TEXT: Readonly<Record<FigureUnit, (value: number) => string>> = {
  ratio: (value) => value.toFixed(2),
  ms: (value) => `${value.toFixed(value < 100 ? 2 : 0)} ms`,
  s: (value) => `${value.toFixed(2)} s`,
  MB: (value) => `${value.toFixed(0)} MB`,
  calls: String,
  share: (value) => `${(value * 100).toFixed(1)} %`,
};

const COMPARISON = { 'at-least': '≥', below: '<', 'at-most': '≤' } as const;

/** One line as soon as a figure is there, with what is behind it. */
export function line(finding: Figure | Skipped): string {
  if ('reason' in finding) return `${finding.section}, ${finding.name}: not measured, ${finding.reason}`;
  const { section, name, details } = finding;
  const behind = details === undefined ? '' : `\n    ${detailText(details)}`;
  return `${section}, ${name}: ${measuredText(finding)}${goalText(finding)}${behind}`;
}

/** All of it, at the end. */
export function summary(figures: readonly Figure[], skipped: readonly Skipped[]): string {
  const rows = figures.map((figure) => [
    `${figure.section}, ${figure.name}`,
    measuredText(figure),
    goalOf(figure),
    verdict(figure),
  ]);
  const missing = skipped.map(({ section, name, reason }) => [
    `${section}, ${name}`,
    `– (${reason})`,
    '',
    '',
  ]);
  return table(['what', 'measured', 'goal', 'met'], [...rows, ...missing]);
}

function measuredText({ measured, unit }: Figure): string {
  return UNIT_TEXT[unit](measured);
}

function goalOf({ goal, unit }: Figure): string {
  return goal === undefined ? '' : `${COMPARISON[goal.kind]} ${UNIT_TEXT[unit](goal.limit)}`;
}

function goalText(figure: Figure): string {
  return figure.goal === undefined ? '' : ` (goal ${goalOf(figure)}: ${verdict(figure)})`;
}

function verdict(figure: Figure): string {
  const met = isMet(figure);
  return met === undefined ? '' : met ? 'yes' : 'NO';
}

function detailText(details: FigureDetails): string {
  const parts = Object.entries(details).map(([name, value]) => {
    if (typeof value === 'object') return `${name} {${detailText(value)}}`;
    return `${name} ${typeof value === 'number' ? Number(value.toPrecision(5)) : value}`;
  });
  return parts.join(', ');
}
