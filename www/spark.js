// A small line beside a number: its shape, not its values.

import { svg } from './dom.js';

const WIDTH = 120;
const HEIGHT = 32;
const EDGE = 3;

/**
 * @param {import('./types').Spark} values oldest first; a missing one leaves a gap
 * @param {string} [tone]
 */
export function spark(values, tone = 'neutral') {
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return null;
  const low = Math.min(...known);
  const high = Math.max(...known);
  const x = (/** @type {number} */ i) => EDGE + (i / (values.length - 1)) * (WIDTH - 2 * EDGE);
  const y = (/** @type {number} */ v) => (high === low ? HEIGHT / 2 : HEIGHT - EDGE - ((v - low) / (high - low)) * (HEIGHT - 2 * EDGE));
  let path = '';
  let pen = false;
  values.forEach((value, i) => {
    if (value === null) {
      pen = false;
      return;
    }
    path += `${pen ? 'L' : 'M'}${x(i).toFixed(1)} ${y(value).toFixed(1)}`;
    pen = true;
  });
  const last = values.findLastIndex((value) => value !== null);
  return svg('svg', { class: `spark spark-${tone}`, viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', 'aria-hidden': 'true', focusable: 'false' },
    svg('path', { d: path }),
    // A stroke of no length with round ends stays a dot however the line is stretched.
    svg('path', { class: 'spark-end', d: `M${x(last).toFixed(1)} ${y(values[last] ?? low).toFixed(1)}h0` }));
}
