import type { Clock } from '@strata/core';
import type { Logger } from '@strata/service-kit';
import type { ProxyConfig } from '../config.ts';

/** A port's implementation, chosen by configuration alone, with the words that tell people which one it is. */
export type Part<T> = {
  readonly value: T;
  /** In health reports. */
  readonly name: string;
  /** In the banner and the log; no secret. */
  readonly label: string;
};

export type PartContext = { readonly config: ProxyConfig; readonly clock: Clock; readonly logger: Logger };

/** A URL without its credentials, for people. */
export function withoutCredentials(url: string): string {
  return url.replaceAll(/\/\/[^/@]*@/g, '//');
}
