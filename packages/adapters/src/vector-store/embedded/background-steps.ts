/** Work that is done a bit at a time. `step` does a few milliseconds of it and says whether there is more. */
export type SteppedWork = { step(): boolean };

export type BackgroundStepsOptions<Work> = {
  /** Hears of each step that was done. */
  readonly onStep: (work: Work) => void;
  readonly onError: (work: Work, error: unknown) => void;
};

/**
 * Runs such work one step for each turn of the event loop, in turns where there are several, so that calls that arrive
 * meanwhile wait for one step at most.
 */
export class BackgroundSteps<Work extends SteppedWork> {
  readonly #waiting = new Set<Work>();
  readonly #options: BackgroundStepsOptions<Work>;
  #scheduled = false;

  constructor(options: BackgroundStepsOptions<Work>) {
    this.#options = options;
  }

  add(work: Work): void {
    this.#waiting.add(work);
    this.#schedule();
  }

  remove(work: Work): void {
    this.#waiting.delete(work);
  }

  #schedule(): void {
    if (this.#scheduled || this.#waiting.size === 0) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#next();
      this.#schedule();
    });
  }

  #next(): void {
    const [work] = this.#waiting;
    if (work === undefined) return;
    this.#waiting.delete(work);
    try {
      if (work.step()) this.#waiting.add(work);
      this.#options.onStep(work);
    } catch (error) {
      this.#options.onError(work, error);
    }
  }
}
