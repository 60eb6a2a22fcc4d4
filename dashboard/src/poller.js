/**
 * Calls `load` at once and then every `intervalMs`, one call at a time. A hidden page asks nothing; when it is shown
 * again, it asks at once.
 */
export class Poller {
  /** @type {(signal: AbortSignal) => Promise<void>} */
  #load;
  #intervalMs;
  #timeoutMs;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #running = false;
  #on = false;

  /**
   * @param {object} options
   * @param {(signal: AbortSignal) => Promise<void>} options.load Handles its own failures
   * @param {number} options.intervalMs
   * @param {number} options.timeoutMs The signal given to `load` fires after it
   */
  constructor({ load, intervalMs, timeoutMs }) {
    this.#load = load;
    this.#intervalMs = intervalMs;
    this.#timeoutMs = timeoutMs;
  }

  #onVisibility = () => {
    if (document.visibilityState === 'visible') void this.poll();
    else clearTimeout(this.#timer);
  };

  start() {
    if (this.#on) return;
    this.#on = true;
    document.addEventListener('visibilitychange', this.#onVisibility);
    void this.poll();
  }

  /** A call that is under way ends by itself. */
  stop() {
    this.#on = false;
    document.removeEventListener('visibilitychange', this.#onVisibility);
    clearTimeout(this.#timer);
  }

  /** Asks now, unless a question is on its way. */
  async poll() {
    if (this.#running) return;
    this.#running = true;
    clearTimeout(this.#timer);
    const controller = new AbortController();
    const tooLate = setTimeout(
      () => controller.abort(new DOMException('No answer', 'TimeoutError')),
      this.#timeoutMs,
    );
    await this.#load(controller.signal).finally(() => {
      clearTimeout(tooLate);
      this.#running = false;
    });
    if (!this.#on || document.visibilityState === 'hidden') return;
    this.#timer = setTimeout(() => void this.poll(), this.#intervalMs);
  }
}
