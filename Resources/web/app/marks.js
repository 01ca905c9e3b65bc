// The signs that come again and again: verdict, result, confidence, origin, source.
import { h, joined } from './dom.js';
import { icon } from './icons.js';
import { maybe, t } from './i18n.js';
import { source } from './knowledge.js';
import { link } from './router.js';

/** The order in which verdicts are shown. */
export const VERDICTS = ['recommended', 'alternative', 'conditional', 'not-recommended', 'contraindicated'];

/** Icon, word and colour of a verdict. @param {string} verdict */
export const verdictMark = (verdict) => h('span.verdict', { 'data-verdict': verdict }, icon(verdict), t(`verdict.${verdict}`));

/** Icon and word of a criterion’s result. @param {'met' | 'not-met' | 'unknown'} result */
export const resultMark = (result) => h('span.result', { 'data-result': result }, icon(result), h('span', t(`result.${result}`)));

/** Whether a fact holds: yes, no or unknown, which says nothing of good or bad. @param {boolean | null} value */
export function truthMark(value) {
  const name = value === null ? 'unknown' : value ? 'yes' : 'no';
  return h('span.truth', { 'data-truth': name }, icon({ unknown: 'unknown', yes: 'met', no: 'not-met' }[name]), h('span', t(`state.${name}`)));
}

/** How far a number was checked. @param {string | undefined} confidence */
export const confidenceMark = (confidence) => confidence
  && h('span.confidence', { 'data-confidence': confidence, title: t(`confidence.${confidence}.long`) }, t(`confidence.${confidence}`));

/** That the curator added something no seed document names. */
export const originMark = (origin) => origin === 'beyond-seed' && h('span.tag', { title: t('origin.beyond-seed.long') }, t('origin.beyond-seed'));

/** How much hangs on an unknown fact. @param {'essential' | 'verify'} kind */
export const weightMark = (kind) => h('span.weight', { 'data-weight': kind, title: t(`weight.${kind}.long`) }, t(`weight.${kind}`));

/** A link to what a statement rests on. @param {string | {id: string, at?: string}} use */
export function sourceLink(use) {
  const { id, at } = typeof use === 'string' ? { id: use, at: undefined } : use;
  const found = source(id);
  const title = [found?.entry.title ?? found?.entry.name, at].filter(Boolean).join(' — ');
  return h('a.source', { href: link(found?.kind ?? 'references', id), title: title || null }, sourceName(id), at && h('span.at', ` ${at}`));
}

/** A source in a word or two. @param {string} id */
export function sourceName(id) {
  const found = source(id);
  if (!found) return id;
  if (found.kind === 'trials') return found.entry.name;
  const { journal, year, kind, title } = found.entry;
  if (journal) return [journal, year].filter(Boolean).join(' ');
  const short = title.split(/ \(|: /)[0];
  return maybe(`source.${kind}`) ? t(`source.${kind}`, { name: short }) : short.length > 34 ? `${short.slice(0, 32).trimEnd()}…` : short;
}

/** @param {(string | {id: string, at?: string})[] | undefined} uses */
export const sourceLinks = (uses) => (uses?.length ? h('span.sources', joined(uses.map(sourceLink), ' · ')) : null);

/** What the confidence marks mean. */
export const confidenceLegend = () => h('p.legend', ['confirmed', 'secondary', 'recalled', 'seed-only'].map((name) =>
  h('span', confidenceMark(name), ` — ${t(`confidence.${name}.long`)}`)));
