import type { Logger } from '@strata/service-kit';
import type { Live } from '../config-file/live.ts';
import type { LiveSettings } from '../config-file/live-settings.ts';
import type { RequestEvent, RequestListener } from './request-event.ts';

export type DecisionLogOptions = {
  readonly logger: Pick<Logger, 'debug'>;
  /** `LOG_LEVEL` may change while it runs. */
  readonly settings: Live<Pick<LiveSettings, 'variables'>>;
};

/** On `debug`, a line a request: what became of it, why, and what each step took. On any other level it costs nothing. */
export class DecisionLog implements RequestListener {
  readonly #logger: Pick<Logger, 'debug'>;
  #on: boolean;

  constructor({ logger, settings }: DecisionLogOptions) {
    this.#logger = logger;
    this.#on = settings.current.variables.LOG_LEVEL === 'debug';
    settings.onChange(({ variables }) => {
      this.#on = variables.LOG_LEVEL === 'debug';
    });
  }

  requestEnded(event: RequestEvent): void {
    if (!this.#on) return;
    // Whose it is and what it asks stay out: no key's name, no question.
    const { keyName: _key, question: _question, usage, timings = {}, ...rest } = event;
    const steps = Object.entries(timings).map(([step, ms]) => [step, rounded(ms)]);
    this.#logger.debug('A request was decided', {
      ...rest,
      model: event.model.slice(0, MAX_MODEL),
      durationMs: rounded(event.durationMs),
      firstByteMs: event.firstByteMs === undefined ? undefined : rounded(event.firstByteMs),
      ...(usage !== undefined && { tokens: usage.promptTokens + usage.completionTokens }),
      ...(steps.length > 0 && { timingsMs: Object.fromEntries(steps) as object }),
    });
  }
}

/** A model's name comes from the client. */
const MAX_MODEL = 100;

function rounded(ms: number): number {
  return Math.round(ms * 1_000) / 1_000;
}
