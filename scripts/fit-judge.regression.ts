export type Sample = { readonly x: readonly number[]; readonly y: number; readonly weight: number };

/** Weighted logistic regression by Newton's method, with a ridge penalty on all but the first coefficient. */
export function logisticRegression(samples: readonly Sample[], ridge: number): number[] {
  const size = samples[0]?.x.length ?? 0;
  let beta = Array.from({ length: size }, () => 0);
  for (let round = 0; round < 50; round += 1) {
    const { gradient, hessian } = derivatives(samples, beta, ridge);
    const step = solve(hessian, gradient);
    beta = beta.map((value, index) => value + (step[index] ?? 0));
    if (Math.max(...step.map(Math.abs)) < 1e-8) break;
  }
  return beta;
}

function derivatives(samples: readonly Sample[], beta: readonly number[], ridge: number) {
  const gradient = beta.map((value, index) => (index === 0 ? 0 : -ridge * value));
  const hessian = beta.map((_, row) => beta.map((__, column) => (row === column && row > 0 ? ridge : 0)));
  for (const { x, y, weight } of samples) {
    const p = 1 / (1 + Math.exp(-x.reduce((sum, value, index) => sum + value * (beta[index] ?? 0), 0)));
    for (const [row, value] of x.entries()) {
      gradient[row] = (gradient[row] ?? 0) + weight * (y - p) * value;
      const line = hessian[row] ?? [];
      for (const [column, other] of x.entries())
        line[column] = (line[column] ?? 0) + weight * p * (1 - p) * value * other;
    }
  }
  return { gradient, hessian };
}

/** Gaussian elimination with partial pivoting. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, index) => [...row, right[index] ?? 0]);
  const cell = (row: number, column: number): number => rows[row]?.[column] ?? 0;
  for (let pivot = 0; pivot < rows.length; pivot += 1) {
    const best = rows
      .keys()
      .reduce(
        (top, row) => (row >= pivot && Math.abs(cell(row, pivot)) > Math.abs(cell(top, pivot)) ? row : top),
        pivot,
      );
    [rows[pivot], rows[best]] = [rows[best] ?? [], rows[pivot] ?? []];
    for (let row = 0; row < rows.length; row += 1) {
      if (row === pivot) continue;
      const factor = cell(row, pivot) / cell(pivot, pivot);
      rows[row] = (rows[row] ?? []).map((value, column) => value - factor * cell(pivot, column));
    }
  }
  return rows.map((_, index) => cell(index, rows.length) / cell(index, index));
}

/** Area under the ROC curve: the chance that a right pair ranks above a wrong one. */
export function rankQuality<Pair extends { readonly same: boolean }>(
  pairs: readonly Pair[],
  score: (pair: Pair) => number,
): number {
  const ranked = pairs
    .map((pair) => ({ score: score(pair), same: pair.same }))
    .toSorted((a, b) => a.score - b.score);
  const right = ranked.filter(({ same }) => same).length;
  const ranks = ranked.reduce((sum, { same }, index) => sum + (same ? index + 1 : 0), 0);
  return (ranks - (right * (right + 1)) / 2) / (right * (ranked.length - right));
}
