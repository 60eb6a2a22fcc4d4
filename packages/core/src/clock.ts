/** Time as the domain sees it; tests put a fake one in its place. */
export interface Clock {
  /** The instant, in milliseconds since the Unix epoch: for ages and expiry. */
  now(): number;
  /** A reading in milliseconds that never goes backwards: for durations. */
  elapsed(): number;
  /** Runs `callback` once after `delayMs`. The returned function cancels it. Never keeps a process alive. */
  after(delayMs: number, callback: () => void): () => void;
}
