import type { Comparison, Guard } from '../compare/comparison.ts';
import { CURRENCY, figuresAlone, isTime } from './figures.ts';

const BINARY = /\d\s?[KMGTP]iB\b|\b(?:ki|me|gi|te|pe)bi(?:byte|bit)s?\b/u;
const DECIMAL = /\d\s?[kKMGTP]B\b|\b(?:kilo|mega|giga|tera|peta)(?:byte|bit)s?\b/u;

/** `512 GiB`, `512 GB`: whoever writes the first means the difference. */
function otherBase({ a, b }: Comparison): string | undefined {
  const differ = [a, b].some(({ text }) => BINARY.test(text) && !DECIMAL.test(text));
  return differ && [a, b].some(({ text }) => DECIMAL.test(text) && !BINARY.test(text))
    ? 'binary units against decimal ones'
    : undefined;
}

const QUANTITY = /^[a-z]+:\d/u;

/** Quantities with their units; an hour is 60 minutes. */
export const unitGuard: Guard = {
  name: 'unit',
  check: (comparison) =>
    otherBase(comparison) ??
    figuresAlone(
      comparison,
      ({ unit }) => QUANTITY.test(unit.word) && !CURRENCY.test(unit.word) && !isTime(unit.word),
    ),
};
