import type { Asked, Strata } from './strata.ts';

/** What the systems before Strata were asked with. */
export const MODEL = 'llama-3.3-70b-versatile';

export type Ask = (
  content: string,
  fields?: object,
  headers?: Readonly<Record<string, string>>,
) => Promise<Asked>;

export type Body = readonly [content: string, fields?: object, headers?: Readonly<Record<string, string>>];

let namespaces = 0;

/** Asks in a namespace of its own, so that no case sees what another one stored. */
export function apart(strata: Strata, always: Readonly<Record<string, string>> = {}): Ask {
  const own = { 'x-cache-namespace': `case-${(namespaces += 1)}`, ...always };
  return async (content, fields = {}, headers = {}) =>
    await strata.ask(content, { body: { model: MODEL, ...fields }, headers: { ...own, ...headers } });
}

/** The answers to these, one after the other. */
export async function inTurn(ask: Ask, bodies: readonly Body[]): Promise<Asked[]> {
  const answers: Asked[] = [];
  for (const body of bodies) {
    // oxlint-disable-next-line no-await-in-loop -- each sees what the ones before left
    answers.push(await ask(...body));
  }
  return answers;
}

/** How each of these was answered, one after the other. */
export async function outcomes(ask: Ask, bodies: readonly Body[]): Promise<(string | null)[]> {
  return (await inTurn(ask, bodies)).map(({ cache }) => cache);
}

/** Looks until it is so; on a slow machine that may take its time. */
export async function eventually(isSo: () => Promise<boolean>): Promise<boolean> {
  const deadline = Date.now() + 15_000;
  for (;;) {
    // oxlint-disable no-await-in-loop -- one look after the other
    if (await isSo()) return true;
    if (Date.now() > deadline) return false;
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
    // oxlint-enable no-await-in-loop
  }
}

export async function jsonOf<T>(response: Response | Promise<Response>): Promise<T> {
  return (await (await response).json()) as T;
}
