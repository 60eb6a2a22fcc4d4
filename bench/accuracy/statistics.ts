export type Interval = { readonly low: number; readonly high: number };

/** Exact (Clopper-Pearson) interval of a proportion, 95 % by default. */
export function clopperPearson(successes: number, trials: number, level = 0.95): Interval {
  if (trials === 0) return { low: 0, high: 1 };
  const tail = (1 - level) / 2;
  return {
    low: successes === 0 ? 0 : bisect((p) => upperTail(successes, trials, p) < tail),
    high: successes === trials ? 1 : bisect((p) => 1 - upperTail(successes + 1, trials, p) > tail),
  };
}

/** The value at `share` (0 to 1) of a sorted list, interpolated between neighbours; NaN of an empty list. */
export function quantile(sorted: readonly number[], share: number): number {
  const at = (sorted.length - 1) * share;
  const [below, above] = [sorted[Math.floor(at)] ?? NaN, sorted[Math.ceil(at)] ?? NaN];
  return below + (above - below) * (at - Math.floor(at));
}

/** The point of [0, 1] where `below` turns from true to false. */
function bisect(below: (p: number) => boolean): number {
  let [low, high] = [0, 1];
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (below(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** P(X >= successes) for X ~ Binomial(trials, p), summed in logarithms so that thousands of trials do not underflow. */
function upperTail(successes: number, trials: number, p: number): number {
  if (p <= 0) return successes <= 0 ? 1 : 0;
  if (p >= 1) return 1;
  let logTerm = trials * Math.log1p(-p);
  let below = 0;
  for (let count = 0; count < successes; count += 1) {
    below += Math.exp(logTerm);
    logTerm += Math.log((trials - count) / (count + 1)) + Math.log(p) - Math.log1p(-p);
  }
  return Math.max(0, 1 - below);
}
