// Numbers of trials in words.
import { h } from './dom.js';
import { icon } from './icons.js';
import { language, maybe, number, ratio, t } from './i18n.js';
import { confidenceMark, sourceLinks } from './marks.js';

const SIGNS = { 'more-than': '> ', 'less-than': '< ', about: '≈ ' };

/** @param {{value?: number, qualifier?: string, range?: number[], notReached?: true, interval?: number[]}} amount @param {string} [unit] */
export function amountText({ value, qualifier, range, notReached, interval }, unit) {
  const band = (ends) => ends.map(number).join('–');
  const withUnit = (text) => (unit === '%' ? `${text}\u202f%` : unit ? `${text} ${t(`unit.${unit}`)}` : text);
  const said = notReached ? t('figure.notReached') : range ? withUnit(band(range))
    : value === undefined ? t('figure.notGiven') : withUnit(`${SIGNS[qualifier] ?? ''}${number(value)}`);
  return interval ? `${said} (${band(interval)})` : said;
}

/** What was measured, by the abbreviation of the language. @param {string} measure */
export const measureName = (measure) => maybe(`measure.${measure}`) ?? measure;

/** The size of an amount for a bar, if it has one. */
export const amountSize = ({ value, range }) => value ?? (range ? (range[0] + range[1]) / 2 : null);

/** A ratio with its interval. @param {number} estimate @param {number[]} [interval] */
export const ratioText = (estimate, interval) => `${ratio(estimate)}${interval ? ` (${interval.map(ratio).join('–')})` : ''}`;

/** Hazard ratio, interval and p value. @param {any} comparison */
export const comparisonText = ({ estimate, interval, p }) => [
  estimate !== undefined && `${t('figure.hr')} ${ratioText(estimate, interval)}`, p && `p${/^[<>]/.test(p) ? '' : '='}${language() === 'ru' ? p.replace('.', ',') : p}`,
].filter(Boolean).join('; ');

/** A bar with its number beside it. @param {number | null} size @param {number} most @param {string} label */
export const bar = (size, most, label) => h('span.bar-line', h('span.bar-track',
  size !== null && h('span.bar-fill', { style: { width: `${Math.max(0.5, (size / most) * 100)}%` } })), h('span.bar-label', label));

/** Where the source text and the publication differ. @param {any[] | undefined} discrepancies */
export const discrepancyList = (discrepancies) => (discrepancies?.length ? h('ul.discrepancies', discrepancies.map((one) => h('li',
  h('p', icon('caution'), h('b', one.where), ' ', h('span.tag', t(`severity.${one.severity}`)), ' ', confidenceMark(one.confidence)),
  h('dl', h('dt', t('col.seed')), h('dd', one.seedSays), h('dt', t('col.published')), h('dd', one.published)),
  h('p.sub', one.action, ' ', sourceLinks(one.sources))))) : null);
