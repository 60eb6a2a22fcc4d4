/** Forms of `be`. */
export const BE = new Set('be am is are was were been being'.split(' '));
