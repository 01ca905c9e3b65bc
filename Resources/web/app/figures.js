// Numbers of trials in words.
import { h } from './dom.js';
import { icon } from './icons.js';
import { number, ratio, t } from './i18n.js';
import { confidenceMark, sourceLinks } from './marks.js';

const SIGNS = { 'more-than': '> ', 'less-than': '< ', about: '≈ ' };

/** @param {{value?: number, qualifier?: string, range?: number[], notReached?: true, interval?: number[]}} amount @param {string} [unit] */
export function amountText(amount, unit) {
  const plain = amount.notReached ? t('figure.notReached') : amount.range ? `${number(amount.range[0])}–${number(amount.range[1])}`
    : amount.value === undefined ? t('figure.notGiven') : `${SIGNS[amount.qualifier] ?? ''}${number(amount.value)}`;
  const withUnit = unit && !amount.notReached && (amount.value !== undefined || amount.range) ? `${plain}${unit === '%' ? '\u202f%' : ` ${t(`unit.${unit}`)}`}` : plain;
  return amount.interval ? `${withUnit} (${number(amount.interval[0])}–${number(amount.interval[1])})` : withUnit;
}

/** The size of an amount for a bar, if it has one. */
export const amountSize = (amount) => amount.value ?? (amount.range ? (amount.range[0] + amount.range[1]) / 2 : null);

/** A ratio with its interval. @param {number} estimate @param {number[]} [interval] */
export const ratioText = (estimate, interval) => `${ratio(estimate)}${interval ? ` (${ratio(interval[0])}–${ratio(interval[1])})` : ''}`;

/** Hazard ratio, interval and p value. @param {any} comparison */
export function comparisonText(comparison) {
  const { estimate, interval, p } = comparison;
  return [estimate !== undefined && `${t('figure.hr')} ${ratioText(estimate, interval)}`,
    p && (/^[<>]/.test(p) ? `p${p}` : `p=${p}`)].filter(Boolean).join('; ');
}

/** A bar with its number beside it. @param {number | null} size @param {number} most @param {string} label @param {string} [kind] */
export const bar = (size, most, label, kind = '') => h('span.bar-line', { 'data-kind': kind },
  h('span.bar-track', null, size !== null && h('span.bar-fill', { style: { width: `${Math.max(0.5, (size / most) * 100)}%` } })), h('span.bar-label', null, label));

/** Where the source text and the publication differ. @param {any[] | undefined} discrepancies */
export function discrepancyList(discrepancies) {
  if (!discrepancies?.length) return null;
  return h('ul.discrepancies', null, discrepancies.map((one) => h('li', { 'data-severity': one.severity },
    h('p', null, icon('caution'), h('b', null, one.where), ' ', h('span.tag', null, t(`severity.${one.severity}`)), ' ', confidenceMark(one.confidence)),
    h('dl', null, h('dt', null, t('discrepancy.seed')), h('dd', null, one.seedSays), h('dt', null, t('discrepancy.published')), h('dd', null, one.published)),
    h('p.sub', null, one.action, ' ', sourceLinks(one.sources)))));
}

/** A sentence with its confidence and sources. */
export const statement = (one) => [one.text, ' ', confidenceMark(one.confidence), ' ', sourceLinks(one.sources)];
