import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

/** `same`: one answer serves both questions. `different`: it does not. `unclear`: a careful reader cannot tell. */
export type AuditVerdict = 'same' | 'different' | 'unclear';

/**
 * Shares of pairs to be read, by what the raw labels say of the pair. Pairs are drawn by their hash, so that the pairs read
 * are a random sample of the hits of *any* rule, also of one that did not exist when they were read.
 */
export type AuditedShare = { readonly wrong: number; readonly right: number };

/** Of the whole stream. */
export const SAMPLED: AuditedShare = { wrong: 0.25, right: 0.1 };
/** Of the held-out requests: every pair with a cosine of .80 or more among the six nearest was read. */
export const ALL_READ: AuditedShare = { wrong: 1, right: 1 };

const HEADER = 'pair\tverdict';

/** The pair's name: it tells nothing of the text (which must not leave its owner's terms), yet finds the verdict again. */
export function pairHash(a: string, b: string): string {
  const sides = [a, b].map((text) => text.normalize('NFC').replace(/\s+/gu, ' ').trim()).toSorted();
  return createHash('sha256')
    .update(`strata-audit:${sides.join('\t')}`)
    .digest('hex')
    .slice(0, 20);
}

/** Whether the pair belongs to the sample. */
export function isSampled(hash: string, share: number): boolean {
  return Number.parseInt(hash.slice(0, 8), 16) / 2 ** 32 < share;
}

/** All verdicts of the folder's `.tsv` files. Throws on a malformed line. */
export function readAudit(folder: string): ReadonlyMap<string, AuditVerdict> {
  const verdicts = new Map<string, AuditVerdict>();
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.tsv'))) {
    const [header, ...lines] = readFileSync(`${folder}/${name}`, 'utf8').trimEnd().split('\n');
    if (header !== HEADER) throw new Error(`${name}: the header line is missing`);
    for (const line of lines) {
      const [hash = '', verdict = ''] = line.split('\t');
      if (!isVerdict(verdict)) throw new Error(`${name}: unknown verdict in "${line}"`);
      verdicts.set(hash, verdict);
    }
  }
  return verdicts;
}

function isVerdict(text: string): text is AuditVerdict {
  return text === 'same' || text === 'different' || text === 'unclear';
}
