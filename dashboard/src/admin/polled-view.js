import { Poller } from '../poller.js';
import { AdminError } from './admin-client.js';
import { withSignIn } from './with-sign-in.js';

/** @typedef {import('./admin-client.js').AdminClient} AdminClient */

const TIMEOUT_MS = 8_000;

/**
 * Asks an admin endpoint again and again while its view is shown. Failures are said in words, and what was shown before
 * stays.
 *
 * @param {object} options
 * @param {AdminClient} options.admin
 * @param {number} options.everyMs
 * @param {string} options.missing what to say where the proxy does not know the endpoint
 * @param {(signal: AbortSignal) => Promise<void>} options.load rejects with `AdminError`
 */
export function polledView({ admin, everyMs, missing, load }) {
  const messages = withSignIn(admin);
  const poller = new Poller({ load: ask, intervalMs: everyMs, timeoutMs: TIMEOUT_MS });

  /** @param {AbortSignal} signal */
  async function ask(signal) {
    if (messages.asking) return;
    // After a sign-in the call is made again, when this signal is long over.
    let first = true;
    await messages.run(async () => {
      const within = first ? signal : AbortSignal.timeout(TIMEOUT_MS);
      first = false;
      await load(within).catch((error) => {
        throw error instanceof AdminError && error.status === 404 ? new AdminError(404, missing) : error;
      });
    });
  }

  return {
    /** The sign-in, and what went wrong. */
    messages: messages.element,
    shown: () => poller.start(),
    hidden: () => poller.stop(),
    /** Asks now. */
    ask: () => void poller.poll(),
  };
}
