// One trial: arms, endpoints, adverse events, and where the source text differs from the publication.
import { amountSize, amountText, bar, comparisonText, discrepancyList, statement } from './figures.js';
import { confidenceMark, originMark, sourceLinks } from './marks.js';
import { entryPage, part } from './listing.js';
import { forestGlyph } from './forest.js';
import { get } from './api.js';
import { h, joined, replace } from './dom.js';
import { icon } from './icons.js';
import { link } from './router.js';
import { number, t } from './i18n.js';

/** @param {HTMLElement} root @param {string} id */
export async function trialPage(root, id) {
  const trial = await get(`/trials/${id}`);
  const arms = new Map(trial.arms.map((one, index) => [one.id, { ...one, index }]));
  replace(root, entryPage('trials', trial.title ?? trial.name, header(trial),
    h('p.takeaway', null, trial.takeaway), trial.caveat && h('p.caveat-line', null, icon('caution'), trial.caveat),
    part('arms', h('ol.arms', null, trial.arms.map((arm, index) => h('li', { 'data-arm': index % 4 }, h('b', null, arm.label), arm.participants && h('span.sub', null, ` n = ${number(arm.participants.value)} `, confidenceMark(arm.participants.confidence)),
      h('span.sub', null, arm.dose), arm.regimen && h('a', { href: link('regimens', arm.regimen) }, t('trial.regimen')))))),
    part('endpoints', trial.endpoints.length > 0 && endpoints(trial, arms)),
    part('adverseEvents', trial.adverseEvents?.map((group) => events(group, arms))),
    part('discrepancies', discrepancyList(trial.discrepancies)),
    part('population', h('p', null, trial.population), list(trial.eligibility?.inclusion, 'trial.inclusion'), list(trial.eligibility?.exclusion, 'trial.exclusion')),
    part('baseline', trial.baseline && h('table.figures', null, h('tbody', null, trial.baseline.map((one) => h('tr', null, h('th', { scope: 'row' }, one.label, one.note && h('span.sub', null, one.note)),
      h('td', null, amountText(one.amount, one.unit)), h('td', null, confidenceMark(one.confidence)), h('td', null, sourceLinks(one.sources))))))),
    part('studies', trial.studies && h('ul.plain-list', null, trial.studies.map((one) => h('li', null, one.trial ? h('a', { href: link('trials', one.trial) }, one.name) : h('b', null, one.name), ' ', [one.phaseLabel, one.status, one.comment].filter(Boolean).join('; '))))),
    part('doseModifications', trial.doseModifications && h('ul.plain-list', null, trial.doseModifications.map((one) => h('li', null, statement(one))))),
    part('publications', sourceLinks(trial.publications)),
    part('notes', trial.notes && h('ul.plain-list', null, trial.notes.map((one) => h('li', null, one))))));
}

function header(trial) {
  const { registration, participants, randomisation } = trial;
  return h('p.facts-line', null, joined([
    h('span', null, t(`trial.kind.${trial.kind}`)), (trial.phaseLabel ?? trial.phase) && h('span', null, t('evidence.phase', { n: trial.phaseLabel ?? trial.phase })),
    participants && h('span', null, `n = ${number(participants.value)} `, confidenceMark(participants.confidence)), h('span', null, String(trial.year)), trial.design && h('span', null, trial.design),
    randomisation && h('span', null, randomisation.ratio),
    registration && h('a', { href: `https://clinicaltrials.gov/study/${registration.nct}`, rel: 'noreferrer noopener', target: '_blank' }, registration.nct),
    originMark(trial.origin)].filter(Boolean), ' · '));
}

const list = (statements, title) => statements?.length > 0 && h('div', null, h('h3', null, t(title)), h('ul.plain-list', null, statements.map((one) => h('li', null, statement(one)))));

function endpoints(trial, arms) {
  return h('div.endpoints', null, trial.endpoints.map((one) => {
    const most = one.unit === '%' ? 100 : Math.max(...one.values.map((value) => amountSize(value) ?? 0), 1);
    return h('article.endpoint', { 'data-endpoint': one.id },
      h('header', null, h('h3', null, one.name ?? one.measure, one.primary && h('span.tag', null, t('trial.primary'))),
        h('p.sub', null, [one.population, one.analysis, one.assessment].filter(Boolean).join('; '))),
      h('div', null, one.values.map((value) => h('div.value', { 'data-arm': (arms.get(value.arm)?.index ?? 0) % 4 }, h('span.arm-name', null, arms.get(value.arm)?.label ?? value.arm), bar(amountSize(value), most, amountText(value, one.unit))))),
      h('div.comparison', null, one.comparison && [forestGlyph(one.comparison), h('span', null, comparisonText(one.comparison))]),
      h('p.proof', null, confidenceMark(one.confidence), ' ', sourceLinks(one.sources)), one.note && h('p.sub.endpoint-note', null, one.note));
  }));
}

/** Adverse events: the whole bar is any grade, its dark part grade 3 and above. */
function events(group, arms) {
  return h('div.events', null, h('p.sub', null, [group.grading, group.dataCut, group.note].filter(Boolean).join('; ')),
    h('p.legend', null, h('span.swatch', { 'data-kind': 'any' }, t('trial.anyGrade')), h('span.swatch', { 'data-kind': 'severe' }, t('trial.grade3'))),
    h('table.events-table', null, h('thead.unseen', null, h('tr', null, ['event', 'rates', 'sources'].map((name) => h('th', { scope: 'col' }, t(`trial.${name}`))))),
      h('tbody', null, group.items.map((item) => h('tr', null, h('th', { scope: 'row' }, item.term, item.note && h('span.sub', null, item.note)),
        h('td', null, [...new Set(item.rates.map((rate) => rate.arm))].map((arm) => eventBar(arms.get(arm), item.rates.filter((rate) => rate.arm === arm)))),
        h('td', null, sourceLinks(item.sources)))))));
}

function eventBar(arm, rates) {
  const find = (grade) => rates.find((rate) => rate.grade === grade);
  const [any, severe] = [find('any'), find('3+')];
  const width = (rate) => `${Math.min(amountSize(rate) ?? 0, 100)}%`;
  const label = [any && `${t('trial.any')} ${amountText(any, '%')}`, severe && `${t('trial.severe')} ${amountText(severe, '%')}`].filter(Boolean).join(', ');
  return h('div.value', { 'data-arm': (arm?.index ?? 0) % 4 }, h('span.arm-name', null, arm?.label), h('span.bar-line', null, h('span.bar-track', null,
    any && h('span.bar-fill', { 'data-kind': 'any', style: { width: width(any) } }), severe && h('span.bar-fill', { 'data-kind': 'severe', style: { width: width(severe) } })),
  h('span.bar-label', null, label, ' ', confidenceMark((any ?? severe).confidence))));
}
