type Issues = {
  addIssue(issue: { code: 'custom'; path: PropertyKey[]; message: string }): void;
};

type Refinement = readonly [
  check: (items: readonly unknown[], issues: Issues) => void,
  params: { readonly when: (payload: { readonly value: unknown }) => boolean },
];

/**
 * For `superRefine` on a list of mappings: an item whose `field` an earlier one has is there twice. Also said where
 * something else is wrong with the list, so that all is told at once.
 */
export function noTwins(...fields: readonly string[]): Refinement {
  const check = (items: readonly unknown[], issues: Issues): void => {
    for (const field of fields) {
      const seen = new Set<unknown>();
      for (const [index, item] of items.entries()) {
        const value: unknown =
          typeof item === 'object' && item !== null ? Reflect.get(item, field) : undefined;
        if (typeof value === 'string' && seen.has(value))
          issues.addIssue({ code: 'custom', path: [index, field], message: 'is there twice' });
        seen.add(value);
      }
    }
  };
  return [check, { when: ({ value }) => Array.isArray(value) }];
}
