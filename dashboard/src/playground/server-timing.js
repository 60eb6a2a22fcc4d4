/** @typedef {{ readonly name: string, readonly ms: number }} Step */

/**
 * The steps of a `Server-Timing` header that have a duration, in order: `exact;dur=0.2, embed;dur=4.8`.
 *
 * @param {string} header
 * @returns {readonly Step[]}
 */
export function parseServerTiming(header) {
  return header.split(',').flatMap((metric) => {
    const name = /^\s*([\w-]+)/.exec(metric)?.[1];
    const ms = /;\s*dur=([\d.]+)/.exec(metric)?.[1];
    return name === undefined || ms === undefined ? [] : [{ name, ms: Number(ms) }];
  });
}
