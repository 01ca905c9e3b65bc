// One hazard ratio in small, for a line of text. The plot of many is made by the service.
import { s } from './dom.js';

const rounded = (value) => Math.round(value * 10) / 10;

/** @param {{estimate?: number, interval?: number[]}} comparison */
export function forestGlyph({ estimate, interval }) {
  if (estimate === undefined) return null;
  const x = (value) => rounded(60 + (Math.log(Math.min(Math.max(value, 0.2), 2.5)) / Math.log(5)) * 58);
  return s('svg.glyph', { viewBox: '0 0 100 20', width: 100, height: 20, 'aria-hidden': 'true' },
    s('line.fp-one', { x1: x(1), x2: x(1), y1: 2, y2: 18, stroke: 'currentColor', 'stroke-opacity': 0.5 }),
    interval && s('line', { x1: x(interval[0]), x2: x(interval[1]), y1: 10, y2: 10, stroke: 'currentColor', 'stroke-width': 2 }),
    s('rect', { x: x(estimate) - 3.5, y: 6.5, width: 7, height: 7, fill: 'currentColor' }));
}
