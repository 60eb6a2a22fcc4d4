import { h } from '../dom.js';

/** @typedef {typeof import('uplot')} UPlot */

/** @type {Promise<UPlot> | undefined} */
let loading;

/**
 * The charts' library, when the first chart is drawn. Its package ships it minified as a script only.
 *
 * @returns {Promise<UPlot>} rejects where it cannot be had; the next call tries again
 */
export function loadUPlot() {
  loading ??= load().catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

/** @returns {Promise<UPlot>} */
async function load() {
  const style = h('link', { rel: 'stylesheet', href: 'vendor/uplot.css' });
  const script = h('script', { src: 'vendor/uplot.js' });
  await new Promise((resolve, reject) => {
    script.addEventListener('load', resolve);
    script.addEventListener('error', () => reject(new Error('The charts could not be loaded.')));
    document.head.append(style, script);
  });
  return /** @type {{ uPlot: UPlot }} */ (/** @type {unknown} */ (globalThis)).uPlot;
}
