import { UpstreamError, type ForwardAnswer } from '@strata/core';
import { settle } from '@strata/contracts/deferred';
import { FakeClock } from '@strata/contracts/fake-clock';
import * as replies from '@strata/contracts/fake-openai-replies';
import { ScriptedUpstream } from '@strata/contracts/scripted-upstream';
import { expect } from 'vitest';
import { RoutedUpstream, type ProviderOptions } from './routed.ts';
import { requestOf } from './test-routed.ts';
import { never, test } from './test-upstream.ts';

const probe = { intervalMs: 10_000, path: '/models' };

/** Well or not, as the test says. */
class Patient extends ScriptedUpstream {
  asked = 0;
  status: number | undefined = 200;

  override async forward(): Promise<never> {
    this.asked += 1;
    const { status } = this;
    if (status === undefined) throw new UpstreamError('nobody there', { code: 'connect', retryable: true });
    const body = (async function* () {})();
    return { status, headers: {}, body } satisfies ForwardAnswer as never;
  }
}

/** A router over a patient and a provider that is always well. */
function patientAndOther(provided: Omit<ProviderOptions, 'upstream' | 'baseUrl'>) {
  const clock = new FakeClock();
  const patient = new Patient({ name: 'one' });
  const other = new ScriptedUpstream({ name: 'two' });
  const providers = [
    { upstream: patient, baseUrl: 'http://one.test', ...provided },
    { upstream: other, baseUrl: 'http://two.test' },
  ];
  const router = new RoutedUpstream({ providers, clock, random: () => 0 });
  router.start();
  return {
    router,
    clock,
    patient,
    other,
    ask: (times: number) =>
      Promise.all(Array.from({ length: times }, () => router.complete(requestOf(), never))),
    nextProbe: async (): Promise<void> => {
      clock.advance(probe.intervalMs);
      await settle();
    },
  };
}

test.each([undefined, 401, 503])(
  'probes find out that a provider is gone (%s), and that it is back',
  async (status) => {
    const { router, patient, other, ask, nextProbe } = patientAndOther({ probe });
    await nextProbe();
    patient.status = status;
    await nextProbe();
    expect(patient.asked).toBe(2);
    const code = status === undefined ? 'connect' : `status-${status}`;
    expect(router.providers()[0]).toMatchObject({ healthy: false, lastError: { code } });
    await ask(3);
    expect([patient.callCount, other.callCount]).toEqual([0, 3]);
    patient.status = 200;
    await nextProbe();
    expect(router.providers()[0]).toMatchObject({ healthy: true });
    await ask(2);
    expect(patient.callCount).toBe(1);
  },
);

test('probes end with the router', async () => {
  const { router, clock, ask } = patientAndOther({ probe });
  expect(clock.pending).toBe(1);
  router.retire();
  expect(clock.pending).toBe(0);
  await ask(1);
});

test.each([
  ['none of its own', {}],
  ['periodic ones', { probe }],
])(
  'a probe that is asked for says what is wrong, and takes no requests from a provider with %s',
  async (_which, provided) => {
    const { router, patient, ask } = patientAndOther(provided);
    await router.probe('one', never);
    patient.status = undefined;
    await expect(router.probe('one', never)).rejects.toMatchObject({ code: 'connect' });
    expect(router.providers()[0]).toMatchObject({ healthy: true });
    await ask(4);
    expect(patient.callCount).toBe(2);
    await expect(router.probe('nobody', never)).rejects.toBeInstanceOf(UpstreamError);
  },
);

test('a probe that is asked for does not end what the periodic ones found', async () => {
  const { router, patient, nextProbe } = patientAndOther({ probe });
  patient.status = 503;
  await nextProbe();
  patient.status = 200;
  await router.probe('one', never);
  expect(router.providers()[0]).toMatchObject({ healthy: false });
  await nextProbe();
  expect(router.providers()[0]).toMatchObject({ healthy: true });
});

test.each([401, 403])(
  'a provider that gets the caller’s credential is well when it refuses a probe, which has none (%s)',
  async (status) => {
    const { router, patient, ask, nextProbe } = patientAndOther({ probe, forwardAuthorization: true });
    patient.status = status;
    await nextProbe();
    await router.probe('one', never);
    expect(router.providers()[0]).toMatchObject({ healthy: true, lastError: undefined });
    await ask(2);
    expect(patient.callCount).toBe(1);
    patient.status = 503;
    await expect(router.probe('one', never)).rejects.toMatchObject({ response: { status: 503 } });
  },
);

test('a probe reads no body, and leaves none open', async ({ server, clock, upstreamOf }) => {
  // Longer than what is read ahead: the rest would wait in the socket for somebody to read it.
  server.enqueue(replies.hangAfter(['x'.repeat(100_000)]));
  const provider = { upstream: upstreamOf(), baseUrl: server.baseUrl, probe: { ...probe, path: '/live' } };
  const router = new RoutedUpstream({ providers: [provider], clock, random: () => 0 });
  await router.probe('openai', never);
  const request = await server.nextRequest();
  await request.closed;
  expect(request.aborted).toBe(true);
});
