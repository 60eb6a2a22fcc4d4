import type { StreamFraming } from '@strata/core';

/** One event of a stream on the wire. */
export function sseEvent(data: string, framing: StreamFraming): string {
  // An event of several lines came as several, and a line that does not say it is data would be lost.
  const lines = `data: ${data.includes('\n') ? data.replaceAll('\n', '\ndata: ') : data}\n\n`;
  const name = framing === 'done' ? undefined : typeOf(data);
  return name === undefined ? lines : `event: ${name}\n${lines}`;
}

/** A comment, which every reader of server-sent events passes over. */
export const SSE_KEEP_ALIVE = ': keep-alive\n\n';

/** What comes after the last event. */
export function sseEnd(framing: StreamFraming): string {
  return framing === 'done' ? 'data: [DONE]\n\n' : '';
}

/** A whole stream as text. */
export function sseText(events: readonly string[], framing: StreamFraming): string {
  return events.map((data) => sseEvent(data, framing)).join('') + sseEnd(framing);
}

/** OpenAI and Anthropic write it first; whoever does not costs a parse. */
const TYPE_FIRST = /^\{\s*"type"\s*:\s*"([\w.]+)"/;

function typeOf(data: string): string | undefined {
  const first = TYPE_FIRST.exec(data)?.[1];
  if (first !== undefined) return first;
  try {
    const { type } = JSON.parse(data) as { readonly type?: unknown };
    return typeof type === 'string' && /^[\w.]+$/.test(type) ? type : undefined;
  } catch {
    return undefined;
  }
}
