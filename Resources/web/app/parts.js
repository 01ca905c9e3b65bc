// Pieces that pages of evidence are made of.
import { h } from './dom.js';
import { t } from './i18n.js';
import { confidenceMark, sourceLinks } from './marks.js';

/** The head of a table. @param {...string} names */
export const head = (...names) => h('thead', h('tr', names.map((name) => h('th', { scope: 'col' }, t(`col.${name}`)))));

/** The cell that names a row. */
export const rowName = (...content) => h('th', { scope: 'row' }, content);

/** What may be too wide, in a region that scrolls by itself and can be reached by keyboard. @param {string} label */
export const region = (label, ...content) => h('div.scroll', { tabindex: 0, role: 'region', 'aria-label': label }, content);

/** A list of points, if there are any. @template T @param {T[] | undefined} items @param {(item: T) => any} draw */
export const bullets = (items, draw) => (items?.length ? h('ul.points', items.map((one) => h('li', draw(one)))) : null);

/** How far something was checked, and where it stands. */
export const proof = ({ confidence, sources }) => h('span.proof', confidenceMark(confidence), ' ', sourceLinks(sources));

/** A sentence with its proof. */
export const statement = (one) => [one.text, ' ', proof(one)];

/** A titled part of a page, if it has content. @param {string} name */
export function part(name, ...content) {
  const found = content.flat().filter(Boolean);
  return found.length ? h('section', { 'data-part': name }, h('h2', t(`part.${name}`)), found) : null;
}

/** Properties of a link that leaves the page. */
export const outside = (href, text) => h('a', { href, rel: 'noreferrer noopener', target: '_blank' }, text);
