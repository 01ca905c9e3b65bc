// What the service made of a record: the therapies it put together, with what proves each, and what it did not understand.
import { factButton, factButtons } from './case-option.js';
import { closed, h } from './dom.js';
import { icon } from './icons.js';
import { sourceLinks } from './marks.js';
import { t } from './i18n.js';

/** So many are shown at once. */
const MANY = 4;

const period = ({ started, ended }) => (started === ended ? started : [started, ended ?? '…'].join(' – '));

/** The therapies of a record as a timeline, each with its events. @param {any} history @param {{describe: any, goTo: any}} context */
export function recordedHistory({ complete, therapies, rules }, context) {
  const { describe } = context;
  const texts = new Map(rules.map((one) => [one.id, one]));
  const events = (drug) => (drug.events.length <= MANY ? factButtons(drug.events, [], context)
    : closed(t('record.events', { n: drug.events.length }), () => factButtons(drug.events, [], context)));
  const therapy = (one) => h('li', h('details', h('summary', h('span.given', describe.recorded(one)), h('span.course', [describe.setting(one), describe.course(one)].filter(Boolean).join(' · '))),
    h('dl.proofs', one.drugs.map((drug) => [h('dt', h('b', drug.name), ' ', h('span.sub', period(drug))), h('dd', events(drug))]),
      one.statuses?.length > 0 && [h('dt', h('b', t('record.statuses'))), h('dd', factButtons(one.statuses, [], context))],
      h('dt', h('b', t('record.rules'))), one.rules.map((id) => h('dd.sub', texts.get(id)?.text, ' ', sourceLinks(texts.get(id)?.sources))))));
  return [
    !complete && h('p.incomplete', icon('caution'), t('record.incomplete')),
    therapies.length ? h('ol.timeline', therapies.map(therapy)) : h('p.note', t(complete ? 'history.none' : 'record.noTherapy')),
  ];
}

/** What was not understood, before anything that follows from the rest. @param {any} record */
export function recordNote({ resources, notUnderstood }, context) {
  if (!notUnderstood.length) return h('p.record-note', icon('met'), t('record.understood', { n: resources }));
  const count = notUnderstood.reduce((sum, one) => sum + one.count, 0);
  const item = (one) => h('li', what(one), ` — ${one.reason}`, one.count > 1 && h('span.count', ` × ${one.count}`), ' ',
    h('span.facts', one.references.slice(0, MANY).map((each) => factButton(each, context))));
  return h('section.record-note.is-lacking', { 'aria-labelledby': 'record-title' },
    h('h3', { id: 'record-title' }, icon('caution'), t('record.lacking', { n: count, of: resources })), h('p', t('record.lacking.long')),
    h('ul', notUnderstood.slice(0, MANY).map(item)),
    notUnderstood.length > MANY && closed(t('next.more', { n: notUnderstood.length - MANY }), () => h('ul', notUnderstood.slice(MANY).map(item))));
}

/** A code with its words, the words first. */
function what({ what: text }) {
  const [, code, words] = text.match(/^(\S+\|\S+)(?:\s+(.+))?$/) ?? [];
  return code ? [h('b', words ?? code.split('|')[1]), ' ', h('code', code.replace(/^https?:\/\//, ''))] : h('b', text);
}

/** The same in a line, for paper. @param {any} record */
export const lackingInWords = ({ notUnderstood }) => notUnderstood
  .map(({ what: text, count }) => `${text.replace(/^\S+\|\S+\s+/, '')}${count > 1 ? ` × ${count}` : ''}`).join('; ');
