import type { ServerResponse } from 'node:http';

/** A signal that aborts when the client leaves before its answer is out: nothing more need be done for nobody. */
export function untilClosed(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  const closed = (): void => {
    if (!response.writableFinished) controller.abort(new Error('The client closed the connection.'));
  };
  if (response.closed) closed();
  else response.once('close', closed);
  return controller.signal;
}
