import type { OngoingCall, UpstreamCall, UpstreamWatcher } from './watched-upstream.ts';

/** Several watchers as one. Each may change the headers that the one before it would send. */
export class UpstreamWatchers implements UpstreamWatcher {
  readonly #watchers: readonly UpstreamWatcher[];

  constructor(watchers: readonly UpstreamWatcher[]) {
    this.#watchers = watchers;
  }

  calling(call: UpstreamCall): OngoingCall {
    let { headers } = call;
    const calls = this.#watchers.map((watcher) => {
      const ongoing = watcher.calling({ ...call, headers });
      ({ headers } = ongoing);
      return ongoing;
    });
    return {
      headers,
      answered: (text) => calls.forEach((each) => each.answered(text)),
      ended: (how, error) => calls.forEach((each) => each.ended(how, error)),
    };
  }
}
