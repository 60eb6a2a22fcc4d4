import type { Analysis } from '../analysis/analyse.ts';
import type { Unit } from '../analysis/unit.ts';

/** Whose business it is: where nobody is named, it is they who do it. */
const BUSINESS: Readonly<Record<string, ReadonlySet<string>>> = {
  police: new Set(['arrest', 'detain', 'fine']),
  employer: new Set(['fire', 'sack', 'dismiss']),
  boss: new Set(['fire', 'sack', 'dismiss']),
  landlord: new Set(['evict']),
};

/** `Can the police arrest me …?`, `Can I be arrested …?` */
export function isImpliedDoer(unit: Unit, own: Analysis, other: Analysis): boolean {
  const deeds = unit.keys.map((key) => (Object.hasOwn(BUSINESS, key) ? BUSINESS[key] : undefined));
  if (unit.role !== 'subj' || deeds.every((deed) => deed === undefined)) return false;
  const verb = own.units[unit.governor];
  const at = other.units.findIndex(
    ({ keys, passive }) => passive && keys.some((key) => verb?.keys.includes(key)),
  );
  return (
    verb?.passive === false &&
    deeds.some((deed) => verb.keys.some((key) => deed?.has(key) === true)) &&
    at !== -1 &&
    !other.units.some(({ role, governor }) => role === 'subj' && governor === at)
  );
}
