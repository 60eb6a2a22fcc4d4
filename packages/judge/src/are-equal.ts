/** Whether two lists hold the same words in the same order. */
export function areEqual(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((word, at) => word === other[at]);
}
