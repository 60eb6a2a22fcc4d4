import type { Account, ApiRequest, UpstreamCharge } from '@strata/core';
import type { Pass } from '../keys/pass.ts';
import type { ChargeListener } from '../telemetry/charge-event.ts';
import { PROVIDER_HEADER } from '../wire/upstream-headers.ts';

export type RequestAccountParts = {
  readonly request: ApiRequest;
  /** `undefined` where no keys are configured. */
  readonly pass: Pass | undefined;
  readonly listeners: readonly ChargeListener[];
};

/** What upstreams are paid for on a request's behalf: its key's limits feel it, and the counters. It may outlive the request. */
export class RequestAccount implements Account {
  readonly #parts: RequestAccountParts;

  constructor(parts: RequestAccountParts) {
    this.#parts = parts;
  }

  get needsUsage(): boolean {
    return this.#parts.pass?.countsUsage ?? false;
  }

  charge({ usage, events, headers, substitute }: UpstreamCharge): void {
    const { request, pass, listeners } = this.#parts;
    const { model, text } = request;
    pass?.settle({ model, substitute, usage }, { requestText: text, events });
    const event = {
      model: substitute ?? model,
      provider: headers[PROVIDER_HEADER],
      keyName: pass?.name,
      usage,
    };
    for (const listener of listeners) listener.charged(event);
  }
}
