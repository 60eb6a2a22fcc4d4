import { h, setText, svg } from '../dom.js';
import { formatCount, formatShort } from '../format.js';

/** @typedef {{ readonly name: string, readonly label: string, readonly value: number }} Slice */

const RADIUS = 70;
/** Percent of the circle left between two slices, so that they stay apart without colour. */
const GAP = 0.7;

/**
 * Slices round a number in the middle.
 *
 * @param {string} caption what the number in the middle counts
 */
export function doughnut(caption) {
  const arcs = svg('g', { class: 'doughnut-arcs' });
  const drawing = svg(
    'svg',
    { viewBox: '0 0 180 180', role: 'img' },
    svg('circle', { class: 'doughnut-track', cx: 90, cy: 90, r: RADIUS }),
    arcs,
  );
  const centre = h('span', { class: 'doughnut-number' });
  const label = h('span', { class: 'doughnut-caption' }, caption);
  const middle = h('div', { class: 'doughnut-middle', 'aria-hidden': 'true' }, centre, label);
  return {
    element: h('div', { class: 'doughnut' }, drawing, middle),
    /**
     * @param {number | undefined} total the number in the middle
     * @param {readonly Slice[]} slices
     */
    update: (total, slices) => {
      setText(centre, formatShort(total));
      drawing.setAttribute('aria-label', describe(slices));
      drawSlices(arcs, slices);
    },
  };
}

/**
 * @param {SVGGElement} group
 * @param {readonly Slice[]} slices
 */
function drawSlices(group, slices) {
  const sum = slices.reduce((total, { value }) => total + value, 0);
  const alone = slices.filter(({ value }) => value > 0).length === 1;
  let start = 0;
  for (const slice of slices) {
    const share = sum > 0 ? (slice.value / sum) * 100 : 0;
    const arc = arcOf(group, slice.name);
    const length = share === 0 ? 0 : alone ? 100 : Math.max(share - GAP, 0.3);
    arc.setAttribute('stroke-dasharray', `${length} 100`);
    arc.setAttribute('stroke-dashoffset', String(-start));
    const title = arc.firstElementChild;
    if (title !== null) setText(title, `${slice.label}: ${formatCount(slice.value)}`);
    start += share;
  }
}

/**
 * The arc of a slice, kept between updates: only so can it move instead of jump.
 *
 * @param {SVGGElement} group
 * @param {string} name
 */
function arcOf(group, name) {
  const existing = group.querySelector(`[data-slice="${name}"]`);
  if (existing !== null) return existing;
  const arc = svg(
    'circle',
    { class: `slice slice-${name}`, 'data-slice': name, cx: 90, cy: 90, r: RADIUS, pathLength: 100 },
    svg('title'),
  );
  group.append(arc);
  return arc;
}

/** @param {readonly Slice[]} slices */
function describe(slices) {
  return `Outcomes: ${slices.map(({ label, value }) => `${label} ${formatCount(value)}`).join(', ')}`;
}
