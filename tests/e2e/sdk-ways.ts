import type { FakeOpenAiServer } from '@strata/contracts/fake-openai-server';
import type { Strata } from './strata.ts';

/** How a client reaches the upstream. A suite that passes on each of them shows that Strata does not show. */
export type Way = {
  readonly name: 'directly' | 'through Strata, cold' | 'through Strata, warm';
  /** The server's root, without `/v1`. */
  readonly url: () => string;
};

export function waysTo(server: FakeOpenAiServer, strata: Strata): readonly Way[] {
  return [
    { name: 'directly', url: () => server.url },
    { name: 'through Strata, cold', url: () => strata.url },
    // The same requests again, in the same order: whatever may be cached now is.
    { name: 'through Strata, warm', url: () => strata.url },
  ];
}
