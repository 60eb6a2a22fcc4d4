import type { Response } from 'express';

/** A signal that aborts when the client leaves before its answer is out: texts that still wait are then dropped. */
export function untilClosed(response: Response): AbortSignal {
  const controller = new AbortController();
  response.on('close', () => {
    if (!response.writableFinished) controller.abort();
  });
  return controller.signal;
}
