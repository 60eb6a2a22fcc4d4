import type { TokenUsage } from '@strata/core';

/** One upstream call that somebody is charged for, at its end: whether or not anybody waited for its answer. */
export type ChargeEvent = {
  /** The one that answered, where that is a fallback. */
  readonly model: string;
  /** The configured provider that answered; `undefined` where none did, or there is only one. */
  readonly provider: string | undefined;
  /** The configured name of the key that pays; `undefined` without keys. */
  readonly keyName: string | undefined;
  /** As the upstream counted it; `undefined` where it did not. */
  readonly usage: TokenUsage | undefined;
};

export interface ChargeListener {
  charged(event: ChargeEvent): void;
}
