import type { FieldNotes } from './config-notes.ts';

/** What may be shown of a value: nothing of a secret, no user and password of a URL. */
export function redact(text: string, notes: Pick<FieldNotes, 'secret' | 'holdsCredentials'>): string {
  if (notes.secret) return '***';
  // Up to the last @: a password may hold one itself, and a misspelt URL does not parse.
  return notes.holdsCredentials ? text.replace(/^([a-z0-9+.-]*:?\/\/)?.*@/i, '$1***@') : text;
}
