import { isJsonObject, parseJsonObject } from '@strata/core';

const FINISHED = /"finish_reason"\s*:\s*"/;
const SEVERAL_CHOICES = /"n"\s*:\s*[1-9]/;

/**
 * Knows whether every choice of a stream got its finish reason, for upstreams that close without `[DONE]`. A look at
 * the text is enough where there is one choice; only a request that may have asked for more costs a parse per event.
 */
export class FinishWatch {
  readonly #mayBeSeveral: boolean;
  readonly #open = new Set<unknown>();
  #finished = false;

  constructor(requestBody: string) {
    this.#mayBeSeveral = SEVERAL_CHOICES.test(requestBody);
  }

  get finished(): boolean {
    return this.#finished && this.#open.size === 0;
  }

  see(data: string): void {
    if (FINISHED.test(data)) this.#finished = true;
    if (this.#mayBeSeveral) this.#count(data);
  }

  #count(data: string): void {
    const choices = parseJsonObject(data)?.['choices'];
    if (!Array.isArray(choices)) return;
    for (const choice of choices.filter(isJsonObject)) {
      if (typeof choice['finish_reason'] === 'string') this.#open.delete(choice['index']);
      else this.#open.add(choice['index']);
    }
  }
}
