import { isSampled, pairHash, type AuditedShare, type AuditVerdict } from '../audit/audit-file.ts';
import type { QuestionStream } from './question-stream.ts';
import type { StreamHit } from './replay.ts';

/** Sums over the hits of some requests, which is all that rates, curves and resamples need. */
export type Tally = {
  hits: number;
  /** Hits whose two questions lie in different classes of the raw labels. */
  wrong: number;
  /** Of the wrong ones: in the audit's sample and read; and read as needing a different answer. */
  readWrong: number;
  trulyWrong: number;
  /** The same of the hits that the raw labels call right. */
  readRight: number;
  falselyRight: number;
};

/** Hits of a rule that belong to the audit's sample but were never read: the estimate leans on the rest. */
export type Outcome = { readonly byClass: ReadonlyMap<number, Tally>; readonly unread: readonly StreamHit[] };

/** What was read, and of which pairs that is a random sample. */
export type Audit = { readonly verdicts: ReadonlyMap<string, AuditVerdict>; readonly share: AuditedShare };

export function emptyTally(): Tally {
  return { hits: 0, wrong: 0, readWrong: 0, trulyWrong: 0, readRight: 0, falselyRight: 0 };
}

/** Tallies by the class of the request: the unit that is resampled, since requests of one class are not independent. */
export function outcomeOf(stream: QuestionStream, hits: readonly StreamHit[], audit: Audit): Outcome {
  const byClass = new Map<number, Tally>();
  const unread: StreamHit[] = [];
  for (const hit of hits) {
    const name = stream.classOf[hit.place] ?? -1;
    const tally = byClass.get(name) ?? emptyTally();
    byClass.set(name, tally);
    count(tally, hit);
    const hash = pairHash(stream.texts[hit.place] ?? '', stream.texts[hit.served] ?? '');
    if (!isSampled(hash, hit.right ? audit.share.right : audit.share.wrong)) continue;
    const verdict = audit.verdicts.get(hash);
    if (verdict === undefined) unread.push(hit);
    else countRead(tally, hit, verdict);
  }
  return { byClass, unread };
}

function count(tally: Tally, hit: StreamHit): void {
  tally.hits += 1;
  if (!hit.right) tally.wrong += 1;
}

/** An unclear pair counts as wrong: the audit must not be kinder than its reader was sure. */
function countRead(tally: Tally, hit: StreamHit, verdict: AuditVerdict): void {
  const wrong = verdict === 'same' ? 0 : 1;
  if (hit.right) {
    tally.readRight += 1;
    tally.falselyRight += wrong;
  } else {
    tally.readWrong += 1;
    tally.trulyWrong += wrong;
  }
}

export function addTally(sum: Tally, tally: Tally, times = 1): void {
  sum.hits += tally.hits * times;
  sum.wrong += tally.wrong * times;
  sum.readWrong += tally.readWrong * times;
  sum.trulyWrong += tally.trulyWrong * times;
  sum.readRight += tally.readRight * times;
  sum.falselyRight += tally.falselyRight * times;
}

export function total(outcome: Outcome): Tally {
  const sum = emptyTally();
  for (const tally of outcome.byClass.values()) addTally(sum, tally);
  return sum;
}

/** Wrong hits after the audit: each kind of hit times the share that was read as wrong. NaN where nothing was read. */
export function auditedWrong(tally: Tally): number {
  const right = tally.hits - tally.wrong;
  const ofWrong = tally.wrong === 0 ? 0 : (tally.wrong * tally.trulyWrong) / tally.readWrong;
  const ofRight = right === 0 ? 0 : (right * tally.falselyRight) / tally.readRight;
  return ofWrong + ofRight;
}
