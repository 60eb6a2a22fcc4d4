/** What one replica tells the others. `origin` names the sender, which has done its part already. */
export type InvalidationMessage =
  | { readonly origin: string; readonly kind: 'clear'; readonly epoch: number }
  | { readonly origin: string; readonly kind: 'delete'; readonly key: string };

export function encodeInvalidation(message: InvalidationMessage): string {
  return JSON.stringify(message);
}

/** `undefined` for what is not ours: anybody may publish on a channel. */
export function decodeInvalidation(text: string): InvalidationMessage | undefined {
  const message = parse(text);
  if (typeof message !== 'object' || message === null) return undefined;
  const { origin, kind, epoch, key } = message as Record<string, unknown>;
  if (typeof origin !== 'string') return undefined;
  if (kind === 'clear' && Number.isSafeInteger(epoch)) return { origin, kind, epoch: epoch as number };
  if (kind === 'delete' && typeof key === 'string') return { origin, kind, key };
  return undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
