import { hash, randomBytes } from 'node:crypto';

export type NewKey = {
  /** For the client, shown once. */
  readonly key: string;
  /** For the configuration: nobody can find the key from it. */
  readonly sha256: string;
};

/** A key of 256 random bits. It looks like OpenAI's, because some clients check that. */
export function newKey(): NewKey {
  const key = `sk-strata-${randomBytes(32).toString('base64url')}`;
  return { key, sha256: digestForm(key) };
}

/** `sha256:<hex>` of a key; a key that is given in this form already comes back in lower case. */
export function digestForm(key: string): string {
  const given = key.toLowerCase();
  // A plain key cannot look so: the settings refuse it.
  return /^sha256:[0-9a-f]{64}$/.test(given) ? given : `sha256:${hash('sha256', key)}`;
}
