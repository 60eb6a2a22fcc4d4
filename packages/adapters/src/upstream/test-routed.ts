import { UpstreamError, type UpstreamAnswer, type UpstreamRequest } from '@strata/core';
import { FakeClock } from '@strata/contracts/fake-clock';
import { ScriptedUpstream } from '@strata/contracts/scripted-upstream';
import { RoutedUpstream, type ProviderOptions, type RoutedUpstreamOptions } from './routed.ts';

type Provided = Omit<ProviderOptions, 'upstream' | 'baseUrl'>;

/** Scripted providers by name behind one router. */
export function routerOf(
  providers: Readonly<Record<string, Provided>>,
  options: Partial<RoutedUpstreamOptions> = {},
) {
  const clock = new FakeClock();
  const scripted: Record<string, ScriptedUpstream> = {};
  const list = Object.entries(providers).map(([name, provided]) => {
    const upstream = new ScriptedUpstream({ name });
    scripted[name] = upstream;
    return { upstream, baseUrl: `http://${name}.test/v1`, ...provided };
  });
  const router = new RoutedUpstream({ providers: list, clock, random: () => 0, ...options });
  const of = (name: string): ScriptedUpstream => scripted[name] ?? new ScriptedUpstream();
  return { router, clock, of };
}

export function requestOf(model = 'm', more: object = {}): UpstreamRequest {
  const body = { model, messages: [{ role: 'user', content: 'Hi' }], ...more };
  return { body: JSON.stringify(body), model, stream: 'stream' in more, headers: {} };
}

export function statusError(status: number, headers: Record<string, string> = {}): UpstreamError {
  const retryable = status === 408 || status === 409 || status === 429 || status >= 500;
  const body = Buffer.from(`{"error":{"message":"status ${status}"}}`);
  return new UpstreamError(`status ${status}`, {
    code: 'status',
    retryable,
    response: { status, headers, body },
  });
}

export const unreachable = (): UpstreamError =>
  new UpstreamError('nobody there', { code: 'connect', retryable: true });

export function providerOf({ headers }: UpstreamAnswer): string | undefined {
  return headers['x-strata-provider'];
}

export function bodyOf(answer: UpstreamAnswer): { readonly [key: string]: unknown } {
  if (answer.kind !== 'whole') throw new Error('The answer is a stream.');
  return JSON.parse(Buffer.from(answer.body).toString()) as { readonly [key: string]: unknown };
}

export async function eventsOf(answer: UpstreamAnswer): Promise<string[]> {
  if (answer.kind !== 'stream') throw new Error('The answer is not a stream.');
  return await Array.fromAsync(answer.events);
}
