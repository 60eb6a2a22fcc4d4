import type { Analysis } from '../analysis/analyse.ts';
import type { Unit } from '../analysis/unit.ts';

const LANGUAGES = new Set(
  `french german spanish italian portuguese dutch swedish norwegian danish finnish polish russian ukrainian czech greek
  turkish arabic hebrew hindi korean japanese chinese mandarin thai vietnamese latin english`.split(/\s+/u),
);

/** `Translate cheese into French`, `cheese in French`: keywords that end so ask for nothing else. */
export function isTranslated(unit: Unit, own: Analysis, other: Analysis): boolean {
  if (!unit.keys.includes('translate')) return false;
  return (
    own.units[0] === unit &&
    ['to', 'into'].includes(languageBehind(own) ?? '') &&
    other.ask.type === 'none' &&
    languageBehind(other) === 'in'
  );
}

/** The word before a language that the text ends with. */
function languageBehind({ units, elements }: Analysis): string | undefined {
  const last = units.at(-1);
  return last?.keys.some((key) => LANGUAGES.has(key)) === true ? elements[last.at - 1]?.word : undefined;
}
