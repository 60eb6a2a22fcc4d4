export type ErrorEstimate = {
  readonly checks: number;
  readonly wrong: number;
  readonly ratio: number;
  /** 95 % interval (Wilson score). Without any check: 0 to 1. */
  readonly lower: number;
  readonly upper: number;
};

const Z = 1.959_963_984_540_054;

/** The share of wrong ones among the latest checks. */
export class ErrorRate {
  readonly #window: number;
  #results: boolean[] = [];

  constructor(options: { readonly window: number }) {
    this.#window = options.window;
  }

  add(wrong: boolean): void {
    this.#results.push(wrong);
    if (this.#results.length > this.#window) this.#results.shift();
  }

  reset(): void {
    this.#results = [];
  }

  estimate(): ErrorEstimate {
    const checks = this.#results.length;
    const wrong = this.#results.filter(Boolean).length;
    if (checks === 0) return { checks, wrong, ratio: 0, lower: 0, upper: 1 };
    const ratio = wrong / checks;
    const square = (Z * Z) / checks;
    const centre = (ratio + square / 2) / (1 + square);
    const half = (Z * Math.sqrt((ratio * (1 - ratio)) / checks + square / (4 * checks))) / (1 + square);
    return { checks, wrong, ratio, lower: Math.max(0, centre - half), upper: Math.min(1, centre + half) };
  }
}
