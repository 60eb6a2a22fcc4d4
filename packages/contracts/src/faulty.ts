import { DependencyError } from '@strata/core';

/** How a port misbehaves until it is healed. */
export type Fault = 'down' | 'hung';

/** Switches a fault of a wrapped port on and off, and counts what was asked of it. */
export type FaultSwitch = { fault: Fault | undefined; calls: number };

/**
 * Wraps any port so that its methods can be made to fail at once or to hang until their signal aborts (and for ever
 * without one). Everything else of the object is passed through.
 */
export function faulty<T extends object>(inner: T, control: FaultSwitch): T {
  return new Proxy(inner, {
    get(target, name): unknown {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function' || typeof name === 'symbol' || name.startsWith('on')) {
        return typeof value === 'function' ? value.bind(target) : value;
      }
      return (...args: unknown[]): unknown => {
        control.calls += 1;
        if (control.fault === 'down') return Promise.reject(new DependencyError('The dependency is down.'));
        if (control.fault === 'hung') return hang(args.at(-1));
        return Reflect.apply(value, target, args);
      };
    },
  });
}

function hang(last: unknown): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (last instanceof AbortSignal)
      last.addEventListener('abort', () => reject(last.reason), { once: true });
  });
}
