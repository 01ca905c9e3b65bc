// The forest plot. Pure: rows in, SVG text out, so that the service can make the same.
import { s } from './dom.js';

/**
 * @typedef {{label: string, detail: string, meta: string, estimate: number, low?: number, high?: number, text: string, weight: number, link?: string, group?: string}} ForestRow
 * @typedef {{favoursFirst: string, favoursSecond: string, axis: string, title: string, note: string}} ForestTexts
 */

const TICKS = [0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3];
const escaped = (text) => text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]);
const rounded = (value) => Math.round(value * 10) / 10;

/**
 * Hazard ratios on a logarithmic axis. From 640 on the words stand beside the lines, below that above them.
 * @param {ForestRow[]} rows @param {ForestTexts} texts @param {number} width in user units
 */
export function forestPlot(rows, texts, width = 960) {
  const isWide = width >= 640;
  const [left, right] = isWide ? [Math.round(width * 0.36), width - 250] : [8, width - 8];
  const [low, high] = bounds(rows);
  const x = (value) => rounded(left + ((Math.log(Math.min(Math.max(value, low), high)) - Math.log(low)) / (Math.log(high) - Math.log(low))) * (right - left));
  const step = isWide ? 34 : 62;
  const lines = [];
  let y = 34;
  let group = null;
  for (const row of rows) {
    if (row.group && row.group !== group) {
      group = row.group;
      lines.push(`<text class="fp-group" x="${isWide ? 0 : 8}" y="${y + 14}" font-weight="600">${escaped(group)}</text>`);
      y += 26;
    }
    lines.push(drawn(row, { x, y, step, width, isWide, low, high }));
    y += step;
  }
  const ticks = TICKS.filter((tick) => tick >= low && tick <= high);
  const grid = ticks.map((tick) => `<line class="${tick === 1 ? 'fp-one' : 'fp-grid'}" x1="${x(tick)}" x2="${x(tick)}" y1="28" y2="${y + 4}" stroke="currentColor" stroke-opacity="${tick === 1 ? 0.7 : 0.12}"/>`
    + `<text class="fp-tick" x="${x(tick)}" y="${y + 20}" text-anchor="middle" font-size="12">${tick}</text>`).join('');
  const head = `<text class="fp-side" x="${x(1) - 8}" y="16" text-anchor="end" font-size="12">← ${escaped(texts.favoursFirst)}</text>`
    + `<text class="fp-side" x="${x(1) + 8}" y="16" font-size="12">${escaped(texts.favoursSecond)} →</text>`;
  const foot = `<text class="fp-axis" x="${rounded((left + right) / 2)}" y="${y + 40}" text-anchor="middle" font-size="12">${escaped(texts.axis)}</text>`;
  const height = y + 52;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(`${texts.title}. ${texts.note}`)}" fill="currentColor" font-family="system-ui, sans-serif" font-size="13">`
    + `<title>${escaped(texts.title)}</title>${grid}${head}${lines.join('')}${foot}</svg>`;
}

/** The ends of the axis: all intervals, and at least from 0.3 to 2. */
function bounds(rows) {
  const values = rows.flatMap((row) => [row.low ?? row.estimate, row.high ?? row.estimate]);
  const low = TICKS.findLast((tick) => tick <= Math.min(0.3, ...values)) ?? TICKS[0];
  return [low, TICKS.find((tick) => tick >= Math.max(2, ...values)) ?? TICKS.at(-1)];
}

function drawn(row, { x, y, step, width, isWide, low, high }) {
  const middle = isWide ? y + step / 2 : y + step - 16;
  const side = Math.min(15, 5 + Math.sqrt(row.weight || 0) / 3);
  const band = row.low === undefined ? '' : `<line class="fp-interval" x1="${x(row.low)}" x2="${x(row.high)}" y1="${middle}" y2="${middle}" stroke="currentColor" stroke-width="2"/>`
    + cap(x(row.low), middle, row.low < low, -1) + cap(x(row.high), middle, row.high > high, 1);
  const point = row.low === undefined
    ? `<path class="fp-point" d="M${x(row.estimate)} ${middle - 6}l6 6-6 6-6-6Z" fill="none" stroke="currentColor" stroke-width="2"/>`
    : `<rect class="fp-point" x="${rounded(x(row.estimate) - side / 2)}" y="${rounded(middle - side / 2)}" width="${rounded(side)}" height="${rounded(side)}"/>`;
  const name = `<text class="fp-name" x="${isWide ? 0 : 8}" y="${isWide ? middle - 2 : y + 14}">${escaped(cut(row.label, isWide ? width * 0.05 : width * 0.1))}</text>`;
  const words = isWide
    ? `<text class="fp-detail" x="0" y="${middle + 13}" font-size="11.5">${escaped(cut(row.detail, width * 0.056))}</text>`
      + `<text class="fp-text" x="${width - 236}" y="${middle + 4}">${escaped(row.text)}</text><text class="fp-meta" x="${width}" y="${middle + 4}" text-anchor="end" font-size="11.5">${escaped(row.meta)}</text>`
    : `<text class="fp-detail" x="8" y="${y + 30}" font-size="11.5">${escaped(cut(row.detail, width * 0.155))}</text><text class="fp-text" x="${width - 8}" y="${y + 14}" text-anchor="end">${escaped(row.text)}</text>`;
  const whole = `<g class="fp-row">${name}${words}${band}${point}</g>`;
  return row.link ? `<a href="${escaped(row.link)}">${whole}</a>` : whole;
}

/** The end of an interval; an arrow where it goes beyond the axis. */
const cap = (at, y, isBeyond, side) => (isBeyond
  ? `<path d="M${at} ${y}l${-7 * side} -5v10Z"/>`
  : `<line x1="${at}" x2="${at}" y1="${y - 4}" y2="${y + 4}" stroke="currentColor" stroke-width="2"/>`);

const cut = (text, letters) => (text.length > letters ? `${text.slice(0, letters - 1).trimEnd()}…` : text);

/** One hazard ratio in small, for a line of text. @param {{estimate?: number, interval?: number[]}} comparison */
export function forestGlyph({ estimate, interval }) {
  if (estimate === undefined) return null;
  const x = (value) => rounded(60 + (Math.log(Math.min(Math.max(value, 0.2), 2.5)) / Math.log(5)) * 58);
  return s('svg.glyph', { viewBox: '0 0 100 20', width: 100, height: 20, 'aria-hidden': 'true' },
    s('line.fp-one', { x1: x(1), x2: x(1), y1: 2, y2: 18, stroke: 'currentColor', 'stroke-opacity': 0.5 }),
    interval && s('line', { x1: x(interval[0]), x2: x(interval[1]), y1: 10, y2: 10, stroke: 'currentColor', 'stroke-width': 2 }),
    s('rect', { x: x(estimate) - 3.5, y: 6.5, width: 7, height: 7, fill: 'currentColor' }));
}
