import { isJsonObject, parseJsonObject, type UpstreamRequest } from '@strata/core';

const FINISHED = /"finish_reason"\s*:\s*"/;
const SEVERAL_CHOICES = /"n"\s*:\s*[1-9]/;

/**
 * Knows whether a stream came to its end, where `[DONE]` does not say so: by the protocol's own last event, or because every
 * choice got its finish reason. For that a look at the text is enough where there is one choice; only a request that may have
 * asked for more costs a parse per event.
 */
export class FinishWatch {
  readonly #mayBeSeveral: boolean;
  readonly #open = new Set<unknown>();
  #finished = false;

  readonly #endsWith: UpstreamRequest['endsWith'];

  constructor({ body, endsWith }: Pick<UpstreamRequest, 'body' | 'endsWith'>) {
    this.#mayBeSeveral = SEVERAL_CHOICES.test(body);
    this.#endsWith = endsWith;
  }

  /** The protocol's own last event was seen: nothing more comes. */
  get last(): boolean {
    return this.#endsWith !== undefined && this.#finished;
  }

  get finished(): boolean {
    return this.#finished && this.#open.size === 0;
  }

  see(data: string): void {
    if (this.#endsWith !== undefined) {
      if (this.#endsWith(data)) this.#finished = true;
      return;
    }
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
