import {
  CandidateReview,
  SecondOpinion,
  SemanticTier,
  type Feedback,
  type NamedJudge,
  type Observer,
} from '@strata/core';
import { createJudge, type JudgePolicy } from '@strata/judge';
import { POLICY_THRESHOLDS } from '@strata/judge/policy-thresholds';
import { embedderPart } from './parts/embedder.ts';
import { partCheck } from './parts/part-check.ts';
import type { PartContext } from './parts/part.ts';
import { vectorStorePart } from './parts/vector-store.ts';

export type SemanticContext = PartContext & {
  readonly observer: Observer;
  /** Everything that holds a resource is put on it, to be disposed of in reverse. */
  readonly resources: AsyncDisposableStack;
};

/** Beyond it the vector stands for a few known word pieces rather than for the question. */
const MAX_UNKNOWN_SHARE = 0.2;

/** The semantic tier with its parts; they may all be down. */
export async function composeSemantic(
  context: SemanticContext,
  { feedback, minVersion }: { readonly feedback: Feedback; readonly minVersion: number },
) {
  const { config, clock, observer, resources } = context;
  const vectors = await vectorStorePart(context);
  resources.use(vectors.value);
  const embedder = await embedderPart(context);
  resources.use(embedder.value);
  const judge = createJudge({ policy: config.SEMANTIC_POLICY });
  const secondOpinion = config.SEMANTIC_READING
    ? resources.use(
        new SecondOpinion({
          crossEncoder: embedder.value,
          clock,
          observer,
          deadlineMs: config.EMBEDDING_TIMEOUT,
        }),
      )
    : undefined;
  const review = new CandidateReview({
    judge,
    ...(secondOpinion !== undefined && { secondOpinion }),
    judges: judgesByName(),
    feedback,
    clock,
    observer,
    threshold: config.SEMANTIC_THRESHOLD ?? POLICY_THRESHOLDS[config.SEMANTIC_POLICY],
    showTexts: config.SHOW_PROMPTS,
  });
  const tier = resources.use(
    new SemanticTier({
      embedder: embedder.value,
      vectors: vectors.value,
      review,
      feedback,
      clock,
      observer,
      embedDeadlineMs: config.EMBEDDING_TIMEOUT,
      vectorDeadlineMs: config.VECTOR_TIMEOUT,
      candidates: 8,
      maxUnknownShare: MAX_UNKNOWN_SHARE,
      minVersion,
    }),
  );
  const stores = [{ tier: 'semantic', store: vectors.value }];
  observer.observe({
    kind: 'false-hits',
    checks: 0,
    ratio: 0,
    lower: 0,
    upper: 1,
    threshold: review.threshold,
    changed: false,
  });
  const warmUp = (): void => {
    secondOpinion?.warmUp();
    // The first verdict takes tens of milliseconds: rules are compiled and tables read on demand.
    for (const [text, other] of WARM_UP_PAIRS) {
      judge.judge({ text, threshold: 0 }, { text: other, score: 1, minScore: 0 });
    }
  };
  return {
    tier,
    review,
    vectors,
    embedder,
    stores,
    checks: [
      partCheck(vectors, () => ({ available: tier.available.vectors, writeProblem: tier.writeProblem })),
      partCheck(embedder, () => ({ available: tier.available.embedder })),
      ...(secondOpinion === undefined
        ? []
        : [partCheck({ name: 'cross_encoder', value: secondOpinion }, () => secondOpinion)]),
    ],
    warmUp,
  };
}

const WARM_UP_PAIRS = [
  [
    'How do I convert 100 km to miles in Python 3.12?',
    'What is the way to turn 100 kilometres into miles with Python 3.12?',
  ],
  [
    "Isn't Alice's friend older than Bob since May 2020?",
    'Was Bob not older than the friend of Alice in May 2020?',
  ],
  [
    "I'm getting 'cannot borrow as mutable' in a loop. How do I fix this?",
    "Fixing 'cannot borrow as mutable' in loops",
  ],
] as const;

/** Judges that rules ask for, each made when it is first needed: their tables are large. */
function judgesByName(): (name: string) => NamedJudge | undefined {
  const made = new Map<string, NamedJudge>();
  return (name) => {
    const policy = name as JudgePolicy;
    if (POLICY_THRESHOLDS[policy] === undefined) return undefined;
    const judge = made.get(name) ?? {
      judge: createJudge({ policy }),
      threshold: POLICY_THRESHOLDS[policy],
    };
    made.set(name, judge);
    return judge;
  };
}
