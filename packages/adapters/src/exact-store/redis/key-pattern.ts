/** Redis' pattern for all keys that begin with this text. */
export function keysBeginningWith(text: string): string {
  return `${text.replaceAll(/[*?[\]\\^]/g, String.raw`\$&`)}*`;
}
