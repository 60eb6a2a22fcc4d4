import type { JudgePolicy } from './judge.ts';

/**
 * The lowest cosine at which each policy was measured, and the proxy's default for it. The guards decide above it; a lower
 * one finds more paraphrases and lets more doubtful pairs come before them (the trade is in docs/concepts/accuracy.md).
 */
export const POLICY_THRESHOLDS: Readonly<Record<JudgePolicy, number>> = {
  strict: 0.88,
  balanced: 0.84,
  eager: 0.8,
};
