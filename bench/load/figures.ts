/** One measured number. With a goal it is met or missed; without one it is there for information. */
export type Figure = {
  readonly section: string;
  readonly name: string;
  readonly measured: number;
  readonly unit: FigureUnit;
  readonly goal?: Goal;
  /** Percentiles, rates and shares behind the number. */
  readonly details?: FigureDetails;
};

export type FigureUnit = 'ratio' | 'ms' | 's' | 'MB' | 'calls' | 'share';

export type Goal = { readonly limit: number; readonly kind: 'at-least' | 'below' | 'at-most' };

export type FigureDetails = { readonly [name: string]: number | string | FigureDetails };

/** What could not be measured here, and why. */
export type Skipped = { readonly section: string; readonly name: string; readonly reason: string };

export function isMet({ measured, goal }: Figure): boolean | undefined {
  if (goal === undefined) return undefined;
  if (goal.kind === 'at-least') return measured >= goal.limit;
  return goal.kind === 'below' ? measured < goal.limit : measured <= goal.limit;
}

/** Where sections put what they find; each is told as soon as it is there. */
export class Findings {
  readonly figures: Figure[] = [];
  readonly skipped: Skipped[] = [];
  readonly #tell: (finding: Figure | Skipped) => void;

  constructor(tell: (finding: Figure | Skipped) => void) {
    this.#tell = tell;
  }

  add(figure: Figure): void {
    this.figures.push(figure);
    this.#tell(figure);
  }

  skip(skipped: Skipped): void {
    this.skipped.push(skipped);
    this.#tell(skipped);
  }
}
