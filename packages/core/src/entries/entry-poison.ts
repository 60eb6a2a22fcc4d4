import { isError, textRefusal } from '../admission.ts';
import { isEmbedding } from '../embeddings/embedding-answer.ts';
import { isJsonObject, parseJsonObject } from '../json.ts';
import { protocolOf } from './entry-protocol.ts';
import type { EntryRemoval } from './entry-removal.ts';
import type { EntryWalk } from './entry-walk.ts';
import type { StoredEntry } from './stored-entry.ts';

export type PoisonFound = { readonly id: string; readonly tier: string; readonly reason: string };

export type PoisonReport = {
  readonly examined: number;
  readonly poisoned: number;
  readonly purged: number;
  readonly reasons: Readonly<Record<string, number>>;
  readonly examples: readonly PoisonFound[];
};

const MAX_EXAMPLES = 100;

/** Why an entry should not be served, though it is stored; `undefined`: it may. */
export function poisonOf({ entry }: StoredEntry): string | undefined {
  if (entry === undefined) return 'undecodable';
  const whole = parseJsonObject(Buffer.from(entry.body).toString());
  if (whole === undefined) return 'not-json';
  if (isError(whole['error'])) return 'error-body';
  // One embedded input.
  if (isJsonObject(whole['value']) && !isEmbedding(whole['value'])) return 'empty';
  return protocolOf(entry, whole)?.refusal(whole) ?? textRefusal(entry.body);
}

/** Looks through all entries for answers that no client should get: errors, cut or empty ones, damaged ones. */
export async function scanForPoison(
  { walk, removal }: { readonly walk: EntryWalk; readonly removal: EntryRemoval },
  { purge }: { readonly purge: boolean },
  signal?: AbortSignal,
): Promise<PoisonReport> {
  const reasons: Record<string, number> = {};
  const examples: PoisonFound[] = [];
  let examined = 0;
  let poisoned = 0;
  for await (const page of walk.pages(signal)) {
    const bad = page.filter((stored) => poisonOf(stored) !== undefined);
    for (const stored of bad) {
      const reason = poisonOf(stored) ?? '';
      reasons[reason] = (reasons[reason] ?? 0) + 1;
      if (examples.length < MAX_EXAMPLES)
        examples.push({ id: stored.id, tier: stored.tiers.join('+'), reason });
    }
    examined += page.length;
    poisoned += bad.length;
    if (purge) await removal.discard(bad, signal);
  }
  return { examined, poisoned, purged: purge ? poisoned : 0, reasons, examples };
}
