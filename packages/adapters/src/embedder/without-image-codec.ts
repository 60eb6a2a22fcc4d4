import { registerHooks } from 'node:module';

const EMPTY_MODULE = 'data:text/javascript,export default function sharp() {}';

/**
 * Keeps the transformers library from loading `sharp` in this thread. It is for images; with it come a native
 * library, 11 MB of memory and 35 ms of every start, and platforms without a prebuilt one could not embed text.
 * To be called before the library is imported.
 */
export function leaveOutImageCodec(): void {
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'sharp'
        ? { url: EMPTY_MODULE, format: 'module', shortCircuit: true }
        : next(specifier, context),
  });
}
