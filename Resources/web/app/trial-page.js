// One trial: arms, endpoints, adverse events, and where the source text differs from the publication.
import { amountSize, amountText, bar, comparisonText, discrepancyList, measureName } from './figures.js';
import { bullets, outside, part, proof, rowName, statement } from './parts.js';
import { confidenceMark, originMark, sourceLinks } from './marks.js';
import { entryPage } from './listing.js';
import { forestGlyph } from './glyph.js';
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
    h('p.takeaway', trial.takeaway),
    trial.caveat && h('p.caveat-line', icon('caution'), trial.caveat),
    part('arms', h('ol.arms', trial.arms.map(armCard))),
    part('endpoints', trial.endpoints.map((one) => endpoint(one, arms))),
    part('adverseEvents', trial.adverseEvents?.map((group) => events(group, arms))),
    part('discrepancies', discrepancyList(trial.discrepancies)),
    part('population', h('p', trial.population), eligibility('inclusion', trial), eligibility('exclusion', trial)),
    part('baseline', trial.baseline && h('table.figures.stacks', h('tbody', trial.baseline.map((one) => h('tr',
      rowName(one.label, one.note && h('span.sub', one.note)), h('td', amountText(one.amount, one.unit)), h('td', proof(one))))))),
    part('studies', bullets(trial.studies, (one) => [
      one.trial ? h('a', { href: link('trials', one.trial) }, one.name) : h('b', one.name), ' ',
      [one.phaseLabel, one.status, one.comment].filter(Boolean).join('; '),
    ])),
    part('doseModifications', bullets(trial.doseModifications, statement)),
    part('publications', sourceLinks(trial.publications)),
    part('notes', bullets(trial.notes, (one) => one))));
}

function header({ kind, phase, phaseLabel, participants, year, design, randomisation, registration, origin }) {
  return h('p.facts-line', joined([
    t(`trial.kind.${kind}`),
    (phaseLabel ?? phase) && t('evidence.phase', { n: phaseLabel ?? phase }),
    participants && h('span', `n = ${number(participants.value)} `, confidenceMark(participants.confidence)),
    String(year), design, randomisation?.ratio,
    registration && outside(`https://clinicaltrials.gov/study/${registration.nct}`, registration.nct),
    originMark(origin),
  ].filter(Boolean), ' · '));
}

const armCard = (arm, index) => h('li', { 'data-arm': index % 4 }, h('b', arm.label),
  arm.participants && h('span.sub', ` n = ${number(arm.participants.value)} `, confidenceMark(arm.participants.confidence)),
  h('span.sub', arm.dose), arm.regimen && h('a', { href: link('regimens', arm.regimen) }, t('trial.regimen')));

const eligibility = (name, trial) => trial.eligibility?.[name].length > 0
  && h('div', h('h3', t(`trial.${name}`)), bullets(trial.eligibility[name], statement));

function endpoint(one, arms) {
  const most = one.unit === '%' ? 100 : Math.max(...one.values.map((value) => amountSize(value) ?? 0), 1);
  return h('article.endpoint', { 'data-endpoint': one.id },
    h('header', h('h3', one.name ?? measureName(one.measure), one.primary && h('span.tag', t('trial.primary'))),
      h('p.sub', [one.population, one.analysis, one.assessment].filter(Boolean).join('; '))),
    h('div', one.values.map((value) => armLine(arms.get(value.arm), bar(amountSize(value), most, amountText(value, one.unit))))),
    h('div.comparison', one.comparison && [forestGlyph(one.comparison), h('span', comparisonText(one.comparison))]),
    proof(one), one.note && h('p.sub.endpoint-note', one.note));
}

const armLine = (arm, content) => h('div.value', { 'data-arm': (arm?.index ?? 0) % 4 }, h('span.arm-name', arm?.label), content);

/** Adverse events: the whole bar is any grade, its dark part grade 3 and above. */
function events(group, arms) {
  const ofArm = (item) => [...new Set(item.rates.map((rate) => rate.arm))]
    .map((id) => armLine(arms.get(id), eventBar(item.rates.filter((rate) => rate.arm === id))));
  return h('div', h('p.sub', [group.grading, group.dataCut, group.note].filter(Boolean).join('; ')),
    h('p.legend', h('span.swatch', { 'data-kind': 'any' }, t('trial.anyGrade')), h('span.swatch', t('trial.grade3'))),
    h('table.events.stacks', h('tbody', group.items.map((item) => h('tr',
      rowName(item.term, item.note && h('span.sub', item.note)), h('td', ofArm(item)), h('td', sourceLinks(item.sources)))))));
}

function eventBar(rates) {
  const [any, severe] = ['any', '3+'].map((grade) => rates.find((rate) => rate.grade === grade));
  const filled = (rate, kind) => rate
    && h('span.bar-fill', { 'data-kind': kind, style: { width: `${Math.min(amountSize(rate) ?? 0, 100)}%` } });
  const said = (rate, name) => rate && `${t(`trial.${name}`)} ${amountText(rate, '%')}`;
  return h('span.bar-line', h('span.bar-track', filled(any, 'any'), filled(severe, 'severe')),
    h('span.bar-label', [said(any, 'any'), said(severe, 'severe')].filter(Boolean).join(', '), ' ', confidenceMark((any ?? severe).confidence)));
}
