import { join } from 'node:path';
import { pairHash, readAudit, type AuditVerdict } from '../bench/accuracy/audit/audit-file.ts';
import { questionStream } from '../bench/accuracy/stream/question-stream.ts';
import { TextVectors } from '../bench/accuracy/text-vectors.ts';
import { analyse, type Analysis } from '../packages/judge/src/analysis/analyse.ts';
import { compare } from '../packages/judge/src/compare/align.ts';
import { loadWeights } from '../packages/judge/src/compare/weights.ts';
import { allGuards, objections } from '../packages/judge/src/guards/guards.ts';
import { loadDictionary } from '../packages/judge/src/lexicon/dictionary.ts';
import { standing } from '../packages/judge/src/policy.ts';
import { featuresOf, type Features } from '../packages/judge/src/score/features.ts';

export type FitPair = {
  readonly cosine: number;
  readonly features: Features;
  /** How many guards object. */
  readonly objections: number;
  /** Policies under which no objection stands. */
  readonly passes: readonly string[];
  /** By the raw labels. */
  readonly same: boolean;
  /** What a careful reader said of the pair, where it was read. */
  readonly audit: AuditVerdict | undefined;
  readonly heldOut: boolean;
};

const POLICIES = ['strict', 'balanced', 'eager'] as const;
const REQUESTS = 60_000;
const CANDIDATES = 8;
const LOWEST_COSINE = 0.8;
/** Guards whose objection shows a conflict: such pairs are never served, so nothing is fitted on them. */
const SOFT = new Set([
  'addition',
  'substitution',
  'tense',
  'comparative',
  'name',
  'question',
  'modality',
  'quantifier',
]);

/** Each question of the bench's stream with its nearest earlier ones, as far as guards leave them to the score. */
export async function readPairs(path: string): Promise<FitPair[]> {
  const bench = join(import.meta.dirname, '../bench');
  const vectors = await TextVectors.open(join(bench, '.cache'));
  const stream = await questionStream(
    { path, length: REQUESTS, cacheFolder: join(bench, '.cache') },
    vectors,
  );
  const audit = readAudit(join(bench, 'accuracy/audit'));
  const judge = pairReader();
  const pairs: FitPair[] = [];
  for (let place = 0; place < stream.texts.length; place += 1) {
    for (let rank = 0; rank < CANDIDATES; rank += 1) {
      const at = place * stream.near.width + rank;
      const other = stream.near.places[at] ?? -1;
      const cosine = stream.near.scores[at] ?? 0;
      if (other < 0 || cosine < LOWEST_COSINE) break;
      const [a, b] = [stream.texts[place] ?? '', stream.texts[other] ?? ''];
      const read = judge(a, b, cosine);
      if (read === undefined) continue;
      pairs.push({
        ...read,
        cosine,
        same: stream.classOf[place] === stream.classOf[other],
        audit: audit.get(pairHash(a, b)),
        heldOut: stream.heldOut[place] === true,
      });
    }
  }
  return pairs;
}

type ReadPair = Pick<FitPair, 'features' | 'objections' | 'passes'>;

/** `undefined` for pairs that no policy would serve. */
function pairReader(): (a: string, b: string, cosine: number) => ReadPair | undefined {
  const dictionary = loadDictionary();
  const weights = loadWeights();
  const guards = allGuards(dictionary);
  const known = new Map<string, Analysis>();
  const analysed = (text: string): Analysis => {
    const analysis = known.get(text) ?? analyse(text, dictionary);
    known.set(text, analysis);
    return analysis;
  };
  return (one, other, cosine) => {
    const [a, b] = one < other ? [one, other] : [other, one];
    const comparison = compare(analysed(a), analysed(b), { dictionary, weights });
    const found = [...objections(guards, comparison)];
    if (!found.every(({ guard }) => SOFT.has(guard))) return undefined;
    return {
      features: featuresOf(comparison, cosine),
      objections: found.length,
      passes: POLICIES.filter((policy) => standing(policy, found, comparison) === undefined),
    };
  };
}
